//! Puts what hangs on one article into its tables. Called by [`crate::writer`] inside a
//! transaction; rows are bound one by one to statements that stay prepared.

use std::{borrow::Cow, fmt};

use rusqlite::{CachedStatement, Connection, Result, ToSql, types::ToSqlOutput};
use serde::Serialize;
use wiredesk_core::{
    annotation::EntityId,
    record::{Record, RecordMention},
};

/// Tables with a column `article`, emptied before an article is replaced.
const TABLES: [&str; 8] = ["entities", "quotes", "times", "quantities", "roles", "relations", "events", "extensions"];

/// An enumeration as the word that the record has for it.
struct Word<T>(T);

impl<T: Serialize> fmt::Display for Word<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(f)
    }
}

/// An enumeration as the word that the record has for it.
pub(crate) fn word(value: impl Serialize) -> String {
    Word(value).to_string()
}

/// JSON for a column; an empty list, which most are, costs nothing.
pub(crate) fn json<T: Serialize>(list: &[T]) -> Cow<'static, str> {
    if list.is_empty() {
        return Cow::Borrowed("[]");
    }
    // strings and numbers always serialise
    Cow::Owned(serde_json::to_string(list).unwrap_or_else(|_| "[]".to_owned()))
}

/// The number under which an entity stands in its table.
struct Number(EntityId);

impl ToSql for Number {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok((i64::from(self.0.0) + 1).into())
    }
}

/// `[start, stop, form, confidence]`, the short form of a mention.
fn mentions(mentions: &[RecordMention<'_>]) -> String {
    use std::fmt::Write;
    let mut json = String::with_capacity(mentions.len() * 24 + 2);
    json.push('[');
    for (number, mention) in mentions.iter().enumerate() {
        let comma = if number > 0 { "," } else { "" };
        let ([start, stop], form) = (mention.span, Word(mention.form));
        let _ = write!(json, "{comma}[{start},{stop},\"{form}\",{}]", two_digits(mention.confidence));
    }
    json.push(']');
    json
}

/// Scores as the record has them.
pub(crate) fn two_digits(score: f32) -> f64 {
    (f64::from(score) * 100.0).round() / 100.0
}

/// Runs a prepared statement with the given values.
macro_rules! put {
    ($statement:expr, $($value:expr),+ $(,)?) => {{
        let mut column = 0;
        $(column += 1; $statement.raw_bind_parameter(column, $value)?;)+
        $statement.raw_execute()?;
    }};
}
pub(crate) use put;

/// Deletes every row of an article but its own.
pub(crate) fn delete(connection: &Connection, article: i64) -> Result<()> {
    for table in TABLES {
        let mut statement = connection.prepare_cached(&format!("DELETE FROM {table} WHERE article = ?1"))?;
        statement.execute([article])?;
    }
    Ok(())
}

/// Inserts every row of an article but its own.
pub(crate) fn insert(connection: &Connection, article: i64, record: &Record<'_>) -> Result<()> {
    let prepare = |sql: &str| -> Result<CachedStatement<'_>> { connection.prepare_cached(sql) };
    if !record.entities.is_empty() {
        let mut row = prepare("INSERT INTO entities VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?;
        for e in &record.entities {
            let f = &e.facts;
            put!(
                row,
                article,
                Number(e.id),
                word(e.kind),
                e.name,
                f.age,
                f.nationality,
                f.gender.map(word),
                f.born_in.map(Number),
                f.country,
                two_digits(e.confidence),
                mentions(&e.mentions)
            );
        }
    }
    if !record.quotes.is_empty() {
        let mut row =
            prepare("INSERT INTO quotes VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)")?;
        for (n, q) in (1_i64..).zip(&record.quotes) {
            let (speaker, cue) = (q.speaker.as_ref(), q.cue.as_ref());
            let said = speaker.and_then(|speaker| speaker.span);
            put!(
                row,
                article,
                n,
                q.span[0],
                q.span[1],
                q.text,
                word(q.kind),
                speaker.and_then(|speaker| speaker.entity).map(Number),
                said.map(|span| span[0]),
                said.map(|span| span[1]),
                speaker.map(|speaker| speaker.text),
                cue.map(|cue| cue.span[0]),
                cue.map(|cue| cue.span[1]),
                cue.map(|cue| cue.text),
                two_digits(q.confidence),
                q.rule
            );
        }
    }
    if !record.times.is_empty() {
        let mut row = prepare("INSERT INTO times VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
        for (n, t) in (1_i64..).zip(&record.times) {
            put!(row, article, n, t.span[0], t.span[1], t.text, word(t.kind), t.value);
        }
    }
    if !record.quantities.is_empty() {
        let mut row = prepare("INSERT INTO quantities VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
        for (n, q) in (1_i64..).zip(&record.quantities) {
            put!(row, article, n, q.span[0], q.span[1], q.text, word(q.kind), q.value, q.unit);
        }
    }
    if !record.roles.is_empty() {
        let mut row = prepare("INSERT INTO roles VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
        for (n, r) in (1_i64..).zip(&record.roles) {
            let (person, of, status) = (Number(r.person), r.of.map(Number), word(r.status));
            put!(row, article, n, person, r.title, of, status, r.span[0], r.span[1], r.since, r.until);
        }
    }
    if !record.relations.is_empty() {
        let mut row = prepare("INSERT INTO relations VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
        for (n, r) in (1_i64..).zip(&record.relations) {
            let (subject, object) = (Number(r.subject), Number(r.object));
            put!(row, article, n, word(r.kind), subject, object, r.span[0], r.span[1], r.rule);
        }
    }
    if !record.events.is_empty() {
        let numbers = |ids: &[EntityId]| json(&ids.iter().map(|id| id.0 + 1).collect::<Vec<_>>());
        let mut row = prepare("INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)")?;
        for (n, e) in (1_i64..).zip(&record.events) {
            let trigger = &e.trigger;
            put!(
                row,
                article,
                n,
                word(e.kind),
                trigger.span[0],
                trigger.span[1],
                trigger.text,
                numbers(e.actors),
                numbers(e.recipients),
                e.place.map(Number),
                e.time,
                e.negated,
                e.span[0],
                e.span[1]
            );
        }
    }
    if !record.extensions.is_empty() {
        let mut row = prepare("INSERT INTO extensions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
        for (layer, annotations) in &record.extensions {
            for (n, a) in (1_i64..).zip(annotations) {
                let value = a.value.as_ref().map(ToString::to_string);
                put!(row, article, *layer, n, a.span[0], a.span[1], a.label, value);
            }
        }
    }
    Ok(())
}
