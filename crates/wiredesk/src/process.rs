//! What this process has cost so far, as far as the operating system says it (Linux's `/proc`).

use std::{fs, time::Duration};

/// Processor time and memory of this process.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub(crate) struct Cost {
    /// User and system time of all threads, in seconds.
    pub(crate) cpu_seconds: Option<f64>,
    /// Largest resident memory, in bytes.
    pub(crate) peak_memory: Option<u64>,
}

/// Clock ticks per second in `/proc/*/stat`; fixed at 100 on every Linux architecture.
const TICKS: f64 = 100.0;

impl Cost {
    /// Of this process until now.
    pub(crate) fn now() -> Self {
        let read = |file: &str| fs::read_to_string(file).ok();
        Self {
            cpu_seconds: read("/proc/self/stat").and_then(|stat| cpu_seconds(&stat)),
            peak_memory: read("/proc/self/status").and_then(|status| peak_memory(&status)),
        }
    }

    /// Without the processor time that was spent `before`.
    pub(crate) fn since(self, before: Self) -> Self {
        let spent = self.cpu_seconds.map(|seconds| (seconds - before.cpu_seconds.unwrap_or_default()).max(0.0));
        Self { cpu_seconds: spent, ..self }
    }

    /// Processor time as a duration.
    pub(crate) fn cpu(&self) -> Option<Duration> {
        self.cpu_seconds.map(Duration::from_secs_f64)
    }
}

/// Fields 14 and 15 (utime, stime), counted behind the program's name, which may hold anything.
fn cpu_seconds(stat: &str) -> Option<f64> {
    let mut fields = stat[stat.rfind(')')? + 1..].split_ascii_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<f64>().ok();
    Some((next()? + next()?) / TICKS)
}

fn peak_memory(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_stands_behind_the_name_of_the_program() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 1 0 9 0 0";
        assert_eq!(cpu_seconds(stat), Some(3.0));
        assert_eq!(cpu_seconds("nonsense"), None);
    }

    #[test]
    fn peak_memory_is_given_in_bytes() {
        assert_eq!(peak_memory("Name:\tx\nVmHWM:\t    2048 kB\n"), Some(2 << 20));
        assert_eq!(peak_memory(""), None);
    }

    #[test]
    fn what_was_spent_before_does_not_count() {
        let cost = |seconds| Cost { cpu_seconds: seconds, peak_memory: Some(7) };
        assert_eq!(cost(Some(5.0)).since(cost(Some(2.0))), cost(Some(3.0)));
        assert_eq!(cost(None).since(cost(Some(2.0))), cost(None));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn this_process_has_cost_something() {
        assert!(Cost::now().peak_memory.is_some_and(|bytes| bytes > 100_000));
    }
}
