//! Reads every feed below a folder and says how many came out right, against the expectations that lie
//! beside them: `NAME.serde.json` (a feed with `entries`) or `NAME.json` (a feed with `items`). For
//! measuring against collections of feeds that are not part of this project:
//!
//!     cargo run --release -p wiredesk-sources --features net --example feeds_check FOLDER [--verbose]

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the command line")]

use std::{
    fs,
    panic::catch_unwind,
    path::{Path, PathBuf},
};

use serde_json::Value;
use url::Url;
use wiredesk_sources::feed::parse::{Entry, Feed, Markup, parse};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next() else {
        eprintln!("usage: feeds_check FOLDER [--verbose]");
        std::process::exit(2);
    };
    let verbose = arguments.next().is_some();
    let (mut files, mut feeds, mut panics) = (0, 0, 0);
    let (mut expected, mut right) = (0, 0);
    let mut reasons = std::collections::BTreeMap::<&str, usize>::new();
    for path in files_below(Path::new(&folder)) {
        let name = path.to_string_lossy().into_owned();
        let Ok(bytes) = fs::read(&path) else { continue };
        files += 1;
        let base = Url::parse("http://feed.example/base/").ok();
        let Some(base) = base else { continue };
        let parsed = catch_unwind(|| {
            let parsed = parse(&bytes, None, &base);
            for entry in parsed.iter().flat_map(|feed| &feed.entries) {
                entry.content.iter().chain(&entry.summary).for_each(|markup| drop(markup.paragraphs()));
            }
            parsed
        });
        let Ok(parsed) = parsed else {
            panics += 1;
            println!("PANIC {name}");
            continue;
        };
        match &parsed {
            Ok(_) => feeds += 1,
            Err(error) => *reasons.entry(error.code).or_default() += 1,
        }
        let Some(expectation) = expectation(&path) else { continue };
        expected += 1;
        let difference = match &parsed {
            Ok(feed) => difference(feed, &expectation),
            Err(error) => Some(format!("no feed: {error}")),
        };
        match difference {
            None => right += 1,
            Some(difference) if verbose => println!("{name}: {difference}"),
            Some(_) => {}
        }
    }
    println!("{files} files, {feeds} feeds, {panics} panics; no feeds: {reasons:?}");
    println!("{right} of {expected} with an expectation came out right");
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// What should come out of a feed; `None` for files that are no feeds but expectations themselves.
fn expectation(path: &Path) -> Option<Value> {
    let name = path.file_name()?.to_str()?;
    let stem = name.rsplit_once('.')?.0;
    let names = [format!("{stem}.serde.json"), format!("{stem}.json"), format!("{stem}_expected.json")];
    let beside = names.iter().map(|name| path.with_file_name(name)).find(|beside| beside != path && beside.exists())?;
    let value: Value = serde_json::from_slice(&fs::read(beside).ok()?).ok()?;
    value.is_object().then_some(value)
}

/// The first thing that came out differently.
fn difference(feed: &Feed, expectation: &Value) -> Option<String> {
    let none = Vec::new();
    let list = ["entries", "items"].iter().find_map(|name| expectation[name].as_array()).unwrap_or(&none);
    if list.len() != feed.entries.len() {
        return Some(format!("{} entries instead of {}", feed.entries.len(), list.len()));
    }
    for (entry, expected) in feed.entries.iter().zip(list) {
        for (part, found, wanted) in parts(entry, expected) {
            if wanted.is_some() && found != wanted {
                return Some(format!("{part}: {found:?} instead of {wanted:?}"));
            }
        }
    }
    None
}

type Part = (&'static str, Option<String>, Option<String>);

fn parts(entry: &Entry, expected: &Value) -> Vec<Part> {
    let first = |names: &[&str]| names.iter().find_map(|name| written(&expected[name]));
    let words =
        |html: Option<String>| html.map(|html| squeezed(&Markup::Html(html).paragraphs())).filter(|w| !w.is_empty());
    let text = |markup: &Option<Markup>| markup.as_ref().map(|markup| squeezed(&markup.paragraphs()));
    let at = |written: Option<String>| {
        written.and_then(|text| text.parse::<jiff::Timestamp>().ok()).map(|at| at.to_string())
    };
    let names: Vec<String> =
        expected["authors"].as_array().into_iter().flatten().filter_map(|a| written(&a["name"])).collect();
    vec![
        ("id", entry.id.clone(), first(&["guid", "id"]).map(|id| squeezed(&id)).filter(|id| !is_made_up(id))),
        ("title", entry.title.as_deref().map(squeezed), words(first(&["title"]))),
        (
            "link",
            entry.link.as_ref().map(Url::to_string),
            first(&["link", "url"])
                .and_then(|url| Url::parse("http://feed.example/base/").ok()?.join(&url).ok())
                .map(|url| url.to_string()),
        ),
        (
            "content",
            text(&entry.content),
            words(first(&["content", "content_html"]).filter(|_| expected["content"].is_string())),
        ),
        ("description", text(&entry.summary), words(first(&["description"]))),
        ("published", entry.published.map(|at| at.to_string()), at(first(&["publishedParsed", "pubDateParsed"]))),
        (
            "authors",
            Some(entry.authors.join("; ")).filter(|n| !n.is_empty()),
            Some(names.join("; ")).filter(|n| !n.is_empty()),
        ),
    ]
}

/// Ids that a library made because the feed has none.
fn is_made_up(id: &str) -> bool {
    id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn written(value: &Value) -> Option<String> {
    let text = value.as_str().or_else(|| value["content"].as_str()).or_else(|| value["value"].as_str())?;
    (!text.trim().is_empty()).then(|| text.to_owned())
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
