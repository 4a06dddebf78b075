//! `wiredesk feeds`: the feeds of a configuration and how they are, read from the state that the daemon leaves.
//! `wiredesk feeds add`: finds the feeds of a page and writes them to a source's list. `wiredesk feeds revive`: has
//! one asked again that was given up.

mod add;
mod revive;

use std::{
    io::{self, Write},
    path::PathBuf,
};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use wiredesk_config::Settings;
use wiredesk_core::options;
use wiredesk_sources::feed::{
    FeedOptions, list,
    status::{FeedStatus, status},
};

use super::{Session, settings};
use crate::{
    cli::{
        Format,
        feeds::{FeedsArguments, FeedsCommand},
    },
    failure::Failure,
    terminal::{Style, Terminal},
};

/// A feed source as configured.
struct FeedSource {
    id: String,
    options: FeedOptions,
    /// Where it keeps what it knows.
    folder: Option<PathBuf>,
}

pub(super) fn run(session: &Session, arguments: FeedsArguments) -> Result<(), Failure> {
    match arguments.command {
        Some(FeedsCommand::Add(add)) => add::run(session, &add),
        Some(FeedsCommand::Revive(arguments)) => revive::run(&arguments),
        None => show(session, &arguments),
    }
}

/// The feed sources of a configuration; at least one.
fn sources(settings: &Settings) -> Result<Vec<FeedSource>, Failure> {
    let mut sources = Vec::new();
    for (id, table) in settings.sources.iter().filter(|(_, table)| table.component.as_deref() == Some("feed")) {
        let options: FeedOptions = options::read(Value::Object(table.options.clone())).map_err(|findings| {
            let found: Vec<String> = findings.iter().map(ToString::to_string).collect();
            let failure = Failure::rejected(format!("source `{id}` has mistakes: {}", found.join("; ")));
            failure.hint("`wiredesk check` shows where they are")
        })?;
        let folder = settings.daemon.state.as_ref().map(|state| state.join("sources").join(id));
        sources.push(FeedSource { id: id.clone(), options, folder });
    }
    if sources.is_empty() {
        let failure = Failure::rejected("the configuration has no source of type `feed`");
        return Err(failure.hint("`wiredesk describe feed` explains it; config/newsroom.toml is an example"));
    }
    Ok(sources)
}

#[derive(Serialize)]
struct Listed {
    source: String,
    #[serde(flatten)]
    status: FeedStatus,
}

fn show(session: &Session, arguments: &FeedsArguments) -> Result<(), Failure> {
    let sources = sources(&settings(&arguments.config)?)?;
    let mut listed = Vec::new();
    for source in &sources {
        let feeds = list::feeds(&source.options).map_err(|error| Failure::rejected(error.to_string()))?;
        for mistake in &feeds.mistakes {
            let warning = session.stderr.paint(Style::Error, "warning");
            writeln!(io::stderr().lock(), "{warning}: source `{}`: {mistake}", source.id)?;
        }
        let known = status(&feeds.feeds, source.folder.as_deref());
        let known = known.map_err(|failure| Failure::failed(failure.to_string()))?;
        listed.extend(known.into_iter().map(|status| Listed { source: source.id.clone(), status }));
    }
    if arguments.failing {
        listed.retain(|feed| feed.status.error.is_some());
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    if arguments.format == Format::Json {
        serde_json::to_writer_pretty(&mut out, &listed).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        let now = Timestamp::now();
        let several = sources.len() > 1;
        for feed in &listed {
            write_feed(&mut out, feed, several, now, session.stdout)?;
        }
        let failing = listed.iter().filter(|feed| feed.status.error.is_some()).count();
        let articles: i64 = listed.iter().map(|feed| feed.status.articles).sum();
        writeln!(out, "{} feeds, {failing} failing, {articles} articles", listed.len())?;
    }
    out.flush()?;
    Ok(())
}

fn write_feed(
    out: &mut impl Write,
    feed: &Listed,
    several: bool,
    now: Timestamp,
    terminal: Terminal,
) -> io::Result<()> {
    let Listed { source, status } = feed;
    let style = match status.state {
        "ok" => Style::Good,
        "waiting" => Style::Dim,
        _ => Style::Error,
    };
    let name = status.name.as_deref().unwrap_or(&status.url);
    let of = if several { format!(" ({source})") } else { String::new() };
    writeln!(
        out,
        "{}  {}{of}",
        terminal.paint(style, format!("{:7}", status.state)),
        terminal.paint(Style::Bold, printable(name))
    )?;
    writeln!(out, "         {}", terminal.paint(Style::Dim, &status.url))?;
    if let Some(moved) = &status.moved_to {
        writeln!(out, "         {}", terminal.paint(Style::Dim, format!("moved to {moved}")))?;
    }
    let mut facts = vec![format!("{} articles", status.articles)];
    for (number, noun) in
        [(status.corrections, "corrected"), (status.duplicates, "in other feeds"), (status.broken, "unreadable")]
    {
        if number > 0 {
            facts.push(format!("{number} {noun}"));
        }
    }
    facts.push(match status.last_success {
        Some(at) => format!("read {} ago", span(at, now)),
        None => "never read".to_owned(),
    });
    match status.next_poll {
        Some(at) if at > now => facts.push(format!("next poll in {}", span(now, at))),
        Some(_) => facts.push("due".to_owned()),
        None => {}
    }
    writeln!(out, "         {}", facts.join(", "))?;
    if let Some(error) = &status.error {
        let times = if status.failures > 1 { format!(" ({} times in a row)", status.failures) } else { String::new() };
        writeln!(out, "         {}{times}", terminal.paint(Style::Error, printable(error)))?;
    }
    if status.state == "retired" {
        let remark = format!("not asked any more; to ask again: wiredesk feeds revive {}", status.url);
        writeln!(out, "         {}", terminal.paint(Style::Dim, remark))?;
    }
    Ok(())
}

/// Text from outside without what terminals obey.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// The time between two moments in its largest unit.
fn span(from: Timestamp, to: Timestamp) -> String {
    let seconds = to.duration_since(from).as_secs().max(0);
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        7200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}
