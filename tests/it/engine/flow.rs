//! What flows through: order, back-pressure, and that everything is accounted for.

use std::{future::pending, time::Duration};

use wiredesk_core::source::{Mode, Rejected};
use wiredesk_engine::{
    Monitor, RunOptions,
    metrics::{Counter, Role},
    plan::OnError,
    run,
};
use wiredesk_testkit::{Behaviour, Blueprint, Recording, Script, Scripted, Toy, article};

use super::{dead_letters, keys, once};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_is_kept_however_many_workers_a_stage_has() {
    for waiting in [false, true] {
        for workers in [1, 2, 5] {
            let sink = Recording::new();
            // the later a document of a group, the less work it is: workers overtake each other
            let toy = Toy::new("toy/uneven", |document| {
                let number: u64 = document.key[1..].parse().unwrap();
                let work = (0..(7 - number % 7) * 2_000).fold(number, |sum, n| std::hint::black_box(sum ^ n));
                std::hint::black_box(work);
                Behaviour::Find(wiredesk_core::extractor::Findings::default())
            });
            let toy = if waiting { toy.waiting() } else { toy };
            let plan = Blueprint::new()
                .source("inbox", Script::articles(500))
                .stage("uneven", toy.clone())
                .with(|stage| stage.workers = workers)
                .stage("tags", Toy::tagger("toy/tags"))
                .with(|stage| stage.workers = 3)
                .sink("desk", sink.clone())
                .tune(|_, pipeline| pipeline.batch = 3);
            once(plan).await.unwrap();
            assert_eq!(sink.keys(), keys(0..500), "{workers} workers, waiting: {waiting}");
            assert_eq!(toy.built(), workers);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_sink_that_stands_still_stops_the_source() {
    let (source, sink) = (Script::articles(10_000), Recording::new());
    sink.hold(true);
    let plan = Blueprint::new()
        .source("inbox", source.clone())
        .stage("tags", Toy::tagger("toy/tags").waiting())
        .sink("desk", sink.clone())
        .sink("archive", Recording::new());
    let running = tokio::spawn(once(plan));
    // time is paused: this returns when nobody can do anything any more
    tokio::time::sleep(Duration::from_secs(3600)).await;
    // queues of 2 batches of 8 before the stage, the fanout and each sink, a batch in every hand,
    // a group of 32 and what one call of the source gives (16)
    let most = 3 * 2 * 8 + 3 * 8 + (32 + 8) + 16 + 8;
    let yielded = source.yielded();
    assert!((32..=most).contains(&yielded), "{yielded} documents were read, {most} are allowed");
    assert_eq!(sink.keys(), [""; 0]);
    sink.hold(false);
    running.await.unwrap().unwrap();
    assert_eq!(sink.keys(), keys(0..10_000));
}

#[tokio::test]
async fn everything_that_enters_is_accounted_for() {
    let state = tempfile::tempdir().unwrap();
    let rejected = Rejected { key: "bad".into(), code: "binary", message: "no text".into(), raw: vec![0xff, 0] };
    let script = Script::generated(200, move |n| match n % 20 {
        3 => Scripted::Rejected(rejected.clone()),
        5 => Scripted::Skipped("unchanged"),
        7 => article(&format!("a{n}"), "Please DROP this.").into(),
        11 => article(&format!("a{n}"), "Please FAIL here.").into(),
        _ => article(&format!("a{n}"), "Nothing new in Brackwater.").into(),
    });
    let (desk, archive) = (Recording::new(), Recording::new());
    desk.reject(["a0", "a41"]);
    desk.choke(["a42", "a199"]);
    let plan = Blueprint::new()
        .state(state.path())
        .source("inbox", script.clone())
        .stage("tags", Toy::tagger("toy/tags"))
        .with(|stage| stage.on_error = OnError::DeadLetter)
        .sink("desk", desk.clone())
        .sink("archive", archive.clone());
    let metrics = once(plan).await.unwrap().metrics;
    let source = metrics.get(Role::Source, "inbox").unwrap();
    assert_eq!(source.count(Counter::Received), 200);
    assert_eq!(source.count(Counter::Delivered), 180);
    assert_eq!(source.because(Counter::Rejected, "binary"), 10);
    assert_eq!(source.because(Counter::Skipped, "unchanged"), 10);
    let stage = metrics.get(Role::Stage, "tags").unwrap();
    assert_eq!(stage.count(Counter::Received), 180);
    assert_eq!(stage.because(Counter::Dropped, "told-to"), 10);
    assert_eq!(stage.because(Counter::Rejected, "told-to"), 10);
    assert_eq!(stage.count(Counter::Delivered), 160);
    for (id, recording, refused) in [("desk", &desk, 4), ("archive", &archive, 0)] {
        let sink = metrics.get(Role::Sink, id).unwrap();
        assert_eq!(sink.count(Counter::Received), 160);
        assert_eq!(sink.count(Counter::Rejected), refused);
        assert_eq!(sink.count(Counter::Delivered), 160 - refused);
        assert_eq!(recording.documents().len() as u64, 160 - refused);
    }
    let letters = dead_letters(state.path());
    let count = |start: &str| letters.iter().filter(|letter| letter.starts_with(start)).count();
    assert_eq!((count("inbox binary bad"), count("tags told-to a"), letters.len()), (10, 10, 24));
    for letter in ["desk refused a0", "desk refused a41", "desk choked a42", "desk choked a199"] {
        assert_eq!(count(letter), 1, "{letter}");
    }
    let dead: u64 =
        [Role::Source, Role::Stage, Role::Sink].map(|role| metrics.total(role, Counter::DeadLettered)).iter().sum();
    assert_eq!(dead, 24);
    let last = script.position(199);
    assert!(script.acknowledged().covers(&last), "the source is told that all is done");
}

#[tokio::test]
async fn several_sources_keep_their_own_order_and_positions() {
    let state = tempfile::tempdir().unwrap();
    let named = |name: &'static str| Script::generated(100, move |n| article(&format!("{name}{n}"), "Rain.").into());
    let (one, two, sink) = (named("x").partitions(7), named("y"), Recording::new());
    let plan = || {
        Blueprint::new()
            .state(state.path())
            .source("one", one.clone())
            .source("two", two.clone())
            .sink("desk", sink.clone())
    };
    once(plan()).await.unwrap();
    for name in ["x", "y"] {
        let of_one: Vec<String> = sink.keys().into_iter().filter(|key| key.starts_with(name)).collect();
        assert_eq!(of_one, (0..100).map(|n| format!("{name}{n}")).collect::<Vec<_>>());
    }
    once(plan()).await.unwrap();
    assert_eq!(sink.documents().len(), 200, "the same input again adds nothing");
    assert_eq!(one.starts()[1].len(), 7);
}

#[tokio::test]
async fn a_run_can_be_watched_from_outside() {
    let monitor = Monitor::default();
    assert!(monitor.snapshot().components.is_empty());
    let plan = Blueprint::new().source("inbox", Script::articles(50)).sink("desk", Recording::new()).build();
    let options = RunOptions { monitor: monitor.clone(), ..RunOptions::new(Mode::Once) };
    run(plan, options, pending()).await.unwrap();
    assert_eq!((monitor.progress().done, monitor.progress().total), (50, Some(50)));
    let json = serde_json::to_value(monitor.snapshot()).unwrap();
    assert_eq!(json["components"][0]["counts"]["delivered"], 50);
    assert_eq!(json["components"][1]["role"], "sink");
}

#[tokio::test]
async fn records_say_what_made_them() {
    let sink = Recording::new();
    let plan = Blueprint::new()
        .source("inbox", Script::articles(1))
        .stage("tags", Toy::tagger("toy/tags"))
        .sink("desk", sink.clone());
    once(plan).await.unwrap();
    let provenance = &sink.documents()[0].provenance;
    assert_eq!((&*provenance.pipeline, &*provenance.stages["tags"]), ("main", "1"));
    assert!(!sink.documents()[0].layers.extensions.is_empty());
}
