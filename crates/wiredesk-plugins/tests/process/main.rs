//! The host of process plugins against real processes, most of them hostile. They are Python
//! scripts in `tests/plugins/process`; on a machine without `python3` these tests say so and end.
//! Nothing here measures time: waits end by events, limits are there so that a defect cannot hang.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "these are tests, their helpers included")]

mod breaking;
mod leaving;
mod sdk;
mod starting;
mod talking;

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Duration,
};

use serde_json::{Value, json};
use wiredesk_core::{
    Document,
    document::Article,
    error::Failure,
    extractor::{Extractor, Findings},
    options::Duration as DurationOption,
};
use wiredesk_plugins::{
    Manifest,
    process::{self, Spec},
};

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn scripts() -> PathBuf {
    root().join("tests/plugins/process")
}

/// Whether a program is there; says so if not.
fn has(program: &str) -> bool {
    let there = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !there {
        eprintln!("skipped: this test needs {program}");
    }
    there
}

/// A plugin that runs this command, with short limits; `change` is merged into its manifest.
fn spec(command: &[&str], options: Value, change: impl FnOnce(&mut Manifest)) -> Spec {
    let mut manifest: Manifest = serde_json::from_value(json!({
        "name": "hostile", "version": "2", "summary": "for tests", "kind": "process",
        "provides": ["acme/hostile"], "process": {"command": command},
    }))
    .unwrap();
    // enough for an honest answer on a busy machine
    manifest.limits.timeout = Some(DurationOption(Duration::from_secs(3)));
    change(&mut manifest);
    let guard = vec![OsString::from(env!("CARGO_BIN_EXE_plugin-guard"))];
    Spec::new(&manifest, options, &scripts(), Some(guard), Arc::default()).unwrap()
}

fn hostile(options: Value, change: impl FnOnce(&mut Manifest)) -> Arc<Spec> {
    Arc::new(spec(&["python3", "hostile.py"], options, change))
}

fn documents(texts: &[&str]) -> Vec<Document> {
    let document = |(number, text): (usize, &&str)| {
        let article = Article { key: format!("{number}.txt"), text: (*text).into(), ..Article::default() };
        Document::new("inbox".into(), article, jiff::Timestamp::UNIX_EPOCH)
    };
    texts.iter().enumerate().map(document).collect()
}

type Found = Result<Findings, Failure>;

async fn ask(extractor: &mut dyn Extractor, texts: &[&str]) -> Vec<Found> {
    let documents = documents(texts);
    let batch: Vec<&Document> = documents.iter().collect();
    let found = extractor.extract(&batch).await;
    assert_eq!(found.len(), texts.len());
    found
}

/// The codes of what was found: `ok`, `drop`, or that of the failure.
fn codes(found: &[Found]) -> Vec<&str> {
    found.iter().map(code).collect()
}

fn code(found: &Found) -> &str {
    match found {
        Ok(findings) if findings.drop.is_some() => "drop",
        Ok(findings) if findings.layers.extensions.values().any(|layer| !layer.is_empty()) => "ok",
        Ok(_) => "nothing",
        Err(failure) => &failure.code,
    }
}

fn message(found: &Found) -> &str {
    found.as_ref().err().map_or("", |failure| &failure.message)
}

fn count(spec: &Spec, name: &str) -> u64 {
    spec.counts.all().iter().find(|(counter, _)| *counter == name).unwrap().1
}

fn new(spec: &Arc<Spec>) -> Box<dyn Extractor> {
    process::extractor(spec.clone())
}
