//! The guard's two roles: the watch that stands by until the plugin has to end, and the process
//! that becomes the plugin after it has bound itself to the guard.

use std::{
    env,
    ffi::{CStr, OsString},
    fs::File,
    io,
    os::{fd::OwnedFd, unix::process::CommandExt},
    process::{Command, ExitCode},
    thread::sleep,
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    process::{
        Pid, PidfdFlags, Resource, Rlimit, Signal, WaitOptions, WaitStatus, getpid, getppid, kill_process,
        kill_process_group, pidfd_open, set_child_subreaper, set_parent_process_death_signal, setrlimit, setsid,
        waitpid,
    },
    stdio, thread,
};

use super::{Order, descendants, execute};

/// How long a plugin may take to end by itself once it was asked to.
const GRACE: Duration = Duration::from_secs(2);

/// How often processes that the plugin has left behind are taken note of while it runs.
const HOUSEKEEPING: Duration = Duration::from_secs(1);

/// How long the death of the daemon may take to be seen after its end of a pipe is closed.
const DYING: Duration = Duration::from_millis(50);

/// Not the daemon's name, so that whoever kills all processes of that name does not kill the guard
/// before it could clean up.
const NAME: &CStr = c"plugin-guard";

/// Starts the plugin, waits for its end or the reason for it, and leaves nothing behind.
pub(super) fn stand_guard(order: &Order, args: &[OsString]) -> io::Result<ExitCode> {
    thread::set_name(NAME)?;
    // not fatal where it is the leader of a group already; the plugin has a group of its own
    let _ = setsid();
    set_child_subreaper(Some(getpid()))?;
    let daemon = Daemon::find(order)?;
    let plugin = start(order, args)?;
    let ended = daemon.outlast(plugin);
    // before it is waited for, so that its number is still its own
    let _ = kill_process_group(plugin, Signal::KILL);
    let status = waitpid(Some(plugin), WaitOptions::empty());
    descendants::end_all()?;
    ended?;
    Ok(status?.map_or(ExitCode::FAILURE, |(_, status)| forward(status)))
}

/// Binds this process to the guard and becomes the plugin.
pub(super) fn become_plugin(order: &Order) -> io::Result<ExitCode> {
    set_parent_process_death_signal(Some(Signal::KILL))?;
    if getppid().map(Pid::as_raw_pid) != Some(order.parent) {
        return Err(io::Error::other("the guard has died"));
    }
    let limit = Some(order.memory);
    setrlimit(Resource::As, Rlimit { current: limit, maximum: limit })?;
    Ok(execute(order))
}

/// The plugin's process, in a group of its own.
fn start(order: &Order, args: &[OsString]) -> io::Result<Pid> {
    // the words by which the guard is recognised stand before its own arguments
    let own: Vec<OsString> = env::args_os().skip(1).collect();
    let leading = &own[..own.len().saturating_sub(args.len())];
    let child = Command::new("/proc/self/exe")
        .args(leading)
        .args(["--inside", "--parent", &getpid().as_raw_pid().to_string()])
        .args(["--memory", &order.memory.to_string(), "--"])
        .args(&order.command)
        .process_group(0)
        .spawn()?;
    // the daemon has to see the end of the plugin's answers when the plugin closes them
    stdio::dup2_stdout(File::open("/dev/null")?)?;
    Ok(Pid::from_child(&child))
}

/// The process that asked for the plugin.
struct Daemon {
    pid: i32,
    /// Readable when it has ended; `None` on kernels without (before Linux 5.3).
    end: Option<OwnedFd>,
}

impl Daemon {
    fn find(order: &Order) -> io::Result<Self> {
        let end = getppid().and_then(|pid| pidfd_open(pid, PidfdFlags::empty()).ok());
        let daemon = Self { pid: order.parent, end };
        // asked after the descriptor is there: it cannot be that of a process which took the number
        if daemon.is_gone() { Err(io::Error::other("the daemon has died")) } else { Ok(daemon) }
    }

    fn is_gone(&self) -> bool {
        getppid().map(Pid::as_raw_pid) != Some(self.pid)
    }

    /// Comes back when the plugin has ended or may be killed.
    fn outlast(&self, plugin: Pid) -> io::Result<()> {
        let ended = pidfd_open(plugin, PidfdFlags::empty())?;
        let (stdin, stderr) = (stdio::stdin(), stdio::stderr());
        let mut until: Option<Instant> = None;
        loop {
            let wait = until.map_or(HOUSEKEEPING, |until| until.saturating_duration_since(Instant::now()));
            // of the two pipes only hangups and errors are reported: nothing is read from them
            let mut watched = vec![PollFd::new(&ended, PollFlags::IN)];
            if until.is_none() {
                watched.push(PollFd::from_borrowed_fd(stdin, PollFlags::empty()));
                watched.extend(self.end.as_ref().map(|end| PollFd::new(end, PollFlags::IN)));
            }
            if !self.is_gone() {
                watched.push(PollFd::from_borrowed_fd(stderr, PollFlags::empty()));
            }
            let timeout = Timespec::try_from(wait).map_err(io::Error::other)?;
            match poll(&mut watched, Some(&timeout)) {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
            if !watched[0].revents().is_empty() {
                return Ok(());
            }
            let called = watched[1..].iter().any(|watched| !watched.revents().is_empty());
            let dropped = !self.is_gone() && watched.last().is_some_and(|last| last.revents().contains(PollFlags::ERR));
            if dropped {
                // all ends of pipes close when the daemon dies: then the plugin has its grace
                sleep(DYING);
                if !self.is_gone() {
                    return Ok(());
                }
            }
            if until.is_none() && (called || self.is_gone()) {
                until = Some(Instant::now() + GRACE);
            }
            if until.is_some_and(|until| Instant::now() >= until) {
                return Ok(());
            }
            descendants::reap_adopted(plugin);
        }
    }
}

/// Ends as the plugin ended: with its exit status, or by the same signal.
fn forward(status: WaitStatus) -> ExitCode {
    let code = |code: i32| ExitCode::from(u8::try_from(code).unwrap_or(u8::MAX));
    if let Some(number) = status.terminating_signal() {
        let no_core = Rlimit { current: Some(0), maximum: Some(0) };
        if let Some(signal) = Signal::from_named_raw(number)
            && setrlimit(Resource::Core, no_core).is_ok()
        {
            let _ = kill_process(getpid(), signal);
        }
        // as a shell has it, for signals that this program does not die of
        return code(128 + number);
    }
    status.exit_status().map_or(ExitCode::FAILURE, code)
}
