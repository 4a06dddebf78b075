//! Processes that do not come as far as to say hello.

use std::time::Duration;

use serde_json::json;
use wiredesk_core::options::Duration as DurationOption;
use wiredesk_plugins::process::extractor;

use crate::{ask, codes, count, has, message, spec};

/// A plugin with this command costs its layer, says why, and is left alone after so many starts.
async fn check(command: &[&str], start_timeout: Duration, says: &str, starts: u64) {
    let spec = std::sync::Arc::new(spec(command, json!({}), |manifest| {
        manifest.process.as_mut().unwrap().start_timeout = DurationOption(start_timeout);
    }));
    let mut plugin = extractor(spec.clone());
    // on a busy machine a batch does not wait for all of the starts
    while count(&spec, "plugin_crashed") < starts {
        assert_eq!(codes(&ask(&mut *plugin, &["a", "b"]).await), ["unavailable", "unavailable"], "{command:?}");
    }
    // off now, also for another worker
    for mut plugin in [plugin, extractor(spec.clone())] {
        let found = ask(&mut *plugin, &["c"]).await;
        assert_eq!(codes(&found), ["unavailable"], "{command:?}");
        assert!(message(&found[0]).contains(says), "{command:?}: {}", message(&found[0]));
        assert!(message(&found[0]).contains(", next try in "), "{command:?}: {}", message(&found[0]));
    }
    let counted = [count(&spec, "plugin_started"), count(&spec, "plugin_crashed")];
    assert_eq!(counted, [starts, starts], "{command:?}");
}

const AMPLE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_process_that_dies_at_start_is_tried_five_times() {
    if has("python3") {
        check(
            &["python3", "dies_at_start.py"],
            AMPLE,
            "cannot be started: exited with status 1: no model: harbour.bin",
            5,
        )
        .await;
    }
}

#[tokio::test]
async fn a_program_that_is_not_there_is_named() {
    let says = "exited with status 127: cannot start `surely-not-there`: No such file or directory";
    check(&["surely-not-there"], AMPLE, says, 5).await;
}

#[tokio::test]
async fn another_version_of_the_protocol_is_refused_with_both_versions() {
    if has("python3") {
        check(&["python3", "future.py"], AMPLE, "speaks protocol version 7, wiredesk speaks version 1", 5).await;
    }
}

#[tokio::test]
async fn a_refusal_is_passed_on() {
    check(&["sh", "-c", r#"echo '{"refuse":"no licence"}'; cat"#], AMPLE, "refuses to start: no licence", 5).await;
}

#[tokio::test]
async fn output_that_is_no_hello_is_shown() {
    check(&["sh", "-c", "echo Welcome to my plugin; cat"], AMPLE, "no hello but `Welcome to my plugin`", 5).await;
}

#[tokio::test]
async fn silence_at_start_is_waited_for_once() {
    let short = Duration::from_millis(300);
    check(&["sleep", "1000"], short, "did not say hello within 300ms", 1).await;
}

#[tokio::test]
async fn a_log_line_may_come_before_the_hello() {
    let script = r#"echo '{"log":{"level":"debug","message":"loading"}}'; read hello; echo '{"hello":{"protocol":1}}'
                    while read request; do echo '{"id":1,"results":[{"drop":"x"}]}'; done"#;
    let spec = spec(&["sh", "-c", script], json!({}), |_| {});
    assert_eq!(codes(&ask(&mut *extractor(spec.into()), &["a"]).await), ["drop"]);
}
