//! The `clean` extractor: takes out of an article's text what does not belong to it, line by line
//! in one pass, and lists every removal. Runs before all other extractors; never rewrites words.

mod byline;
mod credit;
mod dateline;
mod promotion;
#[cfg(test)]
mod tests;
mod whitespace;

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use wiredesk_core::{
    Document, LayerName,
    document::Removed,
    error::Failure,
    extractor::{Cleaned, Declaration, Findings, SyncExtractor, Worker},
    options::NoOptions,
    registry::{Component, ExtractorComponent},
};

use self::promotion::Promotions;
use crate::sentences::lines::Wrapping;

/// The component.
pub struct Clean;

impl Component for Clean {
    const NAME: &'static str = "clean";
    const SUMMARY: &'static str = "normal white space; promotion, credits, datelines and bylines out of the text";
    const VERSION: &'static str = "1";
    type Options = NoOptions;
}

impl ExtractorComponent for Clean {
    fn declare(&self, _: &NoOptions) -> Declaration {
        Declaration { provides: vec![LayerName::Text], ..Declaration::default() }
    }

    fn build(&self, _: &NoOptions) -> Result<Worker, Failure> {
        Ok(Worker::Sync(Box::new(Cleaner::new())))
    }
}

/// Lines of real text, from the top, in which datelines and bylines are looked for.
const OPENING_LINES: usize = 4;

/// Cleans texts one after the other.
pub struct Cleaner {
    promotions: Promotions,
    paragraph: String,
}

impl Default for Cleaner {
    fn default() -> Self {
        Self::new()
    }
}

impl Cleaner {
    /// With the built-in tables.
    #[must_use]
    pub fn new() -> Self {
        Self { promotions: Promotions::new(), paragraph: String::new() }
    }

    /// Cleans one text. Linear in its length.
    pub fn clean(&mut self, text: &str) -> Cleaned {
        let text = match is_nfc_quick(text.chars()) {
            _ if text.is_ascii() => Cow::Borrowed(text),
            IsNormalized::Yes => Cow::Borrowed(text),
            IsNormalized::No | IsNormalized::Maybe => Cow::Owned(text.nfc().collect()),
        };
        let wrapping = Wrapping::of(&text);
        let mut article = Article { text: String::with_capacity(text.len()), ..Article::default() };
        let mut start = 0;
        while start < text.len() {
            let end = whitespace::line_end(&text, start);
            whitespace::append_line(&text[start..end], &mut self.paragraph);
            start = end + whitespace::break_length(&text[end..]);
            let goes_on = text.as_bytes().get(end) == Some(&b'\n') && wrapping.is_wrapped(&text, end);
            if !goes_on && !self.paragraph.is_empty() {
                article.paragraph(&self.paragraph, &self.promotions);
                self.paragraph.clear();
            }
        }
        if !self.paragraph.is_empty() {
            article.paragraph(&self.paragraph, &self.promotions);
            self.paragraph.clear();
        }
        article.finish()
    }
}

impl SyncExtractor for Cleaner {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let cleaned = self.clean(&document.text);
        Ok(Findings { cleaned: Some(cleaned), ..Findings::default() })
    }
}

/// The cleaned article as far as it has been read.
#[derive(Default)]
struct Article {
    text: String,
    removed: Vec<Removed>,
    authors: Vec<String>,
    published: Option<wiredesk_core::document::Published>,
    /// Paragraphs kept so far.
    kept: usize,
    has_dateline: bool,
}

impl Article {
    fn remove(&mut self, words: &str, reason: &'static str) {
        let words = words.trim();
        if !words.is_empty() {
            self.removed.push(Removed { text: words.to_owned(), reason: Cow::Borrowed(reason) });
        }
    }

    fn paragraph(&mut self, mut line: &str, promotions: &Promotions) {
        if let Some(reason) = promotion::whole_line(line).or_else(|| credit::whole_line(line)) {
            return self.remove(line, reason);
        }
        if self.kept < OPENING_LINES {
            if self.authors.is_empty()
                && let Some(authors) = byline::authors(line)
            {
                self.authors = authors;
                return self.remove(line, "byline");
            }
            if !self.has_dateline
                && let Some(dateline) = dateline::parse(line)
            {
                self.has_dateline = true;
                if self.authors.is_empty() {
                    // "By Jane Roe, Harbour News OSLO (Agency) —"
                    let byline = line[..dateline.end].split(',').next().and_then(byline::authors);
                    self.authors = byline.unwrap_or_default();
                }
                self.published = dateline.published;
                self.remove(&line[..dateline.end], "dateline");
                line = line[dateline.end..].trim_start();
            }
        }
        let begin = self.text.len();
        let mut from = 0;
        for cut in promotions.cuts(line) {
            self.keep(&line[from..cut.range.start], begin);
            self.remove(&line[cut.range.clone()], cut.reason);
            from = cut.range.end;
        }
        let rest = &line[from..];
        let kept = credit::without_trailing_agency(rest);
        self.keep(kept, begin);
        self.remove(&rest[kept.len()..], "photo-credit");
        self.kept += usize::from(self.text.len() > begin);
    }

    /// Appends a part of the paragraph that began at byte `begin` of the text.
    fn keep(&mut self, part: &str, begin: usize) {
        let part = part.trim();
        if part.is_empty() {
            return;
        }
        if self.text.len() > begin {
            self.text.push(' ');
        } else if begin > 0 {
            self.text.push('\n');
        }
        self.text.push_str(part);
    }

    fn finish(self) -> Cleaned {
        Cleaned { text: self.text.into(), removed: self.removed, authors: self.authors, published: self.published }
    }
}
