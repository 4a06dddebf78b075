//! What plugins give back: taken over, or refused with a reason.

use serde_json::json;
use wiredesk_core::{Disposition, LayerName};

use super::{extract, moody, setup, told};

/// A document on which the findings do not fit. Neither the plugin nor its neighbour pays for it.
fn check(text: &str, code: &str, message: &str) {
    let module = moody();
    let mut instance = module.instance(setup()).unwrap();
    let answers = extract(&mut instance, &[text, "good"]);
    let failure = answers[0].as_ref().unwrap_err();
    assert_eq!((&*failure.code, failure.crash, failure.disposition), (code, false, Disposition::Reject), "{failure}");
    assert_eq!(failure.message, message);
    assert_eq!((told(&answers[1]), module.counts().traps), ("call 1", 0));
}

#[test]
fn an_annotation_is_taken_over() {
    let mut instance = moody().instance(setup()).unwrap();
    let findings = extract(&mut instance, &["Value"]).pop().unwrap().unwrap();
    let found = &findings.layers.extensions["acme/x"];
    assert_eq!((found.len(), found[0].span.range(), &*found[0].label), (1, 0..1, "call 1"));
    assert_eq!(found[0].value, Some(json!({"n": 1})));
    assert!(findings.problems.is_empty() && findings.drop.is_none());
}

#[test]
fn spans_that_are_none_are_refused() {
    check("reversed", "invalid-span", "annotation 0 of layer `acme/x`: span starts after it ends: 3..1");
    check(
        "beyond",
        "invalid-span",
        "annotation 0 of layer `acme/x`: span 0..1000000 reaches past the end of the text: 6 bytes",
    );
    check("cé", "invalid-span", "annotation 0 of layer `acme/x`: span 1..2 cuts a character in two");
}

#[test]
fn layers_that_are_none_are_refused() {
    check("unknown", "invalid-layer", "annotation 0 is of layer 7: its manifest provides 2 layers");
    check("Built in", "invalid-layer", "annotation 0 is of layer 1: `times` is built in; give it as JSON in `layers`");
    check("keywords", "invalid-layer", "layer `quotes` is not one its manifest provides");
}

#[test]
fn values_that_are_no_json_are_refused() {
    let eof = "EOF while parsing a string at line 1 column 3";
    check("value", "invalid-value", &format!("annotation 0 of layer `acme/x`: its value is no JSON: {eof}"));
    check("other", "invalid-layer", "layer `times`: EOF while parsing a string at line 1 column 5");
}

#[test]
fn too_many_annotations_are_refused() {
    check("all of it", "too-many-annotations", "10001 annotations, at most 10000 are taken for one document");
}

#[test]
fn a_built_in_layer_is_taken_over_after_its_checks() {
    let mut instance = moody().instance(setup()).unwrap();
    let findings = extract(&mut instance, &["just 2024"]).pop().unwrap().unwrap();
    assert_eq!((findings.layers.times.len(), &*findings.layers.times[0].value), (1, "2024"));
    check("Just", "invalid-span", "layer `times`: item 0: span 0..999 reaches past the text");
}

#[test]
fn a_document_can_be_dropped_refused_or_found_wanting() {
    let mut instance = moody().instance(setup()).unwrap();
    let answers = extract(&mut instance, &["drop", "x", "problem"]);
    assert_eq!(answers[0].as_ref().unwrap().drop.as_deref(), Some("old news"));
    let failure = answers[1].as_ref().unwrap_err();
    assert_eq!((&*failure.code, &*failure.message, failure.crash), ("too-old", "from before the war", false));
    let problem = &answers[2].as_ref().unwrap().problems[0];
    assert_eq!((&*problem.stage, &*problem.code, &*problem.message), ("acme", "failed", "from before the war"));
}

#[test]
fn the_text_of_a_document_cannot_be_provided() {
    let mut setup = setup();
    setup.declaration.provides.push(LayerName::Text);
    let failure = moody().instance(setup).unwrap_err();
    assert_eq!(failure.code, "manifest");
}
