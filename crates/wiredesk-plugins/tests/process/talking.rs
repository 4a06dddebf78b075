//! Processes that behave: what they are asked, how answers come back.

use serde_json::json;
use wiredesk_core::options::Duration as DurationOption;
use wiredesk_plugins::process::extractor;

use crate::{ask, codes, count, has, hostile, new, spec};

#[tokio::test]
async fn answers_become_findings_of_the_version_at_work() {
    if !has("python3") {
        return;
    }
    let spec = hostile(json!({}), |_| {});
    let mut extractor = new(&spec);
    let found = ask(&mut *extractor, &["Åsa Ek spoke", "Harbour"]).await;
    assert_eq!(codes(&found), ["ok", "ok"]);
    let first = found[0].as_ref().unwrap();
    let annotation = &first.layers.extensions["acme/hostile"][0];
    assert_eq!((annotation.span.range(), &*annotation.label), (0..4, "ok"), "code points become bytes");
    assert_eq!(first.version.as_deref(), Some("2"));
    assert_eq!([count(&spec, "plugin_started"), count(&spec, "plugin_crashed")], [1, 0]);
}

#[tokio::test]
async fn nothing_is_started_before_there_is_something_to_do() {
    let spec = hostile(json!({}), |_| {});
    let mut extractor = new(&spec);
    assert!(ask(&mut *extractor, &[]).await.is_empty());
    assert_eq!(count(&spec, "plugin_started"), 0);
}

#[tokio::test]
async fn answers_may_come_in_any_order() {
    if !has("python3") {
        return;
    }
    let spec = hostile(json!({"reorder": 2}), |manifest| {
        let process = manifest.process.as_mut().unwrap();
        (process.batch, process.window) = (1, 2);
    });
    // as long as the text, so that mixed up answers would show
    let found = ask(&mut *new(&spec), &["a", "bb", "ccc", "dddd"]).await;
    let ends: Vec<_> =
        found.iter().map(|found| found.as_ref().unwrap().layers.extensions["acme/hostile"][0].span.end()).collect();
    assert_eq!(ends, [1, 2, 3, 4]);
    assert_eq!(count(&spec, "plugin_started"), 1);
}

#[tokio::test]
async fn requests_and_answers_larger_than_pipes_do_not_block_each_other() {
    if !has("python3") {
        return;
    }
    let spec = hostile(json!({"padding": 20_000}), |manifest| {
        let process = manifest.process.as_mut().unwrap();
        (process.batch, process.window) = (64, 8);
        manifest.limits.timeout = Some(DurationOption(std::time::Duration::from_secs(60)));
    });
    let text = "harbour ".repeat(2500);
    let texts = vec![&*text; 1024];
    let found = ask(&mut *new(&spec), &texts).await;
    assert!(codes(&found).iter().all(|code| *code == "ok"), "{:?}", found.iter().find(|found| found.is_err()));
    assert_eq!(count(&spec, "plugin_started"), 1);
}

#[tokio::test]
async fn a_document_larger_than_a_request_goes_alone() {
    if !has("python3") {
        return;
    }
    let spec = hostile(json!({}), |_| {});
    let large = "x".repeat(3 << 20);
    assert_eq!(codes(&ask(&mut *new(&spec), &["a", &large, "b", &large]).await), ["ok"; 4]);
}

#[tokio::test]
async fn what_is_said_on_standard_error_is_limited() {
    if !has("python3") {
        return;
    }
    let spec = hostile(json!({}), |_| {});
    let mut extractor = new(&spec);
    assert_eq!(codes(&ask(&mut *extractor, &["NOISE"]).await), ["ok"]);
    // its end is seen only after all it has said
    assert_eq!(codes(&ask(&mut *extractor, &["EXIT"]).await), ["exit"]);
    assert!(count(&spec, "plugin_log_suppressed") > 9000);
}

#[tokio::test]
async fn a_shell_can_be_a_plugin() {
    let script =
        r#"read hello; echo '{"hello":{"protocol":1}}'; read request; echo '{"results":[{"drop":"by sh"}],"id":1}'"#;
    let spec = spec(&["sh", "-c", script], json!({}), |_| {});
    let found = ask(&mut *extractor(spec.into()), &["a"]).await;
    assert_eq!(codes(&found), ["drop"], "{found:?}");
}
