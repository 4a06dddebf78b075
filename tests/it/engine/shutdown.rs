//! The stop signal: sources stop, queues drain, sinks commit; what takes too long is named.

use std::time::Duration;

use wiredesk_core::source::Mode;
use wiredesk_engine::{RunError, RunOptions, run};
use wiredesk_testkit::{Blueprint, Recording, Script, Toy};

use super::keys;

#[tokio::test(start_paused = true)]
async fn what_was_read_is_delivered_before_the_end() {
    let (source, sink) = (Script::articles(100_000).batch(5), Recording::new());
    let plan = Blueprint::new()
        .source("inbox", source.clone())
        .stage("tags", Toy::tagger("toy/tags").waiting())
        .sink("desk", sink.clone())
        .build();
    let watched = sink.clone();
    let stop = async move {
        while watched.keys().len() < 1000 {
            tokio::task::yield_now().await;
        }
    };
    let summary = run(plan, RunOptions::new(Mode::Follow), stop).await.unwrap();
    assert!(summary.stopped);
    assert!(source.yielded() < 100_000, "the source was stopped");
    assert_eq!(sink.keys(), keys(0..source.yielded()));
    assert_eq!(sink.closed(), 1);
    assert!(source.acknowledged().covers(&source.position(source.yielded() - 1)));
}

#[tokio::test(start_paused = true)]
async fn a_source_that_waits_is_stopped_at_once() {
    let sink = Recording::new();
    let plan = Blueprint::new().source("inbox", Script::articles(10)).sink("desk", sink.clone()).build();
    let stop = tokio::time::sleep(Duration::from_secs(5));
    assert!(run(plan, RunOptions::new(Mode::Follow), stop).await.unwrap().stopped);
    assert_eq!(sink.keys(), keys(0..10), "a few documents are not held back until there are more");
}

/// Runs with something that never ends and answers what is said at the deadline.
async fn late(plan: Blueprint) -> String {
    let plan = plan.tune(|daemon, _| daemon.shutdown_deadline = Duration::from_secs(10)).build();
    let stop = tokio::time::sleep(Duration::from_secs(1));
    let error = run(plan, RunOptions::new(Mode::Once), stop).await.unwrap_err();
    assert!(matches!(error, RunError::Deadline { .. }), "{error}");
    error.to_string()
}

#[tokio::test(start_paused = true)]
async fn the_deadline_names_the_stage_that_is_still_busy() {
    let source = Script::generated(8, |n| {
        wiredesk_testkit::article(&format!("a{n}"), if n == 0 { "HANG" } else { "fine" }).into()
    });
    let plan = Blueprint::new()
        .source("inbox", source)
        .stage("tags", Toy::tagger("toy/tags").waiting())
        .with(|stage| stage.timeout = Duration::from_secs(3600))
        .sink("desk", Recording::new());
    let said = late(plan).await;
    assert_eq!(
        said,
        "not finished after the stop signal, and no progress for 10s: stage `tags` of pipeline `main` with 8 documents, at `a0`"
    );
}

#[tokio::test(start_paused = true)]
async fn the_deadline_names_the_sink_that_is_still_busy() {
    let sink = Recording::new();
    sink.hold(true);
    let said = late(Blueprint::new().source("inbox", Script::articles(4)).sink("desk", sink)).await;
    assert!(said.ends_with("sink `desk` of pipeline `main` with 4 documents, at `a0`"), "{said}");
}

#[tokio::test(start_paused = true)]
async fn a_slow_sink_has_the_time_it_needs_as_long_as_it_gets_on() {
    let (source, sink) = (Script::articles(100_000).batch(5), Recording::new().slow(Duration::from_secs(8)));
    let plan = Blueprint::new()
        .source("inbox", source.clone())
        .sink("desk", sink.clone())
        .tune(|daemon, pipeline| {
            daemon.shutdown_deadline = Duration::from_secs(10);
            pipeline.sinks[0].commit.documents = 5;
        })
        .build();
    let (watched, started) = (sink.clone(), tokio::time::Instant::now());
    let stop = async move {
        while watched.keys().len() < 20 {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    let summary = run(plan, RunOptions::new(Mode::Follow), stop).await.unwrap();
    assert!(summary.stopped && started.elapsed() > Duration::from_secs(60), "the queues held many writes");
    assert_eq!(sink.keys(), keys(0..source.yielded()));
}
