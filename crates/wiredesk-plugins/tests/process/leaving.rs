//! What is left of a plugin when it was ended, in whichever way: nothing.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, poll},
    process::{Pid, PidfdFlags, pidfd_open},
};
use serde_json::json;

use crate::{ask, codes, has, hostile, new};

/// Processes that a plugin has noted in `pids`, at least so many, are gone soon.
fn vanish(pids: &Path, at_least: usize) {
    let noted = std::fs::read_to_string(pids).unwrap();
    let noted: Vec<i32> = noted.lines().map(|line| line.parse().unwrap()).collect();
    assert!(noted.len() >= at_least, "{noted:?}");
    for number in noted {
        // an error: it is gone already
        let Ok(process) = pidfd_open(Pid::from_raw(number).unwrap(), PidfdFlags::empty()) else { continue };
        let limit = Duration::from_secs(60).try_into().unwrap();
        let ended = poll(&mut [PollFd::new(&process, PollFlags::IN)], Some(&limit)).unwrap();
        assert_eq!(ended, 1, "process {number} lives on");
    }
}

/// After these documents and the end of the extractor nothing is left.
async fn check(texts: &[&str], expected: &[&str], processes: usize) {
    if !has("python3") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let pids = folder.path().join("pids");
    let spec = hostile(json!({"pids": pids}), |_| {});
    let mut extractor = new(&spec);
    assert_eq!(codes(&ask(&mut *extractor, texts).await), expected);
    drop(extractor);
    tokio::task::spawn_blocking(move || vanish(&pids, processes)).await.unwrap();
}

#[tokio::test]
async fn a_process_that_is_no_longer_needed_ends_by_itself() {
    if !has("python3") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let pids = folder.path().join("pids");
    let spec = hostile(json!({"pids": pids}), |_| {});
    let mut extractor = new(&spec);
    assert_eq!(codes(&ask(&mut *extractor, &["a"]).await), ["ok"]);
    drop(extractor);
    let noted = pids.clone();
    tokio::task::spawn_blocking(move || vanish(&noted, 1)).await.unwrap();
    assert!(folder.path().join("pids.bye").exists(), "it was killed");
}

#[tokio::test]
async fn processes_left_behind_are_gone_after_the_end() {
    check(&["FORK", "SETSID", "FORK SETSID"], &["ok"; 3], 3).await;
}

#[tokio::test]
async fn processes_left_behind_are_gone_after_a_crash() {
    check(&["FORK SETSID EXIT"], &["exit"], 3).await;
    check(&["FORK SETSID", "SPIN"], &["ok", "timeout"], 4).await;
}

#[tokio::test]
async fn a_call_that_is_given_up_leaves_nothing() {
    if !has("python3") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let pids = folder.path().join("pids");
    let spec = hostile(json!({"pids": pids}), |_| {});
    let mut extractor = new(&spec);
    assert_eq!(codes(&ask(&mut *extractor, &["FORK SETSID"]).await), ["ok"]);
    // the engine drops the future and the extractor at its own deadline
    let call = ask(&mut *extractor, &["SPIN"]);
    assert!(tokio::time::timeout(Duration::from_millis(50), call).await.is_err());
    drop(extractor);
    tokio::task::spawn_blocking(move || vanish(&pids, 3)).await.unwrap();
}

#[tokio::test]
async fn no_descriptor_of_the_daemon_is_inherited() {
    if !has("python3") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let _database = std::fs::File::create(folder.path().join("daemon.db")).unwrap();
    let spec = hostile(json!({}), |_| {});
    assert_eq!(codes(&ask(&mut *new(&spec), &["DESCRIPTORS"]).await), ["ok"]);
}

const PIDS: &str = "WIREDESK_TEST_PIDS";

/// No test: the daemon of the next one, in a process of its own that waits to be killed.
#[tokio::test]
#[ignore = "run by `nothing_outlives_a_daemon_that_was_killed`"]
async fn daemon_to_be_killed() {
    let Some(pids) = std::env::var_os(PIDS) else { return };
    let spec = hostile(json!({"pids": Path::new(&pids)}), |manifest| manifest.limits.timeout = None);
    let mut extractor = new(&spec);
    assert_eq!(codes(&ask(&mut *extractor, &["FORK", "SETSID"]).await), ["ok"; 2]);
    println!("\nready");
    // busy in the end, so that the plugin does not see that its input is closed
    ask(&mut *extractor, &["SPIN"]).await;
}

#[test]
fn nothing_outlives_a_daemon_that_was_killed() {
    if !has("python3") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let pids = folder.path().join("pids");
    let mut daemon = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "leaving::daemon_to_be_killed", "--ignored", "--nocapture"])
        .env(PIDS, &pids)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(daemon.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line == "ready"), "it never became ready");
    daemon.kill().unwrap();
    daemon.wait().unwrap();
    vanish(&pids, 3);
}
