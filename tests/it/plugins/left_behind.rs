//! Whatever ends the daemon, no process of a plugin outlives it.

use std::{fs, path::Path, thread, time::Duration};

use rustix::process::Signal;

use super::manifest;
use crate::newsroom::{Newsroom, signal};

/// Processes that work in a folder, by id.
fn at_work_in(folder: &Path) -> Vec<u32> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    numbers
        .filter(|number: &u32| {
            fs::read_link(format!("/proc/{number}/cwd")).is_ok_and(|place| place.starts_with(folder))
        })
        .collect()
}

/// Waits for something that comes soon if it comes at all.
fn soon(what: &str, newsroom: &Newsroom, sign: impl Fn() -> bool) {
    for _ in 0..600 {
        if sign() {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("{what}\n{}", newsroom.log());
}

/// A daemon whose plugin has forked grandchildren is ended; everything below it has to go.
fn check(ending: Signal) {
    let newsroom = Newsroom::new();
    let text = manifest("hostile", "1", "acme/hostile", "hostile.py", "");
    newsroom.plugin("hostile", &text, &["tests/plugins/process/hostile.py"]);
    newsroom.configure("[plugins]\npath = \"plugins\"\n[pipeline]\nextractors = [\"hostile\"]\nworkers = 2\n");
    newsroom.write("inbox/a.txt", "Brackwater saw a FORK on Monday.");
    let folder = newsroom.path("").canonicalize().unwrap();
    let mut daemon = newsroom.start(&["run", "wiredesk.toml"]);
    soon("no article came out", &newsroom, || newsroom.lines().len() == 1);
    let before = at_work_in(&folder);
    // the daemon, the guard, the plugin and what it forked
    assert!(before.len() >= 4, "{before:?}\n{}", newsroom.log());
    signal(&daemon, ending);
    daemon.wait().unwrap();
    soon("something was left behind", &newsroom, || at_work_in(&folder).is_empty());
}

#[test]
fn nothing_is_left_behind_by_a_daemon_that_was_killed() {
    check(Signal::KILL);
}

#[test]
fn nothing_is_left_behind_by_a_daemon_that_was_stopped() {
    check(Signal::TERM);
}
