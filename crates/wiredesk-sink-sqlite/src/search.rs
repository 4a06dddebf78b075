//! Searches a database that the sink has written: by words, person, speaker, date. Called by
//! `wiredesk find`. Opens it read-only; a running daemon is not disturbed.

use std::{ops::Range, path::Path};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, OptionalExtension, ToSql};
use serde::Serialize;
use wiredesk_core::error::Failure;

use crate::failure;

/// Quotes shown with one article.
const QUOTES_MAX: usize = 5;

/// What to look for; everything given must hold.
#[derive(Clone, Debug)]
pub struct Query {
    /// Words of title or text, in any order; `"two words"` for a phrase, `word*` for a beginning.
    pub words: Option<String>,
    /// Part of the name of a person who is mentioned.
    pub person: Option<String>,
    /// Part of the name of somebody who is quoted.
    pub speaker: Option<String>,
    /// Published at this time or later.
    pub since: Option<Timestamp>,
    /// Published before this time.
    pub until: Option<Timestamp>,
    /// The most articles to answer with.
    pub limit: usize,
}

impl Default for Query {
    fn default() -> Self {
        Self { words: None, person: None, speaker: None, since: None, until: None, limit: 20 }
    }
}

/// An article that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// As in its record.
    pub id: String,
    /// The article's own name inside its source.
    pub key: String,
    /// Headline.
    pub title: Option<String>,
    /// ISO 8601, UTC.
    pub published: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// A few words around what was found, else the beginning.
    pub snippet: Snippet,
    /// Quotes that fit the query: of the speaker, else with one of the words, else of the person.
    pub quotes: Vec<QuoteHit>,
}

/// Words of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The words, cut off with `…` on either side.
    pub text: String,
    /// What was searched for, in bytes of `text`.
    pub matches: Vec<Range<usize>>,
}

/// A quote of an article that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuoteHit {
    /// The speaker's name, or the words that name the speaker.
    pub speaker: Option<String>,
    /// `direct`, `mixed`, `indirect`.
    pub kind: String,
    /// What was said.
    pub text: String,
}

/// Searches the database at `path`; best first where words are given, else newest first.
///
/// # Errors
/// If the file cannot be opened or is no wiredesk database with a full-text index where words,
/// a person or a speaker are given.
pub fn find(path: &Path, query: &Query) -> Result<Vec<Hit>, Failure> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).map_err(|error| failure::of(error, "cannot open", path))?;
    let table = |name: &str| {
        let sql = "SELECT 1 FROM sqlite_schema WHERE name = ?1";
        let found: Option<i64> = connection.query_row(sql, [name], |row| row.get(0)).optional()?;
        Ok(found.is_some())
    };
    let reading = |error| failure::of(error, "cannot search", path);
    if !table("articles").map_err(reading)? {
        let message = format!("`{}` is not a database of wiredesk", path.display());
        return Err(Failure::fatal("not-ours", message));
    }
    let indexed = table("articles_fts").map_err(reading)?;
    if !indexed && query.words.is_some() {
        let message = format!("`{}` has no full-text index; set `full_text = true` on its sink", path.display());
        return Err(Failure::fatal("no-full-text", message));
    }
    search(&connection, query, indexed).map_err(reading)
}

/// The user's words in the language of FTS5: every word and phrase quoted, so that none of its
/// operators can be written by accident. `None` if no word is left.
fn fts_query(words: &str) -> Option<String> {
    let mut terms: Vec<String> = Vec::new();
    // every second piece stood between double quotes
    for (number, piece) in words.split('"').enumerate() {
        let quoted = number % 2 == 1;
        let parts: Vec<&str> = if quoted { vec![piece] } else { piece.split_whitespace().collect() };
        for part in parts.into_iter().filter(|part| part.chars().any(char::is_alphanumeric)) {
            let beginning = !quoted && part.ends_with('*');
            // SQLite ends its texts at NUL
            let part = part.trim_end_matches('*').replace('\0', " ");
            terms.push(format!("\"{part}\"{}", if beginning { "*" } else { "" }));
        }
    }
    (!terms.is_empty()).then(|| terms.join(" "))
}

/// A pattern for `LIKE … ESCAPE '\'` that finds `part` anywhere.
fn like(part: &str) -> String {
    let escaped = part.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{}%", escaped.trim())
}

fn search(connection: &Connection, query: &Query, indexed: bool) -> rusqlite::Result<Vec<Hit>> {
    let words = query.words.as_deref().map(fts_query);
    if words == Some(None) {
        return Ok(Vec::new()); // nothing but punctuation
    }
    // names stand in the text, so the index narrows the search for them as well
    let names = [&query.person, &query.speaker].into_iter().flatten().filter_map(|name| fts_query(name));
    let terms: Vec<String> = words.into_iter().flatten().chain(names).collect();
    let full_text = indexed && !terms.is_empty();
    let mut values: Vec<(&str, Box<dyn ToSql>)> = vec![(":limit", Box::new(query.limit.min(100_000) as i64))];
    let mut sql = String::from("SELECT a.n, a.id, a.key, a.title, a.published, a.url, ");
    if full_text {
        sql.push_str(
            "snippet(articles_fts, 1, char(2), char(3), '…', 24) FROM articles_fts f JOIN articles a ON a.n = f.rowid ",
        );
        sql.push_str("WHERE articles_fts MATCH :match");
        values.push((":match", Box::new(terms.join(" "))));
    } else {
        sql.push_str("substr(a.text, 1, 160) FROM articles a WHERE true");
    }
    if let Some(person) = &query.person {
        sql.push_str(
            " AND EXISTS (SELECT 1 FROM entities e WHERE e.article = a.n AND e.kind = 'person' \
             AND e.name LIKE :person ESCAPE '\\')",
        );
        values.push((":person", Box::new(like(person))));
    }
    if let Some(speaker) = &query.speaker {
        sql.push_str(
            " AND EXISTS (SELECT 1 FROM quotes q LEFT JOIN entities e ON e.article = q.article AND e.n = q.speaker \
             WHERE q.article = a.n AND coalesce(e.name, q.speaker_text) LIKE :speaker ESCAPE '\\')",
        );
        values.push((":speaker", Box::new(like(speaker))));
    }
    for (column, at) in [(" AND a.published >= :since", query.since), (" AND a.published < :until", query.until)] {
        if let Some(at) = at {
            sql.push_str(column);
            values.push((if column.ends_with("since") { ":since" } else { ":until" }, Box::new(at.to_string())));
        }
    }
    let order = if full_text && query.words.is_some() { "f.rank" } else { "a.published DESC NULLS LAST, a.n DESC" };
    sql.push_str(&format!(" ORDER BY {order} LIMIT :limit"));
    let mut statement = connection.prepare(&sql)?;
    let values: Vec<(&str, &dyn ToSql)> = values.iter().map(|(name, value)| (*name, &**value)).collect();
    let mut rows = statement.query(values.as_slice())?;
    let mut hits = Vec::new();
    while let Some(row) = rows.next()? {
        hits.push(Hit {
            id: row.get(1)?,
            key: row.get(2)?,
            title: row.get(3)?,
            published: row.get(4)?,
            url: row.get(5)?,
            snippet: snippet(&row.get::<_, String>(6)?),
            quotes: quotes(connection, row.get(0)?, query)?,
        });
    }
    Ok(hits)
}

/// Takes the marks around matches out again.
fn snippet(marked: &str) -> Snippet {
    let mut snippet = Snippet::default();
    let mut start = 0;
    for c in marked.chars() {
        match c {
            '\u{2}' => start = snippet.text.len(),
            '\u{3}' => snippet.matches.push(start..snippet.text.len()),
            c if c.is_whitespace() => snippet.text.push(' '),
            c => snippet.text.push(c),
        }
    }
    snippet
}

fn quotes(connection: &Connection, article: i64, query: &Query) -> rusqlite::Result<Vec<QuoteHit>> {
    let named = query.speaker.as_ref().or(query.person.as_ref().filter(|_| query.words.is_none()));
    let words: Vec<String> = match (named, &query.words) {
        (None, Some(words)) => {
            let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.map(str::to_lowercase).collect()
        }
        _ => Vec::new(),
    };
    if named.is_none() && words.is_empty() {
        return Ok(Vec::new());
    }
    let pattern = named.map_or_else(|| "%".to_owned(), |name| like(name));
    let mut statement = connection.prepare_cached(
        "SELECT coalesce(e.name, q.speaker_text), q.kind, q.text FROM quotes q \
         LEFT JOIN entities e ON e.article = q.article AND e.n = q.speaker \
         WHERE q.article = ?1 AND (?2 = '%' OR coalesce(e.name, q.speaker_text) LIKE ?2 ESCAPE '\\') ORDER BY q.n",
    )?;
    let quote = |row: &rusqlite::Row<'_>| Ok(QuoteHit { speaker: row.get(0)?, kind: row.get(1)?, text: row.get(2)? });
    let mut found = Vec::new();
    for quote in statement.query_map((article, pattern), quote)? {
        let quote = quote?;
        let text = quote.text.to_lowercase();
        if words.is_empty() || words.iter().any(|word| text.contains(word.as_str())) {
            found.push(quote);
        }
        if found.len() == QUOTES_MAX {
            break;
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_users_type_is_never_taken_for_an_operator() {
        let cases = [
            ("harbour board", Some(r#""harbour" "board""#)),
            (r#"the "second quay" now"#, Some(r#""the" "second quay" "now""#)),
            ("harb*", Some(r#""harb"*"#)),
            ("a AND title:b NOT (c)", Some(r#""a" "AND" "title:b" "NOT" "(c)""#)),
            (r#"un"closed phrase"#, Some(r#""un" "closed phrase""#)),
            ("- * \"\"", None),
            ("", None),
        ];
        for (words, expected) in cases {
            assert_eq!(fts_query(words).as_deref(), expected, "{words}");
        }
    }

    #[test]
    fn a_snippet_knows_where_its_matches_are() {
        let snippet = snippet("…the \u{2}Café\u{3} on\nthe \u{2}quay\u{3}…");
        assert_eq!(snippet.text, "…the Café on the quay…");
        let words: Vec<&str> = snippet.matches.iter().map(|range| &snippet.text[range.clone()]).collect();
        assert_eq!(words, ["Café", "quay"]);
    }
}
