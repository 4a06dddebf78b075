//! Runs the built-in extractors over NDJSON articles on standard input, in one thread and without
//! the engine, and writes their records: `chain extract --input ndjson [--skip NAME]… [--only NAME]…`.
//! For measuring one extractor while working on it; not a part of wiredesk.
#![allow(clippy::print_stdout, reason = "records go to standard output")]

use std::{error::Error, io::BufRead};

use jiff::Timestamp;
use serde::Deserialize;
use wiredesk_core::{
    Document, Record,
    document::{Article, DateOrigin, Published},
};
use wiredesk_extractors::chain;

#[derive(Deserialize)]
struct Input {
    id: String,
    text: String,
    title: Option<String>,
    url: Option<String>,
    published: Option<String>,
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
    let wanted = |name: &str| {
        let named = |list: &[String]| list.iter().any(|known| known == name);
        !named(&skip) && (only.is_empty() || named(&only))
    };
    let mut stages = chain::stages(wanted)?;
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
        chain::run(&mut stages, &mut document)?;
        println!("{}", serde_json::to_string(&Record::of(&document))?);
    }
    Ok(())
}
