//! A plugin is replaced again and again while articles flow: none is lost or doubled, and each has
//! the layer of a version that was good.
//!
//! The long form: `WIREDESK_TEST_DOCUMENTS=20000 cargo test --release --test it swap`

use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::Write,
    sync::mpsc,
    thread,
    time::Duration,
};

use rustix::process::Signal;
use serde_json::Value;
use wiredesk_testkit::articles::articles;

use super::manifest;
use crate::newsroom::{Newsroom, field, signal};

/// Versions that follow the first one.
const SWAPS: usize = 10;
/// Those of them that are broken, and so are never put in service.
const BROKEN: [usize; 2] = [4, 7];

/// A plugin that labels the first letter of an article with its version.
struct Tagger {
    program: &'static str,
    /// The program of the n-th good version; without a number, of a broken one.
    code: fn(Option<usize>) -> Vec<u8>,
}

/// A Python program.
const PROCESS: Tagger = Tagger {
    program: "tagger.py",
    code: |number| {
        // the broken one starts and answers, but does not pass its case
        let found = number.map_or_else(|| "[]".to_owned(), |number| format!("[Annotation(0, 1, \"{number}\")]"));
        let head = "from wiredesk_plugin import Annotation, run\n\ndef extract(document):\n";
        format!("{head}    return {found}\n\nrun(extract, layer=\"acme/version\")\n").into_bytes()
    },
};

/// Two components in turn; the broken one is none.
const COMPONENT: Tagger = Tagger {
    program: "tagger.wasm",
    code: |number| {
        let file = number.map_or_else(|| "core".to_owned(), |number| format!("tagger{}", number % 2 + 1));
        fs::read(super::repository(&format!("tests/plugins/wasm/{file}.wasm"))).unwrap()
    },
};

/// Any version passes that finds something.
const CASE: &str = r#"{"article": {"text": "Brackwater was calm."}, "expected": {"acme/version": [{"value": null}]}}"#;

/// Replaces a file as a build tool or a package would.
fn put(newsroom: &Newsroom, name: &str, content: &[u8]) {
    newsroom.write("plugins/tagger/.new", content);
    let to = newsroom.path(&format!("plugins/tagger/{name}"));
    fs::rename(newsroom.path("plugins/tagger/.new"), to).unwrap();
}

fn check(tagger: &Tagger) {
    let documents: usize = std::env::var("WIREDESK_TEST_DOCUMENTS").map_or(3000, |text| text.parse().unwrap());
    let newsroom = Newsroom::new();
    newsroom.write("plugins/tagger/wiredesk_plugin.py", sdk());
    newsroom.write("plugins/tagger/cases/first.json", CASE);
    newsroom.write("plugins/tagger/plugin.toml", manifest("tagger", "1", "acme/version", tagger.program, ""));
    put(&newsroom, tagger.program, &(tagger.code)(Some(0)));
    newsroom.write("wire.ndjson", "");
    newsroom.configure("[plugins]\npath = \"plugins\"\n[pipeline]\nextractors = [\"tagger\"]\n");
    let summary = fs::File::create(newsroom.path("summary.json")).unwrap();
    let log = OpenOptions::new().create(true).append(true).open(newsroom.path("log.txt")).unwrap();
    let mut command = newsroom.command(&["run", "--format", "json", "wiredesk.toml"]);
    let mut daemon = command.stdout(summary).stderr(log).spawn().unwrap();

    // a share of the articles flows while each version is being looked at
    let (begin, begun) = mpsc::channel::<()>();
    let wire = newsroom.path("wire.ndjson");
    let feeder = thread::spawn(move || {
        let mut wire = OpenOptions::new().append(true).open(wire).unwrap();
        let mut articles = articles(5, 1500).take(documents).map(|article| article.ndjson());
        while begun.recv().is_ok() {
            for _ in 0..20 {
                let lines: String = articles.by_ref().take(documents.div_ceil(20 * (SWAPS + 1))).collect();
                wire.write_all(lines.as_bytes()).unwrap();
                thread::sleep(Duration::from_millis(15));
            }
        }
        articles.map(|line| wire.write_all(line.as_bytes()).unwrap()).count();
    });
    begin.send(()).unwrap();
    wait(&newsroom, &mut daemon, &|| !newsroom.lines().is_empty());
    for number in 1..=SWAPS {
        let broken = BROKEN.contains(&number);
        begin.send(()).unwrap();
        let refused = BROKEN.iter().filter(|broken| **broken <= number).count();
        let good = number - refused;
        put(&newsroom, tagger.program, &(tagger.code)((!broken).then_some(good)));
        let (sign, wanted) = if broken { ("is not taken over", refused) } else { ("is now", good) };
        wait(&newsroom, &mut daemon, &|| newsroom.log().matches(sign).count() >= wanted);
    }
    drop(begin);
    feeder.join().unwrap();
    wait(&newsroom, &mut daemon, &|| newsroom.counts().iter().all(|count| *count >= documents));
    signal(&daemon, Signal::TERM);
    assert!(daemon.wait().unwrap().success(), "{}", newsroom.log());

    newsroom.assert_each_once(documents);
    let mut labels: BTreeMap<String, usize> = BTreeMap::new();
    for record in newsroom.lines() {
        let layer = record["extensions"]["acme/version"].as_array();
        let [annotation] = &layer.unwrap_or_else(|| panic!("without the layer: {record}"))[..] else {
            panic!("not one annotation: {record}");
        };
        *labels.entry(field(annotation, "label").to_owned()).or_default() += 1;
    }
    assert!(labels.len() >= 2, "articles were read by more than one version: {labels:?}");
    let summary: Value = serde_json::from_slice(&fs::read(newsroom.path("summary.json")).unwrap()).unwrap();
    let stage = summary["metrics"]["components"].as_array().unwrap().iter().find(|one| one["id"] == "tagger").unwrap();
    assert_eq!(stage["counts"]["plugin_swapped"], SWAPS - BROKEN.len(), "{stage}");
    assert_eq!(stage["counts"]["plugin_refused"], BROKEN.len(), "{stage}");
}

fn sdk() -> String {
    fs::read_to_string(super::repository("crates/wiredesk-plugins/sdk/python/wiredesk_plugin.py")).unwrap()
}

fn wait(newsroom: &Newsroom, daemon: &mut std::process::Child, sign: &dyn Fn() -> bool) {
    for _ in 0..1200 {
        if sign() {
            return;
        }
        assert!(daemon.try_wait().unwrap().is_none(), "ended early\n{}", newsroom.log());
        thread::sleep(Duration::from_millis(50));
    }
    panic!("it takes too long\n{}", newsroom.log());
}

#[test]
fn a_process_is_swapped_under_load() {
    check(&PROCESS);
}

#[test]
fn a_component_is_swapped_under_load() {
    check(&COMPONENT);
}
