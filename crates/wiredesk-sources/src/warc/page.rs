//! From the block of a record to an article. The costly part: content encoding, charset, language, main text.
//! Called by the threads of [`super::pool`]; reads nothing but what it is given, and never panics on it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use jiff::Timestamp;
use wiredesk_core::{
    Document,
    document::{Article, DateOrigin, Published},
    source::{Item, Rejected},
};

use super::{
    filter::Medium,
    http_head::{BadBody, HttpHead},
    language,
};
use crate::formats::{FormatOptions, Place, encoding, from_json, html, lines::HEAD, problem};

/// One record that is worth reading.
#[derive(Debug)]
pub(super) struct Captured {
    pub(super) key: String,
    pub(super) uri: String,
    /// When it was captured; when it is read, if the record does not say.
    pub(super) at: Timestamp,
    pub(super) medium: Medium,
    pub(super) http: HttpHead,
    /// The block of the record, and where the body begins in it.
    pub(super) block: Vec<u8>,
    pub(super) body: usize,
    /// Why the capture is not all there was.
    pub(super) truncated: Option<String>,
}

/// How pages are read; the same for all of a source.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) source: Arc<str>,
    pub(super) formats: Arc<FormatOptions>,
    pub(super) languages: Vec<String>,
    pub(super) min_length: usize,
    pub(super) crawl_date: bool,
}

/// What does not become an article.
enum Nothing {
    Skipped(&'static str),
    Rejected(&'static str, String),
}

impl Rules {
    /// What a record turns out to be.
    pub(super) fn read(&self, captured: &Captured) -> Item {
        // libraries over outside input: a panic in one costs its page, not the source
        let read = catch_unwind(AssertUnwindSafe(|| self.article(captured)));
        let panicked = || Err(Nothing::Rejected("panic", "reading the page panicked".to_owned()));
        match read.unwrap_or_else(|_| panicked()) {
            Ok(article) => Item::Document(Arc::new(Document::new(self.source.clone(), article, captured.at))),
            Err(Nothing::Skipped(reason)) => Item::Skipped(reason),
            Err(Nothing::Rejected(code, message)) => {
                let raw = captured.block[..captured.block.len().min(HEAD)].to_vec();
                Item::Rejected(Rejected { key: captured.key.clone(), code, message, raw })
            }
        }
    }

    fn article(&self, captured: &Captured) -> Result<Article, Nothing> {
        let cap = self.formats.max_document;
        let body = captured.http.body(&captured.block[captured.body..], cap).map_err(|bad| match bad {
            BadBody::TooLarge => Nothing::Rejected("too-large", format!("expands to more than {cap} bytes")),
            BadBody::Corrupt(name) => Nothing::Rejected("bad-encoding", format!("is no content encoding: {name}")),
            BadBody::Unknown => Nothing::Rejected("bad-encoding", "has an unknown content encoding".to_owned()),
        })?;
        if body.trim_ascii().is_empty() {
            return Err(Nothing::Skipped("no-text"));
        }
        let mut article = match captured.medium {
            Medium::Json => self.json(captured, &body)?,
            medium => self.page(captured, &body, medium == Medium::Page)?,
        };
        if article.text.trim().is_empty() {
            return Err(Nothing::Skipped("no-text"));
        }
        if self.min_length > 0 && article.text.chars().take(self.min_length).count() < self.min_length {
            return Err(Nothing::Skipped("too-short"));
        }
        article.key.clone_from(&captured.key);
        article.url = Some(captured.uri.clone());
        article.declared_language = article.declared_language.or_else(|| captured.http.language.clone());
        article.published = article.published.filter(|published| published.at <= captured.at);
        if article.published.is_none() && self.crawl_date {
            article.published = Some(Published { at: captured.at, from: DateOrigin::Crawl });
        }
        if let Some(reason) = &captured.truncated {
            let message =
                format!("the capture is not all of the page: {}", reason.chars().take(60).collect::<String>());
            article.problems.push(problem("truncated", message));
        }
        Ok(article)
    }

    fn page(&self, captured: &Captured, body: &[u8], page: bool) -> Result<Article, Nothing> {
        let declared = html::declared_charset(body).filter(|_| page);
        let known = |label: &String| encoding_rs::Encoding::for_label(label.trim().as_bytes()).is_some();
        let label = captured.http.charset.clone().filter(known).or(declared);
        let decoded = encoding::decode(body, self.formats.encoding, label.as_deref());
        let decoded = decoded
            .map_err(|unknown| Nothing::Rejected("unknown-charset", format!("unknown charset `{}`", unknown.0)))?;
        if encoding::is_binary(&decoded.text) {
            return Err(Nothing::Rejected("binary", "is binary, not text".to_owned()));
        }
        if !self.languages.is_empty() {
            let (text, declared) = if page {
                (html::visible_text(&decoded.text).into(), html::declared_language(&decoded.text))
            } else {
                (std::borrow::Cow::Borrowed(&*decoded.text), None)
            };
            self.admit(&text, declared.as_deref().or(captured.http.language.as_deref()))?;
        }
        let mut article = if page {
            html::article(&decoded.text)
        } else {
            Article { text: decoded.text.into(), ..Article::default() }
        };
        article.problems.extend(decoded.doubt.map(|(code, message)| problem(code, message)));
        Ok(article)
    }

    fn json(&self, captured: &Captured, body: &[u8]) -> Result<Article, Nothing> {
        let place = Place { key: &captured.key, number: 1, line: 1, column: 1, alone: true };
        let article = from_json(body, &self.formats, place, &mut String::new())
            .map_err(|rejected| Nothing::Rejected(rejected.code, rejected.message))?;
        if !self.languages.is_empty() {
            self.admit(&article.text, article.declared_language.as_deref())?;
        }
        Ok(article)
    }

    /// Whether the language is one of those that are wanted. What cannot be told is let through: the text is
    /// short, and nobody is served by losing it silently.
    fn admit(&self, text: &str, declared: Option<&str>) -> Result<(), Nothing> {
        let found = language::detect(text).map(str::to_owned).or_else(|| declared.map(language::primary));
        match found {
            Some(code) if !self.languages.contains(&code) => Err(Nothing::Skipped("language")),
            _ => Ok(()),
        }
    }
}
