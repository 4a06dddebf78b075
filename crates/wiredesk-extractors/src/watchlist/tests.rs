//! Lists in real files: what is found, what is refused.

use std::{fs, sync::Arc};

use jiff::Timestamp;
use serde_json::{Value, json};
use wiredesk_core::{Document, Registry, document::Article, extractor::Worker};

use super::{LAYER, Watchlist, WatchlistOptions};

/// A folder with a list, and options that name it.
fn list(content: impl AsRef<[u8]>, more: Value) -> (tempfile::TempDir, WatchlistOptions) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    fs::write(&path, content).unwrap();
    let mut options = json!({"path": path});
    options.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    (folder, wiredesk_core::options::read(options).unwrap())
}

/// (words, label, id) of every hit.
fn hits(content: &str, more: Value, text: &str) -> Vec<(String, String, Option<String>)> {
    let (_folder, options) = list(content, more);
    let Worker::Sync(mut worker) =
        wiredesk_core::registry::ExtractorComponent::build(&Watchlist::default(), &options).unwrap()
    else {
        panic!("the extractor computes")
    };
    let article = Article { text: text.into(), ..Article::default() };
    let document = Document::new("test".into(), article, Timestamp::UNIX_EPOCH);
    let mut findings = worker.extract(&document).unwrap();
    let found = findings.layers.extensions.remove(LAYER).unwrap_or_default();
    let id = |value: &Option<Value>| value.as_ref().unwrap()["id"].as_str().map(str::to_owned);
    found.iter().map(|hit| (hit.span.slice(text).to_owned(), hit.label.clone(), id(&hit.value))).collect()
}

fn check(content: &str, more: Value, text: &str, expected: &[&str]) {
    let found: Vec<String> = hits(content, more, text).into_iter().map(|(words, ..)| words).collect();
    assert_eq!(found, expected, "{content:?} in {text:?}");
}

#[test]
fn names_are_found_as_whole_words_the_longest_first() {
    let names = "Ann\nAnn Roe\nAnn Roeb\nRoe & Co.\nÅse Ek";
    check(names, json!({}), "Ann Roe met Ann, Anne and Åse Ek's Roe & Co.", &["Ann Roe", "Ann", "Åse Ek", "Roe & Co."]);
    check(names, json!({"whole_words": false}), "Annex", &["Ann"]);
    check("Ann  Roe\nO'Hara", json!({}), "Ann Roe, Ada O’Hara", &["Ann Roe", "O’Hara"]);
}

#[test]
fn case_counts_unless_it_is_ignored() {
    check("Åse Ek\nROE", json!({}), "ÅSE EK and Roe", &[]);
    check("Åse Ek\nROE", json!({"ignore_case": true}), "ÅSE EK and Roe in İstanbul, roe", &["ÅSE EK", "Roe", "roe"]);
}

#[test]
fn rows_carry_their_label_and_id() {
    let list = "# people of interest\nlabel,id,name\nsanctioned,Q1,\"Roe, Ann\"\n,,Berg\npep,,Berg\n";
    let found = hits(list, json!({"label": "other"}), "Roe, Ann and Berg");
    let text = |words: &str| words.to_owned();
    assert_eq!(
        found,
        [
            (text("Roe, Ann"), text("sanctioned"), Some(text("Q1"))),
            (text("Berg"), text("other"), None),
            (text("Berg"), text("pep"), None),
        ]
    );
}

#[test]
fn patterns_are_regular_expressions() {
    let list = "\"[A-Z]{3}-\\d{2,4}\",case\nboats?,ship";
    check(list, json!({"entries": "patterns"}), "ABC-123, a boat, boathouse", &["ABC-123", "boat"]);
}

#[test]
fn a_list_that_is_none_is_refused_with_its_line() {
    for (content, more, message) in [
        (&b"Ann\n\"Roe"[..], json!({}), "line 2: a quotation mark is not closed"),
        (b"Ann\n,label", json!({}), "line 2: the name is empty"),
        (
            b"a,b,c,d",
            json!({}),
            "line 1: more than the columns name, label, id (put a name with commas in quotation marks)",
        ),
        (b"Ann\n\xff\n", json!({}), "line 2: not valid UTF-8 (save the list as UTF-8)"),
        (b"# nothing\n", json!({}), "line 1: the list holds no rows"),
        (b"ok\n(unclosed", json!({"entries": "patterns"}), "line 2: not a pattern: `(unclosed`: unclosed group"),
        (b"Ann\nRoe", json!({"max_size": "4"}), "is too large"),
    ] {
        let (_folder, options) = list(content, more);
        let error = Watchlist::default().load(&options).err().unwrap();
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn a_missing_file_is_named() {
    let options = wiredesk_core::options::read(json!({"path": "/nowhere/list.csv"})).unwrap();
    let error = Watchlist::default().load(&options).err().unwrap();
    assert!(error.to_string().starts_with("cannot read watch list `/nowhere/list.csv`"), "{error}");
}

#[test]
fn workers_share_one_list_until_its_file_changes() {
    let (_folder, options) = list("Ann", json!({}));
    let component = Watchlist::default();
    let one = component.load(&options).unwrap();
    assert!(Arc::ptr_eq(&one, &component.load(&options).unwrap()));
    fs::write(&options.path, "Ann\nRoe").unwrap();
    assert!(!Arc::ptr_eq(&one, &component.load(&options).unwrap()));
}

#[test]
fn it_cannot_be_configured_without_a_list() {
    let mut registry = Registry::default();
    crate::register(&mut registry);
    assert!(registry.extractors["watchlist"].configure(json!({})).is_err());
}

#[test]
fn a_hundred_thousand_names_are_found_among_each_other() {
    let names: String = (0..100_000).map(|number| format!("Person{number} Roe\n")).collect();
    check(
        &names,
        json!({}),
        "Person99999 Roe met Person7 Roe, not Person100000 Roe",
        &["Person99999 Roe", "Person7 Roe"],
    );
}
