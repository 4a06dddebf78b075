//! Plugins that break: what it costs, and whom.

use std::time::Duration;

use wiredesk_core::{Disposition, extractor::SyncExtractor};

use super::{document, extract, guests, module, moody, setup, told};
use crate::{Limits, Setup};

/// A document on which the plugin breaks, between two on which it does not.
fn check(guilty: &str, code: &str, message: &str) {
    let module = moody();
    let mut instance = module.instance(setup()).unwrap();
    let answers = extract(&mut instance, &["good", guilty, "good too"]);
    let failure = answers[1].as_ref().unwrap_err();
    assert_eq!((&*failure.code, failure.crash, failure.disposition), (code, true, Disposition::Reject), "{failure}");
    assert!(failure.message.contains(message), "{}", failure.message);
    // the batch broke the first instance; the second answered the first document alone and broke on the
    // guilty one; the third answered the last
    assert_eq!([told(&answers[0]), told(&answers[2])], ["call 1", "call 1"]);
    let counts = module.counts();
    assert_eq!((counts.instances, counts.traps), (3, 2));
    assert_eq!(counts.timeouts, if code == "timeout" { 2 } else { 0 });
}

#[test]
fn an_endless_loop_costs_its_own_document_only() {
    check("loop", "timeout", "took longer than 300ms");
}

#[test]
fn a_trap_costs_its_own_document_only_and_says_where() {
    check("trap", "trap", "`unreachable` instruction executed in `one`");
}

#[test]
fn endless_recursion_is_named_as_such() {
    check("stack", "stack-overflow", "calls itself too deeply in `deeper`");
}

#[test]
fn asking_for_all_memory_is_named_as_such() {
    check("memory", "memory", "needs more memory than the 64 MiB it may have");
}

#[test]
fn tables_count_as_memory() {
    check("Table", "memory", "needs more memory");
}

#[test]
fn a_flood_of_output_is_not_copied() {
    check("flood", "output", "gives back more than 4 MiB at once");
}

#[test]
fn a_missing_outcome_breaks_the_plugin() {
    check("wrong", "wrong-count", "answers 1 documents with 0 outcomes");
}

#[test]
fn a_list_outside_of_its_memory_breaks_the_contract() {
    check("zero", "trap", "breaks the contract");
}

#[test]
fn a_single_document_is_judged_as_one_of_a_batch_is() {
    let mut instance = moody().instance(setup()).unwrap();
    assert_eq!(instance.extract(&document("trap")).unwrap_err().code, "trap");
    assert_eq!(told(&instance.extract(&document("good"))), "call 1");
    assert_eq!(told(&instance.extract(&document("good"))), "call 2");
}

#[test]
fn a_refusal_of_memory_that_the_plugin_can_bear_is_no_crash() {
    let mut instance = moody().instance(setup()).unwrap();
    let answers = extract(&mut instance, &["quiet", "good"]);
    assert_eq!([told(&answers[0]), told(&answers[1])], ["call 1", "call 1"]);
    // and a trap that has nothing to do with it is not blamed on memory
    assert_eq!(told(&extract(&mut instance, &["trap"])[0]), "trap");
}

#[test]
fn batches_shrink_where_only_the_whole_is_too_much_and_grow_again() {
    let module = moody();
    let mut instance = module.instance(setup()).unwrap();
    let heavy = ["heavy"; 16];
    assert!(extract(&mut instance, &heavy).iter().all(Result::is_ok));
    assert_eq!(instance.batch(), 8);
    assert!(extract(&mut instance, &heavy).iter().all(Result::is_ok));
    let traps = module.counts().traps;
    let light = ["good"; 64];
    assert!(extract(&mut instance, &light).iter().all(Result::is_ok));
    assert_eq!((instance.batch(), module.counts().traps), (16, traps));
}

#[test]
fn a_plugin_that_cannot_be_started_again_is_unavailable_until_it_can() {
    let module = moody();
    let mut instance = module.instance(setup()).unwrap();
    instance.setup_mut().options = r#"{"t":1}"#.into();
    let answers = extract(&mut instance, &["trap", "good", "good"]);
    assert!(answers.iter().all(|answer| told(answer) == "unavailable"));
    assert_eq!(module.counts().instances, 2, "it was tried once");
    instance.setup_mut().options = "{}".into();
    assert_eq!(told(&extract(&mut instance, &["good"])[0]), "call 1");
}

/// A plugin that needs more than it may have before it is asked anything.
fn check_start(wat: &str, code: &str) {
    let setup = Setup { limits: Limits { memory: 8 << 20, ..Limits::default() }, ..setup() };
    let failure = module(&guests::component(wat, guests::WIT)).instance(setup).unwrap_err();
    assert_eq!((&*failure.code, failure.disposition), (code, Disposition::Fatal), "{failure}");
    assert!(failure.message.starts_with("plugin `acme` cannot be started: "), "{}", failure.message);
}

#[test]
fn memory_that_is_too_large_from_the_start_is_refused() {
    check_start(
        &guests::MOODY.replace(r#"(memory (export "memory") 4)"#, r#"(memory (export "memory") 200)"#),
        "memory",
    );
}

#[test]
fn a_table_that_is_too_large_from_the_start_is_refused() {
    check_start(&guests::MOODY.replace("(table $table 1 funcref)", "(table $table 2000000 funcref)"), "memory");
}

#[test]
fn several_memories_share_one_limit() {
    let first = r#"(memory (export "memory") 4)"#;
    check_start(&guests::MOODY.replace(first, &format!("{first} (memory 70) (memory 70)")), "memory");
}

#[test]
fn an_endless_loop_at_the_start_ends() {
    let start = "(start $forever)\n  (func $alloc";
    let wat = guests::MOODY.replace("(func $alloc", start);
    let setup = Setup { limits: Limits { timeout: Duration::from_millis(10), ..Limits::default() }, ..setup() };
    let failure = module(&guests::component(&wat, guests::WIT)).instance(setup).unwrap_err();
    assert_eq!(failure.code, "timeout");
    assert!(failure.message.contains("took longer than 2s"), "{}", failure.message);
}
