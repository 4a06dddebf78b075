//! Processor time from `/proc`: of this process, and of all that are below it.

use std::{collections::BTreeMap, fs};

/// Ticks in a second; the same on every Linux that the program runs on.
const TICKS: f64 = 100.0;

/// Seconds that this process and its descendants have computed.
pub(crate) fn spent() -> [f64; 2] {
    let mut processes: BTreeMap<u32, (u32, f64)> = BTreeMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        // the name of the program, which may hold anything, stands in brackets
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_ascii_whitespace().collect();
        let field = |number: usize| fields.get(number).and_then(|field| field.parse::<u32>().ok()).unwrap_or(0);
        processes.insert(pid, (field(1), f64::from(field(11) + field(12)) / TICKS));
    }
    let own = std::process::id();
    let below = |pid: &u32| {
        let mut parent = processes.get(pid).map_or(0, |(parent, _)| *parent);
        while parent > 1 && parent != own {
            parent = processes.get(&parent).map_or(0, |(parent, _)| *parent);
        }
        parent == own
    };
    let descendants = processes.iter().filter(|(pid, _)| below(pid)).map(|(_, (_, time))| time).sum();
    [processes.get(&own).map_or(0.0, |(_, time)| *time), descendants]
}
