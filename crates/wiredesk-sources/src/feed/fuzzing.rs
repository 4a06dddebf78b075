//! Feeds from their bytes to what the journal keeps; see [`crate::fuzzing`].

use jiff::Timestamp;
use url::Url;
use wiredesk_core::source::Item;

use super::{
    entry::{self, Kept},
    list::FeedSpec,
    options::FullText,
    parse::{self, Entry, Feed, MOST_ENTRIES, Markup},
};
use crate::fuzzing::{check_date, check_line, check_size};

/// A document is a feed or says why it is none; entries have addresses that can be fetched, dates in order and clean
/// names; each that is kept has a key of its own and comes back from the journal as it went in; and all of them together
/// are not much more than the document.
pub fn feed(bytes: &[u8]) {
    let base = Url::parse("https://post.example/feeds/all.xml").expect("is an address");
    let feed = match parse::parse(bytes, None, &base) {
        Ok(feed) => feed,
        Err(none) => {
            let codes = ["empty", "page", "opml", "not-a-feed", "invalid-json", "unknown-charset"];
            assert!(codes.contains(&none.code) && !none.message.is_empty(), "{none:?}");
            check_size("why it is no feed", none.message.len(), 600, bytes.len());
            return;
        }
    };
    assert!(feed.entries.len() <= MOST_ENTRIES);
    feed.entries.iter().for_each(check_entry);
    kept(&feed, base, bytes.len());
}

fn check_entry(entry: &Entry) {
    let lines = [("id", &entry.id), ("title", &entry.title), ("language", &entry.language)];
    for (what, line) in lines.into_iter().filter_map(|(what, line)| Some((what, line.as_ref()?))) {
        check_line(what, line);
    }
    for (what, list) in [("author", &entry.authors), ("tag", &entry.tags)] {
        for line in list {
            check_line(what, line);
        }
        let mut sorted = list.clone();
        sorted.sort_unstable();
        assert!(sorted.windows(2).all(|pair| pair[0] != pair[1]), "an {what} is named twice: {list:?}");
    }
    if let Some(link) = &entry.link {
        assert!(matches!(link.scheme(), "http" | "https") && link.has_host(), "{link}");
    }
    entry.published.into_iter().chain(entry.updated).for_each(check_date);
    assert!(entry.published.is_none_or(|published| entry.updated.is_none_or(|updated| published <= updated)));
    assert!(entry.bad_date.as_ref().is_none_or(|date| !date.is_empty() && date.chars().count() <= 60));
    for markup in entry.content.iter().chain(&entry.summary) {
        let (Markup::Text(written) | Markup::Html(written)) = markup;
        let text = markup.paragraphs();
        check_size("a text", text.len(), 2 * written.len() + 16, written.len());
        for line in text.lines() {
            check_line("a paragraph", line);
        }
    }
}

fn kept(feed: &Feed, url: Url, input: usize) {
    let spec =
        FeedSpec { url, name: None, tags: Vec::new(), full_text: FullText::Auto, interval: None, allow_private: false };
    let candidates = entry::candidates(feed, &spec, Timestamp::UNIX_EPOCH);
    assert!(candidates.len() <= feed.entries.len() && candidates.is_empty() == feed.entries.is_empty());
    let mut keys: Vec<&str> = candidates.iter().map(|candidate| candidate.key.as_str()).collect();
    keys.sort_unstable();
    assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "two articles with one key: {keys:?}");
    let mut size = 0;
    for candidate in candidates {
        let json = serde_json::to_string(&candidate.kept).expect("what is kept can be written");
        size += json.len() + candidate.key.len();
        let back: Kept = serde_json::from_str(&json).expect("what is kept can be read");
        assert_eq!(back, candidate.kept, "comes back from the journal as something else");
        let key = candidate.key.clone();
        match back.item(&"feed".into()) {
            Item::Document(document) => {
                assert!(document.key == key && !key.is_empty());
                assert!(!document.text.is_empty() || document.url.is_some(), "a document without anything: {key}");
            }
            Item::Rejected(rejected) => assert_eq!((rejected.code, rejected.key), ("no-content", key)),
            Item::Skipped(reason) => panic!("an entry was skipped: {reason}"),
        }
    }
    // what an entry inherits from its feed is short, and written down for each; a byte is up to three of text, up to six of
    // JSON, and stands in key, address and text
    check_size("what is kept", size, 64 * input + 4096 * feed.entries.len(), input);
}
