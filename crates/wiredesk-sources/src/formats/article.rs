//! From decoded input to an [`Article`]: rows of JSON, plain texts and pages. Called by [`super::Articles`]
//! and the `file` source; never reads anything itself.

use wiredesk_core::{
    document::{Article, DateOrigin, Problem, Published},
    source::Rejected,
};

use super::{
    FormatOptions, date,
    encoding::{self, Decoded},
    fields::Part,
    html,
    record::{self, Row, Text, Value},
};

/// Where a record stands, for keys and messages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// The file's or stream's key.
    pub(crate) key: &'a str,
    /// Number of the record in it, from one.
    pub(crate) number: u64,
    /// Line and column of its first byte, from one.
    pub(crate) line: u64,
    /// See `line`.
    pub(crate) column: u64,
    /// Whether it is known to be the only record, which then has the file's own key.
    pub(crate) alone: bool,
}

impl Place<'_> {
    /// The key of a record that has none of its own.
    pub(crate) fn key(&self) -> String {
        if self.alone { self.key.to_owned() } else { format!("{}#{}", self.key, self.number) }
    }

    /// A record that is no article.
    pub(crate) fn reject(&self, code: &'static str, message: String, raw: &[u8]) -> Rejected {
        Rejected { key: self.key(), code, message, raw: raw.to_vec() }
    }
}

/// A note on the article about its own reading.
pub(crate) fn problem(code: &'static str, message: impl Into<String>) -> Problem {
    Problem { stage: "intake".into(), code: code.into(), message: message.into() }
}

/// One JSON object in any encoding. `scratch` is memory to be used again for the next.
pub(crate) fn from_json(
    bytes: &[u8],
    options: &FormatOptions,
    place: Place<'_>,
    scratch: &mut String,
) -> Result<Article, Rejected> {
    let Decoded { text, doubt } = encoding::decode(bytes, options.encoding, None)
        .map_err(|unknown| place.reject("unknown-charset", format!("unknown charset `{}`", unknown.0), bytes))?;
    let row = Row::parse(&text, &options.map, scratch).map_err(|error| {
        if encoding::is_binary(&text) {
            return place.reject("binary", format!("line {}: is binary, not text", place.line), bytes);
        }
        let (line, column, message) = record::describe(&error);
        let (line, column) = match line {
            0 | 1 => (place.line, place.column + (column as u64).saturating_sub(1)),
            _ => (place.line + line as u64 - 1, column as u64),
        };
        let code = if error.is_data() { "wrong-type" } else { "invalid-json" };
        place.reject(code, format!("line {line}, column {column}: {message}"), bytes)
    })?;
    let mut article = article(row, place, options)
        .map_err(|(code, message)| place.reject(code, format!("line {}: {message}", place.line), bytes))?;
    article.problems.extend(doubt.map(|(code, message)| problem(code, message)));
    Ok(article)
}

fn article(mut row: Row<'_>, place: Place<'_>, options: &FormatOptions) -> Result<Article, (&'static str, String)> {
    let key = match row.take(Part::Key) {
        Some(Value::Number(number)) => number.to_string(),
        other => match string(other, "key", options)? {
            Some(key) if !key.is_empty() => String::from(&*key),
            _ => place.key(),
        },
    };
    let text = string(row.take(Part::Text), "text", options)?;
    let html = string(row.take(Part::Html), "html", options)?;
    let filled = |text: &Text<'_>| !text.trim().is_empty();
    let mut article = match (text.filter(filled), html.filter(filled)) {
        (Some(text), _) => Article { text: text.into(), ..Article::default() },
        (None, Some(html)) => html::article(&html),
        (None, None) => return Err(("empty", "has neither a text nor a page".to_owned())),
    };
    article.key = key;
    let own = |value: Option<Text<'_>>| value.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    if let Some(title) = own(string(row.take(Part::Title), "title", options)?) {
        article.title = Some(title);
    }
    if let Some(url) = own(string(row.take(Part::Url), "url", options)?) {
        article.url = Some(url);
    }
    if let Some(language) = own(string(row.take(Part::Language), "language", options)?) {
        article.declared_language = Some(language);
    }
    match row.take(Part::Authors) {
        Some(Value::Names(names)) if !names.is_empty() => article.authors = names,
        Some(Value::Names(_)) => {}
        other => {
            if let Some(name) = own(string(other, "authors", options)?) {
                article.authors = vec![name];
            }
        }
    }
    let (at, written) = match row.take(Part::Published) {
        Some(Value::Number(number)) => {
            (number.as_f64().and_then(date::unix), Text::Resolved(number.to_string().into()))
        }
        other => match string(other, "published", options)? {
            Some(text) => (date::parse(&text), text),
            None => (None, Text::AsWritten("")),
        },
    };
    if let Some(at) = at {
        article.published = Some(Published { at, from: DateOrigin::Given });
    } else if !written.trim().is_empty() {
        let shown: String = written.chars().take(60).collect();
        article.problems.push(problem("bad-date", format!("`published` is no date: {shown}")));
    }
    if article.text.trim().is_empty() {
        return Err(("empty", "the page holds no text".to_owned()));
    }
    Ok(article)
}

fn string<'a>(
    value: Option<Value<'a>>,
    part: &'static str,
    options: &FormatOptions,
) -> Result<Option<Text<'a>>, (&'static str, String)> {
    let found = match value {
        None => return Ok(None),
        Some(Value::Text(text)) => return Ok(Some(text)),
        Some(Value::Number(number)) => format!("the number {number}"),
        Some(Value::Names(_)) => "a list".to_owned(),
        Some(Value::Other(kind)) => kind.to_owned(),
    };
    let name = options.written_name(part);
    Err(("wrong-type", format!("`{name}` should be a string, found {found}")))
}

/// A whole file of plain text, or a page.
pub(crate) fn from_text(
    bytes: &[u8],
    page: bool,
    options: &FormatOptions,
    place: Place<'_>,
) -> Result<Article, Rejected> {
    let declared = if page { html::declared_charset(bytes) } else { None };
    let Decoded { text, doubt } = encoding::decode(bytes, options.encoding, declared.as_deref())
        .map_err(|unknown| place.reject("unknown-charset", format!("unknown charset `{}`", unknown.0), bytes))?;
    if encoding::is_binary(&text) {
        return Err(place.reject("binary", "is binary, not text".to_owned(), bytes));
    }
    let mut article = if page { html::article(&text) } else { Article { text: text.into(), ..Article::default() } };
    if article.text.trim().is_empty() {
        return Err(place.reject("empty", "holds no text".to_owned(), bytes));
    }
    article.key = place.key();
    article.problems.extend(doubt.map(|(code, message)| problem(code, message)));
    Ok(article)
}
