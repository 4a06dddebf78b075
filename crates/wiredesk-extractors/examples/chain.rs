//! Runs the built-in extractors over NDJSON articles on standard input, in one thread and without
//! the engine, and writes their records: `chain extract --input ndjson [--skip NAME]… [--only NAME]…`.
//! For measuring one extractor while working on it; not a part of wiredesk.
#![allow(clippy::print_stdout, reason = "records go to standard output")]

use std::{error::Error, io::BufRead};

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use wiredesk_core::{
    Document, LayerName, Record, Registry,
    document::{Article, DateOrigin, Published},
    extractor::{Declaration, SyncExtractor, Worker},
};

#[derive(Deserialize)]
struct Input {
    id: String,
    text: String,
    title: Option<String>,
    url: Option<String>,
    published: Option<String>,
}

struct Stage {
    declaration: Declaration,
    worker: Box<dyn SyncExtractor>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut skip = Vec::new();
    let mut only = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--skip" => skip.extend(arguments.next()),
            "--only" => only.extend(arguments.next()),
            _ => {} // as the command line takes them
        }
    }
    let mut stages = stages(&|name| !skip.contains(name) && (only.is_empty() || only.contains(name)))?;
    let fetched: Timestamp = "2026-11-23T09:00:00Z".parse()?;
    for line in std::io::stdin().lock().lines() {
        let input: Input = serde_json::from_str(&line?)?;
        let at = input.published.and_then(|date| date.parse().ok());
        let article = Article {
            key: input.id,
            text: input.text.into(),
            title: input.title,
            url: input.url,
            published: at.map(|at| Published { at, from: DateOrigin::Given }),
            ..Article::default()
        };
        let mut document = Document::new("stdin".into(), article, fetched);
        for stage in &mut stages {
            let findings = stage.worker.extract(&document)?;
            document.merge(findings, &stage.declaration.provides)?;
        }
        println!("{}", serde_json::to_string(&Record::of(&document))?);
    }
    Ok(())
}

/// Every extractor that needs no options, each after the ones whose layers it reads.
fn stages(wanted: &dyn Fn(&String) -> bool) -> Result<Vec<Stage>, Box<dyn Error>> {
    let mut registry = Registry::default();
    wiredesk_extractors::register(&mut registry);
    let mut waiting = Vec::new();
    for (name, factory) in &registry.extractors {
        if let (true, Ok(configured)) = (wanted(name), factory.configure(json!({}))) {
            let Worker::Sync(worker) = configured.build()? else { continue };
            waiting.push(Stage { declaration: configured.declaration(), worker });
        }
    }
    let mut ready: Vec<Stage> = Vec::new();
    while !waiting.is_empty() {
        let missing = |layer: &LayerName| waiting.iter().any(|stage| stage.declaration.provides.contains(layer));
        let reads = |stage: &Stage| [&stage.declaration.requires[..], &stage.declaration.uses].concat();
        let next = waiting.iter().position(|stage| !reads(stage).iter().any(missing));
        ready.push(waiting.swap_remove(next.ok_or("extractors need each other in a circle")?));
    }
    Ok(ready)
}
