//! The other commands as a person uses them.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::newsroom::{Newsroom, field, text};

const ARTICLE: &str =
    "Prime Minister Ilse Brandt resigned on Tuesday.\n\"I am tired, and so are you,\" Brandt told reporters.\n";

fn piped(mut command: Command, input: &str) -> String {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn extract_reads_standard_input_and_writes_records() {
    let newsroom = Newsroom::new();
    let lines: String = (0..200)
        .map(|n| {
            format!("{}\n", serde_json::json!({"id": format!("a{n}"), "text": ARTICLE, "published": "2026-10-14"}))
        })
        .collect();
    let out = piped(newsroom.command(&["extract", "--input", "ndjson"]), &lines);
    let records: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let keys: Vec<String> = records.iter().map(|record| field(record, "key").to_owned()).collect();
    assert_eq!(keys, (0..200).map(|n| format!("a{n}")).collect::<Vec<_>>(), "in the order of the input");
    let quote = &records[0]["quotes"][0];
    assert_eq!(field(quote, "kind"), "direct");
    let speaker = quote["speaker"]["entity"].as_str().unwrap();
    let entities = records[0]["entities"].as_array().unwrap();
    let entity = entities.iter().find(|entity| entity["id"] == speaker).unwrap();
    assert_eq!(field(entity, "name"), "Ilse Brandt");
    assert_eq!(records[0]["times"][0]["value"], "2026-10-13", "the Tuesday before publication");
}

#[test]
fn extract_runs_only_what_is_asked_for() {
    let newsroom = Newsroom::new();
    newsroom.write("a.txt", ARTICLE);
    let record = |arguments: &[&str]| -> Value { serde_json::from_str(&newsroom.ok(arguments)).unwrap() };
    let stages =
        |record: &Value| record["provenance"]["stages"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let only = record(&["extract", "--only", "times", "a.txt"]);
    assert_eq!(stages(&only), ["sentences", "times"], "with what it requires");
    let skipped = record(&["extract", "--skip", "clean,entities", "a.txt"]);
    assert!(!stages(&skipped).iter().any(|stage| ["clean", "entities", "quotes", "roles"].contains(&stage.as_str())));
    let unknown = newsroom.wiredesk(&["extract", "--skip", "entites", "a.txt"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("did you mean `entities`?"));
}

#[test]
fn show_marks_names_and_speakers() {
    let newsroom = Newsroom::new();
    newsroom.write("a.txt", ARTICLE);
    let shown = newsroom.ok(&["show", "a.txt"]);
    assert!(shown.contains("[Ilse Brandt]"), "{shown}");
    assert!(shown.contains("Ilse Brandt: I am tired, and so are you"), "{shown}");
    assert!(!shown.contains('\x1b'), "plain when piped");
    assert!(newsroom.ok(&["show", "--color", "always", "a.txt"]).contains("\x1b["));
}

#[test]
fn find_answers_by_words_person_speaker_and_date() {
    let newsroom = Newsroom::new();
    newsroom.configure("");
    newsroom.write(
        "inbox/brandt.json",
        serde_json::json!({"id": "b", "title": "Brandt goes", "published": "2026-10-14", "text": ARTICLE}).to_string(),
    );
    newsroom.write("inbox/other.json", serde_json::json!({"id": "o", "title": "Harbour opened", "published": "2026-11-02", "text": "The harbour was opened."}).to_string());
    newsroom.run_once();
    let found = |arguments: &[&str]| {
        let out = newsroom.ok(&[&["find", "out/news.db", "--format", "json"], arguments].concat());
        let hits: Value = serde_json::from_str(&out).unwrap();
        hits.as_array().unwrap().iter().map(|hit| field(hit, "title").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found(&["harbour"]), ["Harbour opened"]);
    assert_eq!(found(&["--person", "Brandt"]), ["Brandt goes"]);
    assert_eq!(found(&["--speaker", "Ilse Brandt"]), ["Brandt goes"]);
    assert_eq!(found(&["--since", "2026-11-01"]), ["Harbour opened"]);
    assert_eq!(found(&["--until", "2026-11-01"]), ["Brandt goes"]);
    assert!(found(&["\"harbour\" OR AND ("]).len() <= 1, "what a person types is never a syntax error");
    let shown = newsroom.ok(&["find", "out/news.db", "--speaker", "Brandt"]);
    assert!(shown.contains("I am tired, and so are you"), "{shown}");
}

#[test]
fn the_schema_describes_what_is_written() {
    let newsroom = Newsroom::new();
    newsroom.write("a.txt", ARTICLE);
    let schema: Value = serde_json::from_str(&newsroom.ok(&["schema"])).unwrap();
    let record: Value = serde_json::from_str(&newsroom.ok(&["extract", "a.txt"])).unwrap();
    let described: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    let written: Vec<&String> = record.as_object().unwrap().keys().collect();
    assert_eq!(described, written);
}

#[test]
fn a_plan_is_printed_in_three_forms() {
    let newsroom = Newsroom::new();
    newsroom.configure("");
    assert!(newsroom.ok(&["plan"]).contains("entities"));
    assert!(newsroom.ok(&["plan", "--format", "mermaid"]).starts_with("flowchart"));
    let plan: Value = serde_json::from_str(&newsroom.ok(&["plan", "--format", "json"])).unwrap();
    assert!(plan["pipelines"].is_array(), "{plan}");
}

#[test]
fn components_are_described_and_misspelt_ones_corrected() {
    let newsroom = Newsroom::new();
    assert!(newsroom.ok(&["describe", "directory"]).contains("path"));
    let unknown = newsroom.wiredesk(&["describe", "directry"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("did you mean `directory`?"));
}

#[test]
fn completions_are_made_for_every_shell() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(Newsroom::new().ok(&["completions", shell]).contains("wiredesk"), "{shell}");
    }
}
