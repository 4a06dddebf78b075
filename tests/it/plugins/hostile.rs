//! Plugins that break: each costs its own layer on the document it broke on, is named in that
//! record, and costs nothing else.

use serde_json::{Value, json};

use super::manifest;
use crate::newsroom::{Newsroom, field};

/// So many articles, one of which has the word that makes the plugin break.
const ARTICLES: usize = 24;
/// The one with the word.
const TROUBLED: usize = 13;

/// Runs articles of which one holds `word` through the built-in `sentences` and `times` and the
/// plugin; the troubled one has to name the problem `code`, every other one to be whole.
fn check(program: &str, files: &[&str], word: &str, code: &str) {
    let newsroom = Newsroom::new();
    let limits = "timeout = \"400ms\"\nmemory = \"128MiB\"";
    newsroom.plugin("hostile", &manifest("hostile", "1", "acme/hostile", program, limits), files);
    let lines: String = (0..ARTICLES)
        .map(|number| {
            let word = if number == TROUBLED { word } else { "calm" };
            let text = format!("Brackwater was {word} on Monday. Mayor Åsa Ek said \u{201c}no\u{201d} on May 3, 2024.");
            format!("{}\n", json!({"id": format!("a{number}"), "text": text}))
        })
        .collect();
    newsroom.write("wire.ndjson", lines);
    newsroom.configure(
        "[plugins]\npath = \"plugins\"\n[pipeline]\nextractors = [\"sentences\", \"times\", \"hostile\"]\nworkers = 1\n",
    );
    newsroom.run_once();
    newsroom.assert_each_once(ARTICLES);
    for record in newsroom.lines() {
        let key = field(&record, "key");
        let problems: Vec<&str> =
            record["problems"].as_array().unwrap().iter().map(|problem| field(problem, "code")).collect();
        assert_eq!(record["sentences"].as_array().unwrap().len(), 2, "{word} {key}: {record}");
        assert_eq!(record["times"].as_array().unwrap().len(), 2, "{word} {key}: {record}");
        let layer = &record["extensions"]["acme/hostile"];
        if key == format!("a{TROUBLED}") {
            assert_eq!(problems, [code], "{word}: {record}");
            assert_eq!(record["problems"][0]["stage"], "hostile");
            assert_eq!(*layer, Value::Null, "{word}");
        } else {
            assert!(problems.is_empty(), "{word} {key}: {record}");
            assert_eq!(layer.as_array().map(Vec::len), Some(1), "{word} {key}: {record}");
        }
    }
}

/// A plugin that never comes to life: no document gets its layer, all say why, all else is whole.
fn check_lifeless(program: &str, files: &[&str], reason: &str) {
    let newsroom = Newsroom::new();
    newsroom.plugin("hostile", &manifest("hostile", "1", "acme/hostile", program, "timeout = \"1s\""), files);
    newsroom.write("wire.ndjson", "{\"id\": \"a\", \"text\": \"Brackwater was calm on Monday.\"}\n");
    newsroom.configure(
        "[plugins]\npath = \"plugins\"\n[pipeline]\nextractors = [\"sentences\", \"times\", \"hostile\"]\nworkers = 1\n",
    );
    newsroom.run_once();
    newsroom.assert_each_once(1);
    let record = &newsroom.lines()[0];
    assert_eq!(record["times"].as_array().unwrap().len(), 1, "{record}");
    let problem = &record["problems"][0];
    assert_eq!(problem["code"], "unavailable", "{record}");
    assert!(field(problem, "message").contains(reason), "{reason}: {problem}");
}

const PROCESS: &[&str] = &["tests/plugins/process/hostile.py"];
const WASM: &[&str] = &["tests/plugins/wasm/hostile.wasm"];

#[test]
fn a_process_that_breaks_costs_one_layer_of_one_document() {
    for (word, code) in [
        ("SPIN", "timeout"),
        ("SILENT", "timeout"),
        ("EXIT", "exit"),
        ("GARBAGE", "protocol"),
        ("WRONGID", "protocol"),
        ("MISCOUNT", "protocol"),
        ("FLOOD", "output"),
        ("BEYOND", "invalid-span"),
        ("REVERSED", "invalid-span"),
    ] {
        check("hostile.py", PROCESS, word, code);
    }
}

#[test]
fn a_process_that_wants_all_memory_gets_none_of_it() {
    check("hostile.py", PROCESS, "BOMB", "exit");
}

#[test]
fn a_component_that_breaks_costs_one_layer_of_one_document() {
    for (word, code) in [
        ("SPIN", "timeout"),
        ("BOMB", "memory"),
        ("TRAP", "trap"),
        ("DEEP", "stack-overflow"),
        ("MIDDLE", "invalid-span"),
        ("BEYOND", "invalid-span"),
        ("REVERSED", "invalid-span"),
        ("FLOOD", "output"),
        ("MISCOUNT", "wrong-count"),
    ] {
        check("hostile.wasm", WASM, word, code);
    }
}

#[test]
fn a_plugin_that_never_comes_to_life_says_why() {
    for (program, file, reason) in [
        ("dies_at_start.py", "tests/plugins/process/dies_at_start.py", "exit"),
        ("future.py", "tests/plugins/process/future.py", "version"),
        ("future.wasm", "tests/plugins/wasm/future.wasm", "version"),
        ("core.wasm", "tests/plugins/wasm/core.wasm", "component"),
    ] {
        check_lifeless(program, &[file], reason);
    }
}
