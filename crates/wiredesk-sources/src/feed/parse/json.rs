//! JSON Feed 1.0 and 1.1. Called by [`super::parse`]; takes every member as it is and leaves out what has
//! the wrong type, so that one entry's mistake is that entry's.

use serde_json::Value;
use url::Url;

use super::{Entry, Feed, MOST_ENTRIES, Markup, NoFeed, add, address, language, line, shared, shown};
use crate::formats::date;

/// Reads a JSON document.
pub(super) fn read(text: &str, base: &Url) -> Result<Feed, NoFeed> {
    let root: Value = serde_json::from_str(text)
        .map_err(|error| NoFeed::new("invalid-json", format!("is no valid JSON: {error}")))?;
    let declared = root["version"].as_str().is_some_and(|version| version.contains("jsonfeed"));
    // some state a bare number as version, some none
    let none = Vec::new();
    let items = root["items"].as_array().filter(|_| declared || root["title"].is_string());
    let Some(items) = items.or(Some(&none).filter(|_| declared)) else {
        return Err(NoFeed::new("not-a-feed", "is JSON, but no JSON Feed"));
    };
    let language = words(&root["language"]).as_deref().and_then(language);
    let mut feed = Feed { title: words(&root["title"]), language, ..Feed::default() };
    let authors = shared(names(&root));
    for item in items {
        if feed.entries.len() >= MOST_ENTRIES {
            feed.notes.push(("too-many-entries", format!("has more than {MOST_ENTRIES} entries")));
            break;
        }
        if !item.is_object() {
            feed.broken += 1;
            continue;
        }
        feed.entries.push(entry(item, base, &authors));
    }
    Ok(feed)
}

fn entry(item: &Value, base: &Url, authors: &[String]) -> Entry {
    let link = |name: &str| item[name].as_str().and_then(|written| address(base, written));
    let mut entry = Entry {
        id: match &item["id"] {
            Value::Number(number) => Some(number.to_string()),
            other => words(other),
        },
        link: link("url").or_else(|| link("external_url")),
        title: words(&item["title"]),
        summary: text(&item["summary"]).map(Markup::Text),
        language: words(&item["language"]).as_deref().and_then(language),
        ..Entry::default()
    };
    entry.content =
        text(&item["content_html"]).map(Markup::Html).or_else(|| text(&item["content_text"]).map(Markup::Text));
    entry.authors = names(item);
    if entry.authors.is_empty() {
        entry.authors = authors.to_vec();
    }
    for (name, slot) in [("date_published", &mut entry.published), ("date_modified", &mut entry.updated)] {
        if let Some(written) = words(&item[name]) {
            *slot = date::parse(&written);
            if slot.is_none() {
                entry.bad_date.get_or_insert_with(|| shown(&written));
            }
        }
    }
    for tag in item["tags"].as_array().into_iter().flatten() {
        add(&mut entry.tags, words(tag));
    }
    entry
}

/// `authors` of version 1.1, `author` of version 1.
fn names(object: &Value) -> Vec<String> {
    let mut names = Vec::new();
    let several = object["authors"].as_array().into_iter().flatten();
    for author in several.chain([&object["author"]]) {
        add(&mut names, words(&author["name"]).or_else(|| words(author)));
    }
    names
}

fn text(value: &Value) -> Option<String> {
    let text = value.as_str().filter(|text| !text.trim().is_empty())?;
    Some(text.replace(|c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r'), ""))
}

fn words(value: &Value) -> Option<String> {
    line(&text(value)?)
}
