//! Starting again: after a failure, after a crash, after damage to the state.

use std::{future::pending, path::Path};

use wiredesk_core::source::Mode;
use wiredesk_engine::{
    RunError, RunOptions,
    metrics::{Counter, Role},
    run,
};
use wiredesk_testkit::{Blueprint, Faults, FaultySink, Recording, Script};

use super::{keys, once};

#[tokio::test]
async fn a_failing_sink_does_not_replay_into_a_healthy_one() {
    let state = tempfile::tempdir().unwrap();
    for own in [false, true] {
        let make = || if own { Recording::with_own_positions() } else { Recording::new() };
        let (source, healthy, failing) = (Script::articles(400).partitions(3), make(), Recording::new());
        failing.fatal(["a100"]);
        let pipeline = if own { "own" } else { "kept" };
        let plan = || {
            Blueprint::new()
                .state(state.path())
                .source("inbox", source.clone())
                .sink("healthy", healthy.clone())
                .sink("failing", failing.clone())
                .tune(|_, plan| plan.id = pipeline.into())
        };
        let error = once(plan()).await.unwrap_err();
        assert!(error.to_string().starts_with("sink `failing` of pipeline"), "{error}");
        let (had, behind) = (healthy.keys().len(), failing.keys().len());
        assert!(behind <= 100 && behind < had, "{behind} and {had}");
        assert_eq!(source.acknowledged().iter().map(|(_, mark)| mark.offset).max(), Some(behind as u64));

        failing.fatal([]);
        let metrics = once(plan()).await.unwrap().metrics;
        assert_eq!(healthy.keys(), keys(0..400));
        assert_eq!(failing.keys(), keys(0..400));
        let replayed = metrics.get(Role::Sink, "healthy").unwrap().count(Counter::Replayed);
        assert_eq!(replayed, (had - behind) as u64);
        assert_eq!(metrics.get(Role::Source, "inbox").unwrap().count(Counter::Received), 400 - behind as u64);

        let metrics = once(plan()).await.unwrap().metrics;
        assert_eq!(metrics.get(Role::Source, "inbox").unwrap().count(Counter::Received), 0, "nothing is left to do");
    }
}

/// Ends a run at an arbitrary moment, as a crash would, once the sink holds `enough` documents.
fn crash(state: &Path, source: &Script, sinks: &[Recording], enough: usize) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap();
    runtime.block_on(async {
        let running = tokio::spawn(run(plan(state, source, sinks).build(), RunOptions::new(Mode::Once), pending()));
        while !running.is_finished() && sinks[0].keys().len() < enough {
            tokio::task::yield_now().await;
        }
    });
    runtime.shutdown_background();
}

fn plan(state: &Path, source: &Script, sinks: &[Recording]) -> Blueprint {
    let plan = Blueprint::new().state(state).source("inbox", source.clone());
    let names = ["kept", "own"];
    sinks
        .iter()
        .zip(names)
        .fold(plan, |plan, (sink, name)| plan.sink(name, FaultySink(sink.clone(), Faults::new().retry_every(40))))
}

#[test]
fn a_crash_at_any_moment_neither_loses_nor_doubles() {
    for partitions in [1, 50] {
        let state = tempfile::tempdir().unwrap();
        let source = Script::articles(1500).partitions(partitions);
        let sinks = [Recording::new(), Recording::with_own_positions()];
        for enough in (1..1500).step_by(151) {
            crash(state.path(), &source, &sinks, enough);
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            // the state thread of a crashed run may hold the folder for a moment
            while let Err(error) = once(plan(state.path(), &source, &sinks)).await {
                assert!(matches!(error, RunError::Locked { .. }), "{error}");
                tokio::task::yield_now().await;
            }
        });
        for sink in &sinks {
            let mut numbers: Vec<u64> = sink.keys().iter().map(|key| key[1..].parse().unwrap()).collect();
            numbers.sort_unstable();
            assert_eq!(numbers, (0..1500).collect::<Vec<_>>(), "{partitions} partitions");
        }
    }
}

#[tokio::test]
async fn damaged_state_is_set_aside_and_the_run_goes_on() {
    let state = tempfile::tempdir().unwrap();
    let (source, kept, own) = (Script::articles(60), Recording::new(), Recording::with_own_positions());
    let plan = |source: &Script| {
        Blueprint::new()
            .state(state.path())
            .source("inbox", source.clone())
            .sink("kept", kept.clone())
            .sink("own", own.clone())
    };
    once(plan(&source)).await.unwrap();
    std::fs::write(state.path().join("state.db"), "not a database at all, for sure. ".repeat(300)).unwrap();
    let metrics = once(plan(&source)).await.unwrap().metrics;
    assert_eq!(kept.keys(), keys(0..60), "without its marks the sink starts anew");
    assert_eq!(own.keys(), keys(0..60));
    assert_eq!(metrics.get(Role::Sink, "own").unwrap().count(Counter::Replayed), 60, "its own positions are good");
    let aside = std::fs::read_dir(state.path()).unwrap().filter_map(Result::ok);
    assert!(aside.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with("state.db.corrupt-")));
}

#[tokio::test]
async fn one_process_per_state_folder() {
    let state = tempfile::tempdir().unwrap();
    let plan =
        || Blueprint::new().state(state.path()).source("inbox", Script::articles(3)).sink("desk", Recording::new());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let sink = Recording::new();
    let first = plan().sink("seen", sink.clone()).build();
    let options = RunOptions { config: Some("desk.toml".into()), ..RunOptions::new(Mode::Follow) };
    let first = tokio::spawn(run(first, options, async { stopped.await.unwrap() }));
    while sink.keys().len() < 3 {
        tokio::task::yield_now().await;
    }
    let refused = once(plan()).await.unwrap_err();
    assert!(refused.to_string().contains("configured by `desk.toml`"), "{refused}");
    assert!(refused.hint().is_some());
    stop.send(()).unwrap();
    assert!(first.await.unwrap().unwrap().stopped);
    once(plan()).await.unwrap();
}
