//! `wiredesk find`: searches a database that the SQLite sink wrote, running daemon or not.

use std::io::{self, Write};

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use wiredesk_sink_sqlite::search::{self, Hit, Query, Snippet};

use super::Session;
use crate::{
    cli::{FindArguments, Format},
    failure::Failure,
    terminal::{Style, Terminal},
};

pub(super) fn run(session: &Session, arguments: &FindArguments) -> Result<(), Failure> {
    let database = arguments.database.as_path();
    if !database.is_file() {
        let failure = Failure::rejected(format!("no database at `{}`", database.display()));
        return Err(failure.hint("name the `path` of a sqlite sink that has run"));
    }
    let query = Query {
        words: (!arguments.words.is_empty()).then(|| arguments.words.join(" ")),
        person: arguments.person.clone(),
        speaker: arguments.speaker.clone(),
        since: arguments.since.map(midnight).transpose()?,
        until: arguments.until.map(|day| midnight(day.saturating_add(1.day()))).transpose()?,
        limit: arguments.limit,
    };
    let hits = search::find(database, &query).map_err(|failure| Failure::failed(failure.to_string()))?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &hits).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Format::Text => {
            for hit in &hits {
                write_hit(&mut out, hit, session.stdout)?;
            }
            let more = if hits.len() == query.limit { ", perhaps more: `--limit`" } else { "" };
            writeln!(
                out,
                "{} found{more}",
                if hits.is_empty() { "nothing".to_owned() } else { hits.len().to_string() }
            )?;
        }
    }
    out.flush()?;
    Ok(())
}

/// The beginning of a day in UTC.
fn midnight(day: Date) -> Result<Timestamp, Failure> {
    let zoned = day.to_zoned_datetime(TimeZone::UTC);
    zoned.map(|zoned| zoned.timestamp()).map_err(|error| Failure::rejected(format!("the date {day}: {error}")))
}

fn write_hit(out: &mut impl Write, hit: &Hit, terminal: Terminal) -> io::Result<()> {
    let title = hit.title.as_deref().unwrap_or(&hit.key);
    let day = hit.published.as_deref().map_or("", |published| published.get(..10).unwrap_or(published));
    writeln!(out, "{}  {}", terminal.paint(Style::Bold, title), terminal.paint(Style::Dim, day))?;
    if let Some(url) = &hit.url {
        writeln!(out, "  {}", terminal.paint(Style::Dim, url))?;
    }
    if hit.quotes.is_empty() {
        writeln!(out, "  {}", highlighted(&hit.snippet, terminal))?;
    }
    for quote in &hit.quotes {
        let speaker = quote.speaker.as_deref().unwrap_or("?");
        writeln!(out, "  {}: {}", terminal.paint(Style::Person, speaker), terminal.paint(Style::Quote, &quote.text))?;
    }
    writeln!(out)
}

/// The snippet on one line, what was searched for in bold.
fn highlighted(snippet: &Snippet, terminal: Terminal) -> String {
    let mut line = String::new();
    let mut from = 0;
    for found in &snippet.matches {
        line.push_str(snippet.text.get(from..found.start).unwrap_or_default());
        line.push_str(&terminal.paint(Style::Bold, snippet.text.get(found.clone()).unwrap_or_default()).to_string());
        from = found.end;
    }
    line.push_str(snippet.text.get(from..).unwrap_or_default());
    line.replace('\n', " ")
}
