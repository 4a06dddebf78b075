//! What goes wrong inside stages, sources and sinks, and what it costs.

use std::time::Duration;

use wiredesk_core::{LayerName, annotation::Language, document::Article, extractor::Findings};
use wiredesk_engine::{
    RunError,
    metrics::{Counter, Role},
    plan::OnError,
};
use wiredesk_testkit::{Behaviour, Blueprint, Faults, FaultySource, Recording, Script, Scripted, Toy, article};

use super::{dead_letters, keys, once};

/// Never reached.
const LONG: Duration = Duration::from_secs(600);

/// 40 articles, some of which say what is to go wrong.
fn troubled(troubles: &'static [(u64, &'static str)]) -> Script {
    Script::generated(40, move |n| {
        let trouble = troubles.iter().find(|(number, _)| *number == n).map_or("all is well", |(_, trouble)| trouble);
        article(&format!("a{n}"), &format!("In Brackwater {trouble} today, says the NTA.")).into()
    })
}

/// Every document as `key: problem codes`, those with none left out.
fn problems(sink: &Recording) -> Vec<String> {
    let all = sink.documents();
    let with = all.iter().filter(|document| !document.problems.is_empty());
    let codes = |document: &wiredesk_core::Document| {
        let codes = document.problems.iter().map(|problem| format!("{} {}", problem.stage, problem.code));
        codes.collect::<Vec<_>>().join(", ")
    };
    with.map(|document| format!("{}: {}", document.key, codes(document))).collect()
}

/// Runs one tagger over the articles; `expected` problems, everything else untouched.
async fn check(toy: Toy, timeout: Duration, script: Script, expected: &[&str]) {
    let sink = Recording::new();
    let plan = Blueprint::new()
        .source("inbox", script)
        .stage("tags", toy)
        .with(|stage| stage.timeout = timeout)
        .sink("desk", sink.clone())
        .tune(|_, plan| plan.batch = 4);
    let metrics = once(plan).await.unwrap().metrics;
    assert_eq!(sink.keys(), keys(0..40), "no document is lost");
    assert_eq!(problems(&sink), expected);
    for document in sink.documents() {
        let tagged =
            document.layers.extensions.values().flatten().any(|found| found.span.slice(&document.text) == "NTA");
        assert_eq!(tagged, document.problems.is_empty(), "{}", document.key);
    }
    assert_eq!(metrics.get(Role::Stage, "tags").unwrap().count(Counter::Failed), expected.len() as u64);
}

#[tokio::test]
async fn a_panic_costs_one_document_one_layer() {
    let toy = || Toy::tagger("toy/tags");
    for toy in [toy(), toy().waiting(), toy().batching()] {
        let script = troubled(&[(0, "PANIC"), (3, "PANIC"), (4, "PANIC"), (39, "PANIC")]);
        check(toy.clone(), LONG, script, &["a0: tags panic", "a3: tags panic", "a4: tags panic", "a39: tags panic"])
            .await;
        assert!(toy.built() > 1, "a new instance took over");
    }
}

const HANGING: &[(u64, &str)] = &[(0, "HANG"), (21, "HANG"), (39, "HANG")];
const HUNG: &[&str] = &["a0: tags timeout", "a21: tags timeout", "a39: tags timeout"];

#[tokio::test]
async fn a_thread_that_hangs_costs_one_document_one_layer() {
    // real threads need real time: long enough for any document that does not hang
    check(Toy::tagger("toy/tags"), Duration::from_millis(300), troubled(HANGING), HUNG).await;
}

#[tokio::test]
async fn of_a_batch_that_hangs_only_the_guilty_document_pays() {
    check(Toy::tagger("toy/tags").batching(), Duration::from_millis(300), troubled(HANGING), HUNG).await;
}

#[tokio::test]
async fn a_document_that_an_extractor_breaks_on_three_times_is_passed_by_even_after_a_restart() {
    let state = tempfile::tempdir().unwrap();
    // the same article again and again, as a changed file or a feed would bring it
    let script = |times| {
        let text = |n| if n % 2 == 0 { "In Brackwater PANIC today." } else { "In Brackwater all is well." };
        Script::generated(times, move |n| article(["bad", "good"][n as usize % 2], text(n)).into()).batch(1)
    };
    let run = async |times, version: &'static str| {
        let (toy, sink) = (Toy::tagger("toy/tags"), Recording::new());
        let plan = Blueprint::new()
            .state(state.path())
            .source("inbox", script(times))
            .stage("tags", toy)
            .with(move |stage| (stage.workers, stage.version) = (1, version.to_owned()))
            .sink("desk", sink.clone())
            .tune(|_, plan| plan.batch = 1);
        let metrics = once(plan).await.unwrap().metrics;
        let stage = metrics.get(Role::Stage, "tags").unwrap();
        (stage.because(Counter::Failed, "panic"), stage.because(Counter::PassedBy, "quarantined"))
    };
    assert_eq!(run(4, "1").await, (2, 0), "twice is not often enough");
    assert_eq!(run(12, "1").await, (1, 3), "the third time was in another run");
    assert_eq!(run(20, "2").await, (3, 1), "a new version gets its own chances");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_hangs_costs_one_document_one_layer() {
    check(Toy::tagger("toy/tags").waiting(), Duration::from_secs(5), troubled(HANGING), HUNG).await;
}

#[tokio::test]
async fn a_failure_costs_one_document_one_layer() {
    check(Toy::tagger("toy/tags"), LONG, troubled(&[(7, "FAIL")]), &["a7: tags told-to"]).await;
}

#[tokio::test]
async fn layers_that_do_not_fit_are_refused() {
    let toy = Toy::new("toy/tags", |document| {
        let other = format!("{} and much more behind it", document.text);
        let span = wiredesk_core::Span::new(&other, 0..other.len()).unwrap();
        let wrong = wiredesk_core::annotation::Annotation { span, label: "x".into(), value: None };
        let mut findings = Findings::default();
        findings.layers.extensions.insert("toy/tags".into(), vec![wrong]);
        Behaviour::Find(findings)
    });
    let sink = Recording::new();
    let plan = Blueprint::new().source("inbox", Script::articles(1)).stage("tags", toy).sink("desk", sink.clone());
    once(plan).await.unwrap();
    assert_eq!(problems(&sink), ["a0: tags invalid-layers"]);
    assert!(sink.documents()[0].layers.extensions.is_empty());
}

#[tokio::test]
async fn an_extractor_is_not_asked_without_the_layer_it_builds_on() {
    let sink = Recording::new();
    let needs = |layer: &'static str| {
        move |declaration: &mut wiredesk_core::extractor::Declaration| {
            declaration.requires.push(layer.parse().unwrap());
        }
    };
    let plan = Blueprint::new()
        .source("inbox", troubled(&[(2, "FAIL")]))
        .stage("first", Toy::tagger("toy/first"))
        .stage("second", Toy::new("toy/second", |_| Behaviour::Find(Findings::default())).declaring(needs("toy/first")))
        .stage("third", Toy::new("toy/third", |_| Behaviour::Find(Findings::default())).declaring(needs("toy/second")))
        .stage("other", Toy::new("toy/other", |_| Behaviour::Find(Findings::default())).declaring(needs("text")))
        .sink("desk", sink.clone());
    once(plan).await.unwrap();
    assert_eq!(problems(&sink), ["a2: first told-to, second missing-layer, third missing-layer"]);
}

#[tokio::test]
async fn a_text_in_another_language_is_passed_by() {
    let language = Toy::new("language", |document| {
        let (code, confidence) = match &*document.key {
            "a1" => ("de", 0.9),
            "a2" => ("de", 0.3),
            _ => ("en", 0.9),
        };
        let mut findings = Findings::default();
        findings.layers.language = Some(Language { code: code.into(), confidence });
        Behaviour::Find(findings)
    });
    let english = Toy::tagger("toy/tags").declaring(|declaration| {
        declaration.languages = vec!["en".into()];
        declaration.requires = vec![LayerName::Language];
    });
    let sink = Recording::new();
    let plan = Blueprint::new()
        .source("inbox", Script::articles(4))
        .stage("language", language)
        .stage("tags", english)
        .sink("desk", sink.clone());
    let metrics = once(plan).await.unwrap().metrics;
    assert_eq!(problems(&sink), ["a1: tags unsupported-language"], "an unsure guess keeps nobody from trying");
    assert_eq!(metrics.get(Role::Stage, "tags").unwrap().because(Counter::PassedBy, "unsupported-language"), 1);
}

#[tokio::test]
async fn on_error_stop_delivers_what_came_before_and_nothing_after() {
    let state = tempfile::tempdir().unwrap();
    let sink = Recording::new();
    let plan = |on_error| {
        Blueprint::new()
            .state(state.path())
            .source("inbox", troubled(&[(20, "FAIL")]))
            .stage("tags", Toy::tagger("toy/tags"))
            .with(|stage| (stage.on_error, stage.workers) = (on_error, 3))
            .sink("desk", sink.clone())
            .tune(|_, pipeline| pipeline.batch = 4)
    };
    let error = once(plan(OnError::Stop)).await.unwrap_err();
    assert!(error.to_string().contains("stage `tags` of pipeline `main` failed: at `a20`"), "{error}");
    assert_eq!(sink.keys(), keys(0..20));
    once(plan(OnError::DeadLetter)).await.unwrap();
    let expected: Vec<_> = keys(0..40).into_iter().filter(|key| key != "a20").collect();
    assert_eq!(sink.keys(), expected);
    assert_eq!(dead_letters(state.path()), ["tags told-to a20"]);
}

#[tokio::test(start_paused = true)]
async fn a_sink_that_fails_for_a_while_gets_everything_once() {
    let sink = Recording::new().faults(Faults::new().retry_next(12));
    let plan = Blueprint::new().source("inbox", Script::articles(300)).sink("desk", sink.clone());
    let metrics = once(plan).await.unwrap().metrics;
    assert_eq!(sink.keys(), keys(0..300));
    assert_eq!(metrics.get(Role::Sink, "desk").unwrap().because(Counter::Retried, "injected"), 12);
    assert!(metrics.get(Role::Sink, "desk").unwrap().count(Counter::Bytes) > 300);
}

#[tokio::test(start_paused = true)]
async fn a_source_that_fails_for_a_while_is_asked_again() {
    let sink = Recording::new();
    let source = FaultySource(Script::articles(100), Faults::new().retry_every(3));
    let plan = Blueprint::new().source("inbox", source).sink("desk", sink.clone());
    once(plan).await.unwrap();
    assert_eq!(sink.keys(), keys(0..100));
}

#[tokio::test]
async fn a_source_that_fails_for_good_or_panics_ends_the_run_in_order() {
    for (step, words) in [(Scripted::Fatal, "failed: the script says so"), (Scripted::Panic, "panicked: ")] {
        let sink = Recording::new();
        let mut steps: Vec<Scripted> = (0..30).map(|n| article(&format!("a{n}"), "Rain.").into()).collect();
        steps.push(step);
        let plan = Blueprint::new().source("inbox", Script::new(steps)).sink("desk", sink.clone());
        let error = once(plan).await.unwrap_err().to_string();
        assert!(error.starts_with("source `inbox` of pipeline `main`") && error.contains(words), "{error}");
        assert_eq!(sink.keys(), keys(0..30));
        assert_eq!(sink.closed(), 1);
    }
}

#[tokio::test]
async fn a_component_that_cannot_start_is_named_before_anything_is_read() {
    struct Broken;
    impl wiredesk_core::registry::ConfiguredExtractor for Broken {
        fn declaration(&self) -> wiredesk_core::extractor::Declaration {
            wiredesk_core::extractor::Declaration::default()
        }
        fn build(&self) -> Result<wiredesk_core::extractor::Worker, wiredesk_core::error::Failure> {
            Err(wiredesk_core::error::Failure::fatal("no-model", "the model is missing"))
        }
    }
    let source = Script::new([Article::default()]);
    let plan = Blueprint::new().source("inbox", source.clone()).stage("tags", Broken).sink("desk", Recording::new());
    let error = once(plan).await.unwrap_err();
    assert!(matches!(error, RunError::Start { .. }));
    assert_eq!(error.to_string(), "stage `tags` of pipeline `main` cannot start: the model is missing");
    assert_eq!(source.yielded(), 0);
}
