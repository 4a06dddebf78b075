//! `wiredesk plugin-guard`: a small process between the daemon and the process of a plugin, so that
//! nothing of the plugin outlives the daemon, however either of them ends. Started by
//! [`super::child`], recognised by the command line before anything else is; never runs in the
//! daemon itself.
//!
//! ```text
//! daemon ── guard ── plugin ── whatever the plugin starts
//! ```
//!
//! The guard is the *subreaper* of everything below it: a process whose parent has ended becomes
//! the guard's child, even one that called `setsid`. It ends them all when the plugin ends, and it
//! learns from three places that the plugin has to go:
//!
//! - the plugin's standard input has no writer any more: it is asked to end, and has two seconds;
//! - the daemon is no longer there (its `pidfd` says so): the same;
//! - standard error has no reader any more, but the daemon lives: the plugin is killed at once.
//!
//! These are states and not messages, so none can come too early or get lost. The plugin itself
//! asks the kernel to be killed when the guard dies.

use std::{
    ffi::OsString,
    io::{self, Write},
    process::ExitCode,
};

#[cfg(target_os = "linux")]
mod descendants;
#[cfg(target_os = "linux")]
mod watch;

/// The exit status of a guard whose plugin could not be started, as a shell has it.
pub(super) const NOT_STARTED: u8 = 127;

/// What a guard is asked to do: `--parent PID --memory BYTES [--inside] -- command args…`.
struct Order {
    /// The process that asked; when it is no longer the parent, it is gone.
    parent: i32,
    /// Address space of each process of the plugin, in bytes.
    memory: u64,
    /// Whether this is the plugin's process to be, and no longer the guard.
    inside: bool,
    /// Program and arguments.
    command: Vec<OsString>,
}

impl Order {
    fn read(args: &[OsString]) -> Option<Self> {
        let mut order = Self { parent: 0, memory: 0, inside: false, command: Vec::new() };
        let mut args = args.iter();
        loop {
            match args.next()?.to_str()? {
                "--parent" => order.parent = args.next()?.to_str()?.parse().ok()?,
                "--memory" => order.memory = args.next()?.to_str()?.parse().ok()?,
                "--inside" => order.inside = true,
                "--" => break,
                _ => return None,
            }
        }
        order.command = args.cloned().collect();
        (order.parent > 0 && order.memory > 0 && !order.command.is_empty()).then_some(order)
    }
}

/// Runs the command in `args` (what follows the words by which the guard was recognised, to the
/// end of the command line) and gives the exit status of the plugin.
///
/// Only Linux has what the guarantees rest on; elsewhere the command is executed as it is.
pub fn guard(args: impl Iterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.collect();
    let Some(order) = Order::read(&args) else {
        complain("usage: plugin-guard --parent PID --memory BYTES -- command args…");
        return ExitCode::from(2);
    };
    run(&order, &args)
}

#[cfg(target_os = "linux")]
fn run(order: &Order, args: &[OsString]) -> ExitCode {
    let done = if order.inside { watch::become_plugin(order) } else { watch::stand_guard(order, args) };
    done.unwrap_or_else(|error| {
        complain(&format!("cannot guard the plugin: {error}"));
        ExitCode::from(NOT_STARTED)
    })
}

#[cfg(not(target_os = "linux"))]
fn run(order: &Order, _args: &[OsString]) -> ExitCode {
    execute(order)
}

/// Becomes the plugin; comes back only if that fails.
fn execute(order: &Order) -> ExitCode {
    use std::os::unix::process::CommandExt;

    let error = std::process::Command::new(&order.command[0]).args(&order.command[1..]).exec();
    complain(&format!("cannot start `{}`: {error}", order.command[0].display()));
    ExitCode::from(NOT_STARTED)
}

fn complain(message: &str) {
    // nothing is left to do if standard error is closed
    let _ = writeln!(io::stderr(), "{message}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(i32, u64, bool, &str)>) {
        let args: Vec<OsString> = line.split(' ').map(Into::into).collect();
        let order = Order::read(&args);
        let read = order.as_ref().map(|order| {
            let command = order.command.join(std::ffi::OsStr::new(" "));
            (order.parent, order.memory, order.inside, command.into_string().unwrap())
        });
        assert_eq!(read, expected.map(|(parent, memory, inside, rest)| (parent, memory, inside, rest.to_owned())));
    }

    #[test]
    fn an_order_is_complete_or_refused() {
        check("--parent 7 --memory 64 -- sh -c x", Some((7, 64, false, "sh -c x")));
        check("--inside --parent 7 --memory 64 -- a -- b", Some((7, 64, true, "a -- b")));
        check("--parent 7 --memory 64 --", None);
        check("--parent 7 --memory 64 sh", None);
        check("--memory 64 -- sh", None);
        check("--parent -7 --memory 64 -- sh", None);
        check("--parent 7 --memory much -- sh", None);
    }
}
