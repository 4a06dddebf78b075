//! From the bytes of a feed to its entries: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed. Called by
//! [`super`] for each answer; never panics, and never gives a feed up because of one entry.

mod json;
mod markup;
pub(super) mod tree;
mod xml;

use jiff::Timestamp;
use url::Url;

pub use self::markup::Markup;
use crate::formats::{encoding, html};

/// Entries that are read of one document.
pub(crate) const MOST_ENTRIES: usize = 10_000;
/// Authors, or tags, of one entry: to be told apart they are compared with each other.
const MOST_NAMES: usize = 1000;
/// Bytes of an address.
const MOST_ADDRESS: usize = 8 << 10;
/// Bytes of a language code.
const MOST_LANGUAGE: usize = 64;
/// Characters of a feed's title, bytes of an author's name, and authors, that stand with each of its entries: what a feed
/// says once is kept ten thousand times.
const MOST_SHARED: usize = 200;
const MOST_SHARED_AUTHORS: usize = 20;

/// A feed as it was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// What it calls itself.
    pub title: Option<String>,
    /// Language code that it declares.
    pub language: Option<String>,
    /// In its own order.
    pub entries: Vec<Entry>,
    /// Entries that could not be read.
    pub broken: usize,
    /// What was odd about it as a whole: a code and a message.
    pub notes: Vec<(&'static str, String)>,
}

/// One entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What the feed knows it by (`guid`, `id`), without surrounding space.
    pub id: Option<String>,
    /// Address of the article, absolute.
    pub link: Option<Url>,
    /// Headline, without markup.
    pub title: Option<String>,
    /// The whole article, if the feed says that this is what it gives.
    pub content: Option<Markup>,
    /// Its beginning or an abstract.
    pub summary: Option<Markup>,
    /// Names as printed.
    pub authors: Vec<String>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When it was changed last.
    pub updated: Option<Timestamp>,
    /// A date that was given and is none.
    pub bad_date: Option<String>,
    /// What of its content is no text, and was left out.
    pub left_out: Option<String>,
    /// Categories, tags, subjects.
    pub tags: Vec<String>,
    /// Language code of this entry, if it has one of its own.
    pub language: Option<String>,
}

/// Why a document is no feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct NoFeed {
    /// `empty`, `page`, `not-a-feed`, `invalid-json`, `unknown-charset`, `binary`.
    pub code: &'static str,
    /// Lower case, no full stop.
    pub message: String,
}

impl NoFeed {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// Reads a feed that came from `base`, to which its relative addresses refer. `charset` is what the
/// answer's header declares.
///
/// # Errors
/// If the document as a whole is no feed.
pub fn parse(bytes: &[u8], charset: Option<&str>, base: &Url) -> Result<Feed, NoFeed> {
    let declared = charset.map(str::to_owned).or_else(|| html::declared_charset(bytes));
    let decoded = encoding::decode(bytes, None, declared.as_deref())
        .map_err(|unknown| NoFeed::new("unknown-charset", format!("unknown charset: {}", shown(&unknown.0))))?;
    let text = decoded.text.trim_start();
    if text.is_empty() {
        return Err(NoFeed::new("empty", "holds nothing"));
    }
    let mut feed = if text.starts_with(['{', '[']) { json::read(text, base)? } else { xml::read(text, base)? };
    feed.notes.extend(decoded.doubt);
    feed.title = feed.title.map(|title| title.chars().take(MOST_SHARED).collect::<String>().trim_end().to_owned());
    for entry in &mut feed.entries {
        if let (Some(published), Some(updated)) = (entry.published, entry.updated)
            && published > updated
        {
            entry.updated = Some(published);
        }
    }
    Ok(feed)
}

/// The beginning of something that was given, for messages.
fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

/// One line; `None` if there is nothing in it.
fn line(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// Adds what is not there yet.
fn add(list: &mut Vec<String>, value: Option<String>) {
    if list.len() < MOST_NAMES
        && let Some(value) = value.filter(|value| !list.contains(value))
    {
        list.push(value);
    }
}

/// The authors of a feed, as far as they can stand with each of its entries.
fn shared(mut authors: Vec<String>) -> Vec<String> {
    authors.retain(|name| name.len() <= MOST_SHARED);
    authors.truncate(MOST_SHARED_AUTHORS);
    authors
}

/// A language code as written.
fn language(written: &str) -> Option<String> {
    line(written).filter(|code| code.len() <= MOST_LANGUAGE)
}

/// An address in a feed, absolute; only what can be fetched is one.
fn address(base: &Url, written: &str) -> Option<Url> {
    let written = written.trim();
    if written.is_empty() {
        return None;
    }
    joined(base, written).filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn joined(base: &Url, written: &str) -> Option<Url> {
    // as they are written, addresses may be longer: entities, spaces, dots
    let short = |url: &Url| url.as_str().len() <= MOST_ADDRESS;
    (written.len() <= 4 * MOST_ADDRESS).then(|| base.join(written).ok()).flatten().filter(short)
}

#[cfg(test)]
mod tests;
