//! Formats of articles: from a byte stream to [`Article`]s, whatever it is packed and encoded in. Used by
//! all sources and by the command line. Never holds more than one article at a time, and never fails
//! on bad input: that comes out as [`Rejected`], and what follows it is read.

mod article;
pub(crate) mod compression;
pub(crate) mod date;
mod elements;
pub(crate) mod encoding;
mod fields;
mod flat;
pub(crate) mod html;
pub(crate) mod lines;
mod record;

use std::{
    io::{self, BufReader, Cursor, Read},
    path::Path,
    sync::Arc,
};

use encoding_rs::Encoding;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wiredesk_core::{document::Article, source::Rejected};

#[cfg(any(test, feature = "fuzzing", feature = "net"))]
pub(crate) use self::article::from_text;
pub(crate) use self::article::{Place, from_json, problem};
pub use self::{compression::Compression, fields::FieldNames};
use self::{
    compression::Fault,
    elements::{Element, Elements},
    encoding::Transcoder,
    fields::FieldMap,
    lines::{HEAD, Line, Lines},
};

/// How articles are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Plain text: the whole of it is one article.
    Text,
    /// A page: its main text is one article.
    Html,
    /// One object, an array of objects, or several objects.
    Json,
    /// One JSON object per line.
    Ndjson,
}

impl Format {
    /// By the extensions of a file's name, such as `a.ndjson.gz`; the case does not matter.
    #[must_use]
    pub fn by_extension(path: &Path) -> Option<(Self, Option<Compression>)> {
        let name = path.file_name()?.to_str()?;
        let (stem, extension) = name.rsplit_once('.')?;
        let (extension, compression) = match Compression::by_extension(extension) {
            Some(compression) => (stem.rsplit_once('.')?.1, Some(compression)),
            None => (extension, None),
        };
        let format = match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" | "md" => Self::Text,
            "html" | "htm" | "xhtml" => Self::Html,
            "json" => Self::Json,
            "ndjson" | "jsonl" => Self::Ndjson,
            _ => return None,
        };
        Some((format, compression))
    }
}

/// How formats are read.
#[derive(Clone, Debug)]
pub struct FormatOptions {
    names: FieldNames,
    pub(crate) map: FieldMap,
    /// Encoding of everything that has no byte order mark; `None`: as declared, UTF-8, or guessed.
    pub encoding: Option<&'static Encoding>,
    /// Most bytes of one article as it is read; what is larger is rejected as `too-large`.
    pub max_document: usize,
    /// Most bytes that one compressed file may expand to.
    pub max_expanded: u64,
}

impl Default for FormatOptions {
    fn default() -> Self {
        Self::new(&FieldNames::default())
    }
}

impl FormatOptions {
    /// The defaults with a field map: 16 MiB an article, 64 GiB a file.
    #[must_use]
    pub fn new(names: &FieldNames) -> Self {
        Self { names: names.clone(), map: names.into(), encoding: None, max_document: 16 << 20, max_expanded: 64 << 30 }
    }

    /// Under which name a part is mapped, for messages.
    fn written_name(&self, part: &'static str) -> &str {
        let name = match part {
            "key" => &self.names.key,
            "title" => &self.names.title,
            "text" => &self.names.text,
            "html" => &self.names.html,
            "url" => &self.names.url,
            "published" => &self.names.published,
            "authors" => &self.names.authors,
            _ => &self.names.language,
        };
        name.as_deref().unwrap_or(part)
    }
}

/// Why there is no article.
#[derive(Debug)]
pub enum Unread {
    /// This piece of input is none; what follows is read.
    Rejected(Rejected),
    /// Reading failed, which may pass; nothing follows.
    Failed(io::Error),
}

/// Articles of one file or stream, read as they are asked for.
///
/// At least one item comes out: an empty input is rejected as `empty`.
pub struct Articles {
    body: Body,
    key: String,
    options: Arc<FormatOptions>,
    /// Records that came out so far.
    number: u64,
    line: u64,
    scratch: String,
}

enum Body {
    Whole { reader: Box<dyn Read + Send>, page: bool },
    Lines(Lines<Box<dyn Read + Send>>),
    Elements(Elements<BufReader<Box<dyn Read + Send>>>),
    Failed(io::Error),
    Done,
}

/// Reads articles from `input`, which may be compressed. `key` names the file or stream: an article that
/// is alone in it and has no id of its own gets this key, of several the third gets `key#3`.
#[must_use]
pub fn read_articles(input: Box<dyn Read + Send>, format: Format, key: &str, options: &Arc<FormatOptions>) -> Articles {
    let body = open(input, format, options).unwrap_or_else(Body::Failed);
    Articles { body, key: key.to_owned(), options: options.clone(), number: 0, line: 0, scratch: String::new() }
}

fn open(input: Box<dyn Read + Send>, format: Format, options: &FormatOptions) -> io::Result<Body> {
    let reader = compression::expand(input, options.max_expanded)?;
    let cap = options.max_document;
    Ok(match format {
        Format::Text | Format::Html => Body::Whole { reader, page: format == Format::Html },
        Format::Json => Body::Elements(Elements::new(BufReader::with_capacity(64 << 10, utf8(reader, options)?), cap)),
        Format::Ndjson => Body::Lines(Lines::new(utf8(reader, options)?, cap, 0)),
    })
}

/// Makes line ends and brackets single bytes where the encoding would not have it so, and takes a byte
/// order mark away.
fn utf8(mut reader: Box<dyn Read + Send>, options: &FormatOptions) -> io::Result<Box<dyn Read + Send>> {
    let mut start = Vec::with_capacity(3);
    (&mut reader).take(3).read_to_end(&mut start)?;
    let wide = encoding::utf16_by_bom(&start).or(options.encoding.filter(|e| !e.is_ascii_compatible()));
    if start == b"\xef\xbb\xbf" {
        start.clear();
    }
    let whole = Cursor::new(start).chain(reader);
    Ok(match wide {
        Some(encoding) => Box::new(Transcoder::new(whole, encoding)),
        None => Box::new(whole),
    })
}

impl Articles {
    /// Whether the next item is at hand without reading from the input.
    #[must_use]
    pub fn ready(&self) -> bool {
        match &self.body {
            Body::Lines(lines) => lines.ready(),
            Body::Done => true,
            _ => false,
        }
    }

    fn place(&self, alone: bool) -> Place<'_> {
        Place { key: &self.key, number: self.number, line: self.line.max(1), column: 1, alone }
    }

    /// The item for a stream that breaks off, with what was read of an unfinished record.
    fn broken(&mut self, error: io::Error, raw: &[u8]) -> Unread {
        self.body = Body::Done;
        match Fault::of(&error) {
            None => Unread::Failed(error),
            Some(fault) => {
                self.number += 1;
                let raw = &raw[..raw.len().min(HEAD)];
                Unread::Rejected(self.place(self.number == 1).reject(fault.code(), fault.to_string(), raw))
            }
        }
    }

    fn whole(&mut self, mut reader: Box<dyn Read + Send>, page: bool) -> Result<Article, Unread> {
        let cap = self.options.max_document;
        let mut bytes = Vec::new();
        let read = (&mut reader).take(cap as u64 + 1).read_to_end(&mut bytes);
        if let Err(error) = read {
            return Err(self.broken(error, &bytes));
        }
        self.number = 1;
        let place = self.place(true);
        if bytes.len() > cap {
            bytes.truncate(HEAD);
            return Err(Unread::Rejected(place.reject("too-large", format!("larger than {cap} bytes"), &bytes)));
        }
        if bytes.trim_ascii().is_empty() {
            return Err(Unread::Rejected(place.reject("empty", "holds nothing".to_owned(), &bytes)));
        }
        article::from_text(&bytes, page, &self.options, place).map_err(Unread::Rejected)
    }

    /// The next line that is not blank.
    fn line(&mut self, mut lines: Lines<Box<dyn Read + Send>>) -> Option<Result<Article, Unread>> {
        let item = loop {
            self.line += 1;
            let line = match lines.next() {
                Ok(Line::End) => lines.rest()?,
                Ok(line) => line,
                Err(error) => {
                    let raw = match lines.rest() {
                        Some(Line::Whole(rest) | Line::TooLong(rest)) => rest.to_vec(),
                        _ => Vec::new(),
                    };
                    return Some(Err(self.broken(error, &raw)));
                }
            };
            if let Some(item) = one_line(line, &self.options, &self.key, &mut self.number, self.line, &mut self.scratch)
            {
                break item;
            }
        };
        self.body = Body::Lines(lines);
        Some(item.map_err(Unread::Rejected))
    }

    fn element(&mut self, mut elements: Elements<BufReader<Box<dyn Read + Send>>>) -> Option<Result<Article, Unread>> {
        let element = match elements.next() {
            Ok(Element::End) => return None,
            Ok(element) => element,
            Err(error) => return Some(Err(self.broken(error, elements.bytes()))),
        };
        self.number += 1;
        let (line, column) = elements.began();
        let alone = self.number == 1 && !elements.member();
        let place = Place { key: &self.key, number: self.number, line, column, alone };
        let bytes = elements.bytes();
        let item = match element {
            Element::Whole => from_json(bytes, &self.options, place, &mut self.scratch),
            Element::TooLong => Err(too_large(place, &self.options, bytes)),
            Element::Cut | Element::End => {
                Err(place.reject("invalid-json", "the array has no end: the file is cut".to_owned(), b""))
            }
        };
        self.body = Body::Elements(elements);
        Some(item.map_err(Unread::Rejected))
    }
}

fn too_large(place: Place<'_>, options: &FormatOptions, head: &[u8]) -> Rejected {
    let message = format!("line {}: larger than {} bytes", place.line, options.max_document);
    place.reject("too-large", message, head)
}

/// A line of NDJSON; `None` if it is blank. Counts records in `number`; `scratch` is memory to be used
/// again for the next line.
pub(crate) fn one_line(
    line: Line<'_>,
    options: &FormatOptions,
    key: &str,
    number: &mut u64,
    at: u64,
    scratch: &mut String,
) -> Option<Result<Article, Rejected>> {
    let bytes = match line {
        Line::Whole(bytes) if bytes.trim_ascii().is_empty() => return None,
        Line::Whole(bytes) | Line::TooLong(bytes) => bytes,
        Line::End => return None,
    };
    *number += 1;
    let place = Place { key, number: *number, line: at, column: 1, alone: false };
    Some(match line {
        Line::TooLong(head) => Err(too_large(place, options, head)),
        _ => from_json(bytes, options, place, scratch),
    })
}

impl Iterator for Articles {
    type Item = Result<Article, Unread>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = match std::mem::replace(&mut self.body, Body::Done) {
            Body::Whole { reader, page } => Some(self.whole(reader, page)),
            Body::Lines(lines) => self.line(lines),
            Body::Elements(elements) => self.element(elements),
            Body::Failed(error) => Some(Err(self.broken(error, b""))),
            Body::Done => return None,
        };
        if item.is_none() && self.number == 0 {
            self.number = 1;
            return Some(Err(Unread::Rejected(self.place(true).reject("empty", "holds nothing".to_owned(), b""))));
        }
        item
    }
}

#[cfg(test)]
mod tests;
