//! Processor time and memory of this process and of the processes it has started, as exactly as
//! the system says it.

use std::{fs, time::Duration};

use rustix::time::{ClockId, clock_gettime};

/// What the processes below this one have used so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Children {
    /// Processor time, of those that still run.
    pub(super) cpu: Duration,
    /// The most memory that each of them has had, in bytes, added up; 0 if there is none.
    pub(super) memory: u64,
}

impl Children {
    /// Until now.
    pub(super) fn now() -> Self {
        let program = |process: &str| fs::read_link(format!("/proc/{process}/exe")).ok();
        let own = program("self");
        // the guards of plugins are this very program, and do nothing but wait
        let foreign = descendants().into_iter().filter(|process| program(&process.to_string()) != own);
        foreign.fold(Self::default(), |all, process| Self {
            cpu: all.cpu + cpu(process),
            memory: all.memory + status(&process.to_string(), "VmHWM:").unwrap_or(0),
        })
    }
}

/// Processor time of all threads of this process until now.
pub(super) fn host() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let nanoseconds = u32::try_from(time.tv_nsec).unwrap_or_default();
    Duration::new(u64::try_from(time.tv_sec).unwrap_or_default(), nanoseconds)
}

/// Memory of this process now, in bytes; from here on its peak is counted anew.
pub(super) fn start_memory() -> Option<u64> {
    // Linux' way of forgetting the peak; where it is not allowed, the peak is that since the start
    let _ = fs::write("/proc/self/clear_refs", "5");
    status("self", "VmRSS:")
}

/// The most memory that this process has had since [`start_memory`], in bytes.
pub(super) fn peak_memory() -> Option<u64> {
    status("self", "VmHWM:")
}

fn status(process: &str, field: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

/// Processes below this one, at any depth.
fn descendants() -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes: Vec<(u32, u32)> = entries
        .filter_map(|entry| {
            let process = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // behind the name, which may hold anything: state, parent
            let parent = stat[stat.rfind(')')? + 1..].split_ascii_whitespace().nth(1)?.parse().ok()?;
            Some((process, parent))
        })
        .collect();
    let mut found = vec![std::process::id()];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        next += 1;
        found.extend(processes.iter().filter(|(_, of)| *of == parent).map(|(process, _)| *process));
    }
    found.split_off(1)
}

/// Time on a processor of all threads, in nanoseconds as the scheduler counts them.
fn cpu(process: u32) -> Duration {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let nanoseconds = tasks.filter_map(|task| {
        fs::read_to_string(task.path().join("schedstat")).ok()?.split_ascii_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanoseconds.sum())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_child_that_works_is_seen() {
        let mut child = Command::new("sh").args(["-c", "while :; do :; done"]).spawn().unwrap();
        let seen = (0..200).any(|_| {
            std::thread::sleep(Duration::from_millis(10));
            let used = Children::now();
            used.cpu > Duration::from_millis(5) && used.memory > 0 && host() > Duration::ZERO
        });
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(seen);
    }
}
