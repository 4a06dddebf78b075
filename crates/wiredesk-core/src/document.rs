//! The unit of work: one article. Made by sources, enriched by extractors, shared by sinks.

use std::{borrow::Cow, collections::BTreeMap, fmt, sync::Arc};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{LayerName, Layers, annotation::LayerError, extractor::Findings};

/// What a source knows about an article before any extractor has run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The article's own name inside its source: path, feed guid, given id.
    pub key: String,
    /// Canonical address.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Names as printed.
    pub authors: Vec<String>,
    /// When it was published and where that was read.
    pub published: Option<Published>,
    /// Language code that the input declares (HTML `lang`, a field); a hint for `language`.
    pub declared_language: Option<String>,
    /// The article's text, paragraphs separated by line ends; becomes the document's without a copy.
    pub text: Arc<str>,
    /// What went wrong while it was read, without costing the article.
    pub problems: Vec<Problem>,
}

/// A publication date with its origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// UTC.
    pub at: Timestamp,
    /// Where the date was read.
    pub from: DateOrigin,
}

/// Where a publication date was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrigin {
    /// The feed's item.
    Feed,
    /// JSON-LD in the page.
    JsonLd,
    /// A meta tag of the page.
    Meta,
    /// A `time` element of the page.
    Time,
    /// The address of the page.
    Url,
    /// The dateline or first lines of the text.
    Text,
    /// A field of the input.
    Given,
    /// None was found: the time at which the page was captured.
    Crawl,
}

/// 128 bits that name an article on every run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub [u8; 16]);

impl DocumentId {
    /// Of an article: BLAKE3 over its canonical URL where there is one, else over source and key.
    #[must_use]
    pub fn of(source: &str, key: &str, url: Option<&str>) -> Self {
        let mut hasher = blake3::Hasher::new();
        match url {
            Some(url) => hasher.update(b"url\0").update(canonical_url(url).as_bytes()),
            None => hasher.update(b"key\0").update(source.as_bytes()).update(b"\0").update(key.as_bytes()),
        };
        let mut id = [0; 16];
        id.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Self(id)
    }

    /// Reads 32 hex digits.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        if hex.len() != 32 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let mut id = [0; 16];
        for (byte, at) in id.iter_mut().zip((0..).step_by(2)) {
            *byte = u8::from_str_radix(&hex[at..at + 2], 16).ok()?;
        }
        Some(Self(id))
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let mut hex = [0; 32];
        for (pair, byte) in hex.chunks_exact_mut(2).zip(self.0) {
            pair[0] = HEX[usize::from(byte >> 4)];
            pair[1] = HEX[usize::from(byte & 15)];
        }
        f.write_str(std::str::from_utf8(&hex).unwrap_or_default())
    }
}

impl fmt::Debug for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for DocumentId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Parameters that say where a reader came from, not what is read.
const TRACKING: [&str; 6] = ["utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "cmpid"];

/// The form of an address under which an article is known: scheme and host in lower case, no
/// fragment, no tracking parameters, no trailing slash.
fn canonical_url(url: &str) -> String {
    let url = url.trim();
    let url = url.split('#').next().unwrap_or_default();
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let host_end = address.find("://").map_or(0, |at| at + 3);
    let path_start = address[host_end..].find('/').map_or(address.len(), |at| host_end + at);
    let mut canonical = address[..path_start].to_ascii_lowercase();
    canonical.push_str(address[path_start..].trim_end_matches('/'));
    let kept = query.split('&').filter(|p| !p.is_empty() && !TRACKING.iter().any(|t| p.starts_with(t)));
    for (number, parameter) in kept.enumerate() {
        canonical.push(if number == 0 { '?' } else { '&' });
        canonical.push_str(parameter);
    }
    canonical
}

/// A piece of the input that is not part of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The words that were taken out.
    pub text: String,
    /// Why: `related-link`, `promo`, `photo-credit`, `dateline`, `byline`, …
    pub reason: Cow<'static, str>,
}

/// Something that went wrong on the way without costing the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// The extractor or step.
    pub stage: Arc<str>,
    /// Short stable name: `timeout`, `panic`, `unsupported-language`, …
    pub code: Cow<'static, str>,
    /// For people.
    pub message: String,
}

/// What made a record; the same for all documents of a pipeline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// Id of the pipeline.
    pub pipeline: String,
    /// Version of the program.
    pub wiredesk: String,
    /// Version of each extractor of the plan.
    pub stages: BTreeMap<String, String>,
}

/// One article on its way through a pipeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The same for the same article on every run.
    pub id: DocumentId,
    /// The configured source's id.
    pub source: Arc<str>,
    /// See [`Article::key`].
    pub key: String,
    /// See [`Article::url`].
    pub url: Option<String>,
    /// See [`Article::title`].
    pub title: Option<String>,
    /// See [`Article::authors`].
    pub authors: Vec<String>,
    /// Never later than `fetched`.
    pub published: Option<Published>,
    /// When the source read it, in UTC.
    pub fetched: Timestamp,
    /// See [`Article::declared_language`].
    pub declared_language: Option<String>,
    /// The text as the source gave it; what a dead letter keeps.
    pub input: Arc<str>,
    /// The text that all spans refer to; equal to `input` until `clean` has run.
    pub text: Arc<str>,
    /// What cleaning took out, in text order.
    pub removed: Vec<Removed>,
    /// What extractors found.
    pub layers: Layers,
    /// What went wrong on the way.
    pub problems: Vec<Problem>,
    /// What made this record.
    pub provenance: Arc<Provenance>,
}

impl Document {
    /// A document fresh from its source. A publication date after `fetched` is not believed.
    #[must_use]
    pub fn new(source: Arc<str>, article: Article, fetched: Timestamp) -> Self {
        Self {
            id: DocumentId::of(&source, &article.key, article.url.as_deref()),
            source,
            key: article.key,
            url: article.url,
            title: article.title,
            authors: article.authors,
            published: article.published.filter(|published| published.at <= fetched),
            fetched,
            declared_language: article.declared_language,
            input: article.text.clone(),
            text: article.text,
            removed: Vec::new(),
            layers: Layers::default(),
            problems: article.problems,
            provenance: Arc::default(),
        }
    }

    /// Takes over what an extractor found, limited to the layers it `provides`.
    ///
    /// # Errors
    /// If a span or a reference does not fit; the document then stays as it was.
    pub fn merge(&mut self, findings: Findings, provides: &[LayerName]) -> Result<(), LayerError> {
        let cleaned = findings.cleaned.filter(|_| provides.contains(&LayerName::Text));
        let text = cleaned.as_ref().map_or(&*self.text, |cleaned| &*cleaned.text);
        let own = provides.contains(&LayerName::Entities);
        let entities = if own { findings.layers.entities.len() } else { self.layers.entities.len() };
        findings.layers.check(text, entities)?;
        if let Some(cleaned) = cleaned {
            self.text = cleaned.text;
            self.removed.extend(cleaned.removed);
            if self.authors.is_empty() {
                self.authors = cleaned.authors;
            }
            // what the text says is better than when somebody came by to copy it
            let guessed = self.published.is_none_or(|published| published.from == DateOrigin::Crawl);
            let published = cleaned.published.filter(|published| published.at <= self.fetched);
            if guessed && published.is_some() {
                self.published = published;
            }
        }
        self.layers.merge(findings.layers, provides);
        self.problems.extend(findings.problems);
        Ok(())
    }

    /// The tokens of one sentence or any other span.
    #[must_use]
    pub fn tokens_in(&self, span: crate::Span) -> &[crate::annotation::Token] {
        let tokens = &self.layers.tokens;
        let from = tokens.partition_point(|token| token.span.start() < span.start());
        let to = tokens.partition_point(|token| token.span.start() < span.end());
        &tokens[from..to.max(from)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(text: &str) -> Article {
        Article { key: "a.txt".into(), text: text.into(), ..Article::default() }
    }

    #[test]
    fn the_id_depends_on_the_url_alone_where_there_is_one() {
        let of = |source, key, url| DocumentId::of(source, key, url);
        assert_eq!(
            of("a", "1", Some("https://News.example/x?utm_source=f#top")),
            of("b", "2", Some("https://news.example/x"))
        );
        assert_eq!(
            of("a", "1", Some("https://news.example/x?id=1&gclid=9")),
            of("a", "1", Some("https://news.example/x?id=1"))
        );
        assert_ne!(
            of("a", "1", Some("https://news.example/x?id=1")),
            of("a", "1", Some("https://news.example/x?id=2"))
        );
        assert_ne!(of("a", "1", None), of("a", "2", None));
        assert_ne!(of("a", "b", None), of("ab", "", None), "source and key are kept apart");
    }

    #[test]
    fn an_id_reads_back_from_its_hex_digits() {
        let id = DocumentId::of("inbox", "a.txt", None);
        assert_eq!(DocumentId::parse(&id.to_string()), Some(id));
        assert_eq!(DocumentId::parse("xyz"), None);
    }

    #[test]
    fn a_publication_date_in_the_future_is_not_believed() {
        let fetched: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let later = Published { at: "2027-01-01T00:00:00Z".parse().unwrap(), from: DateOrigin::Meta };
        let document = Document::new("inbox".into(), Article { published: Some(later), ..article("x") }, fetched);
        assert_eq!(document.published, None);
    }

    #[test]
    fn findings_that_do_not_fit_leave_the_document_as_it_was() {
        let mut document = Document::new("inbox".into(), article("short"), Timestamp::UNIX_EPOCH);
        let before = document.clone();
        let mut findings = Findings::default();
        findings.layers.sentences = vec![crate::Span::new("a longer text", 0..13).unwrap()];
        assert!(document.merge(findings, &[LayerName::Sentences]).is_err());
        assert_eq!(document, before);
    }
}
