//! Processes that break while they are asked something: the document at fault pays, and no other.

use serde_json::json;
use wiredesk_core::options::Size;

use crate::{ask, codes, count, has, hostile, message, new};

/// A document with these words among healthy ones gets this code, and the next batch is healthy.
async fn check(words: &str, expected: &str, crash: bool, says: &str) {
    if !has("python3") {
        return;
    }
    let spec = hostile(json!({}), |manifest| {
        manifest.limits.output = Some(Size(1 << 20));
        manifest.limits.memory = Some(Size(256 << 20));
    });
    let mut extractor = new(&spec);
    let found = ask(&mut *extractor, &["one", words, "two"]).await;
    assert_eq!(codes(&found), ["ok", expected, "ok"], "{words}: {:?}", found[1]);
    assert!(message(&found[1]).contains(says), "{words}: {:?}", found[1]);
    assert_eq!(found[1].as_ref().unwrap_err().crash, crash, "{words}");
    let after = ask(&mut *extractor, &["three"]).await;
    assert_eq!(codes(&after), ["ok"], "after {words}: {after:?}");
    let crashes = count(&spec, "plugin_crashed");
    // once together with the others, once alone
    assert_eq!(crashes, if crash { 2 } else { 0 }, "{words}");
}

#[tokio::test]
async fn an_endless_loop_costs_its_document() {
    check("SPIN", "timeout", true, "no answer within 3s").await;
}

#[tokio::test]
async fn a_request_that_is_never_answered_costs_its_document() {
    check("SILENT", "timeout", true, "no answer within 3s").await;
}

#[tokio::test]
async fn an_exit_costs_its_document() {
    check("EXIT", "exit", true, "exited with status 9: told to exit").await;
}

#[tokio::test]
async fn death_by_a_signal_costs_its_document() {
    check("SIGNAL", "exit", true, "was killed by signal 9").await;
}

#[tokio::test]
async fn a_closed_output_costs_its_document() {
    check("CLOSE", "exit", true, "closed its standard output").await;
}

#[tokio::test]
async fn a_line_that_is_no_json_costs_its_document() {
    check("GARBAGE", "protocol", true, "no answer but `{]`").await;
}

#[tokio::test]
async fn an_answer_that_nobody_asked_for_costs_its_document() {
    check("WRONGID", "protocol", true, "which is not in flight").await;
}

#[tokio::test]
async fn a_wrong_number_of_results_costs_its_document() {
    check("COUNT", "protocol", true, "2 results for 1 documents").await;
}

#[tokio::test]
async fn a_line_of_a_gigabyte_costs_its_document() {
    check("FLOOD", "output", true, "more than 1048576 bytes").await;
}

#[tokio::test]
async fn exhausting_memory_costs_its_document() {
    check("BOMB", "exit", true, "MemoryError").await;
}

#[tokio::test]
async fn results_that_make_no_sense_cost_their_documents_and_no_process() {
    check("BEYOND", "invalid-span", false, "reaches past the text").await;
    check("REVERSED", "invalid-span", false, "starts after it ends").await;
    check("NEGATIVE", "invalid-span", false, "-1..1").await;
    check("NONSENSE", "invalid-answer", false, "not an answer for a document").await;
    check("FOREIGN", "invalid-layer", false, "`sentences`").await;
}

#[tokio::test]
async fn only_the_guilty_pay_when_several_requests_are_in_flight() {
    if !has("python3") {
        return;
    }
    let spec = hostile(json!({}), |manifest| {
        let process = manifest.process.as_mut().unwrap();
        (process.batch, process.window) = (2, 3);
    });
    let texts = ["a", "b", "c", "EXIT", "d", "e", "f", "g", "GARBAGE", "h"];
    let found = ask(&mut *new(&spec), &texts).await;
    let expected = ["ok", "ok", "ok", "exit", "ok", "ok", "ok", "ok", "protocol", "ok"];
    assert_eq!(codes(&found), expected, "{found:?}");
}

#[tokio::test]
async fn after_three_failures_in_a_row_the_rest_of_a_batch_is_not_tried() {
    if !has("python3") {
        return;
    }
    let spec = hostile(json!({}), |_| {});
    let mut extractor = new(&spec);
    let found = ask(&mut *extractor, &["a", "EXIT", "EXIT", "b", "EXIT", "EXIT", "EXIT", "c", "d"]).await;
    let expected = ["ok", "exit", "exit", "ok", "exit", "exit", "exit", "unavailable", "unavailable"];
    assert_eq!(codes(&found), expected, "{found:?}");
    assert_eq!(message(&found[8]), "not tried after 3 crashes in a row");
}

#[tokio::test]
async fn a_stray_line_between_batches_costs_a_process_and_no_document() {
    if !has("python3") {
        return;
    }
    for words in ["STRAY", "TWICE"] {
        let spec = hostile(json!({}), |_| {});
        let mut extractor = new(&spec);
        assert_eq!(codes(&ask(&mut *extractor, &[words]).await), ["ok"]);
        let found = ask(&mut *extractor, &["a", "b"]).await;
        assert_eq!(codes(&found), ["ok", "ok"], "{words}: {found:?}");
        assert_eq!(count(&spec, "plugin_crashed"), 1, "{words}");
    }
}

#[tokio::test]
async fn documents_that_are_too_slow_together_are_sent_a_few_at_a_time() {
    if !has("python3") {
        return;
    }
    let spec = hostile(json!({}), |_| {});
    let mut extractor = new(&spec);
    let texts = ["SLOW"; 10];
    // five seconds together, half a second each, and three are allowed
    assert_eq!(codes(&ask(&mut *extractor, &texts).await), ["ok"; 10]);
    assert!(count(&spec, "plugin_crashed") > 0);
    assert_eq!(codes(&ask(&mut *extractor, &texts).await), ["ok"; 10]);
}
