//! The processes below a guard: found through `/proc`, ended one generation after the other. Only
//! children of the guard are ever signalled: their numbers cannot have passed to a stranger, as
//! nobody but the guard can have waited for them.

use std::{
    fs, io,
    thread::sleep,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, WaitOptions, getpid, kill_process, wait, waitpid};

/// How long processes may take to be gone after they were killed. Only one that the kernel cannot
/// end, or another user's, takes longer.
const LONGEST: Duration = Duration::from_secs(10);

/// Kills everything below this process, and waits until it is gone.
pub(super) fn end_all() -> io::Result<()> {
    let until = Instant::now() + LONGEST;
    loop {
        for child in children() {
            // one that has ended meanwhile does not mind
            let _ = kill_process(child, Signal::KILL);
        }
        loop {
            match wait(WaitOptions::NOHANG) {
                Ok(Some(_)) => {}
                Ok(None) => break,
                // no child is left, so that nobody is left who could have one
                Err(rustix::io::Errno::CHILD) => return Ok(()),
                Err(rustix::io::Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
            }
        }
        if Instant::now() > until {
            return Err(io::Error::other(format!("{} processes cannot be ended", children().len())));
        }
        sleep(Duration::from_millis(1));
    }
}

/// Takes note of adopted processes that have ended, so that the kernel can forget them.
pub(super) fn reap_adopted(plugin: Pid) {
    for child in children().into_iter().filter(|child| *child != plugin) {
        let _ = waitpid(Some(child), WaitOptions::NOHANG);
    }
}

fn children() -> Vec<Pid> {
    // not every kernel has this file; it is for a process of one thread only, as the guard is
    match fs::read_to_string("/proc/thread-self/children") {
        Ok(list) => list.split_ascii_whitespace().filter_map(pid).collect(),
        Err(_) => walk().unwrap_or_default(),
    }
}

fn walk() -> io::Result<Vec<Pid>> {
    let own = getpid();
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(number) = name.to_str().filter(|name| name.starts_with(|c: char| c.is_ascii_digit())) else {
            continue;
        };
        let stat = fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
        if parent_in(&stat) == Some(own) {
            found.extend(pid(number));
        }
    }
    Ok(found)
}

/// The fourth field of `/proc/…/stat`; the second, the program's name, may hold anything.
fn parent_in(stat: &str) -> Option<Pid> {
    let (_, after_name) = stat.rsplit_once(')')?;
    pid(after_name.split_ascii_whitespace().nth(1)?)
}

fn pid(number: &str) -> Option<Pid> {
    number.parse().ok().and_then(Pid::from_raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parent_is_read_past_any_name() {
        let of = |stat| parent_in(stat).map(|pid| pid.as_raw_nonzero().get());
        assert_eq!(of("17 (sh) S 4 17 17 0"), Some(4));
        assert_eq!(of("17 (a) S 9 (b) R 5 1 1"), Some(5));
        assert_eq!(of("17 (sh) S 0 0"), None);
        assert_eq!(of(""), None);
    }
}
