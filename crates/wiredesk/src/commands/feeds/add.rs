//! `wiredesk feeds add URL`.

use std::io::{self, Write};

use serde_json::json;
use tokio::runtime;
use wiredesk_sources::{
    feed::{
        Discovered, discover, fetcher, list,
        options::{FeedTable, feed_address},
    },
    fetch::Trust,
};

use super::{FeedSource, Session, settings, sources};
use crate::{
    cli::{Format, feeds::AddArguments},
    failure::Failure,
    terminal::Style,
};

pub(super) fn run(session: &Session, arguments: &AddArguments) -> Result<(), Failure> {
    let url = feed_address(&arguments.url)
        .map_err(|error| Failure::rejected(format!("the address `{}`: {error}", arguments.url)))?;
    let source = chosen(sources(&settings(&arguments.config)?)?, arguments.source.as_deref())?;
    let fetcher = fetcher(&source.options).map_err(|failure| Failure::rejected(failure.to_string()))?;
    let trust = if source.options.allow_private { Trust::Anywhere } else { Trust::Public };
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::failed(format!("cannot start: {error}")))?;
    let found = runtime.block_on(discover(&fetcher, &url, trust)).map_err(|error| {
        let failure = Failure::failed(error.to_string());
        match error.code {
            "private-address" => failure.hint(format!("set `allow_private = true` in [sources.{}]", source.id)),
            _ => failure,
        }
    })?;
    if found.is_empty() {
        let failure = Failure::failed(format!("no feed at {url}, and none that the page links to"));
        return Err(failure.hint("look on the site for a link called RSS, Atom or feed, and give its address"));
    }
    let tables: Vec<FeedTable> = found.iter().map(table).collect();
    let list = source.options.list.as_deref().filter(|_| !arguments.dry_run);
    let added = list.map(|path| list::add(path, &tables)).transpose();
    let added = added.map_err(|error| Failure::failed(error.to_string()))?;
    let mut out = io::stdout().lock();
    if arguments.format == Format::Json {
        let feeds: Vec<_> = found
            .iter()
            .map(|feed| json!({"url": feed.url.as_str(), "title": feed.title, "entries": feed.entries}))
            .collect();
        writeln!(out, "{:#}", json!({"source": source.id, "feeds": feeds, "added": added}))?;
        return Ok(());
    }
    for feed in &found {
        let title = feed.title.as_deref().unwrap_or("(without a title)");
        let title: String = title.chars().filter(|c| !c.is_control()).collect();
        writeln!(out, "{}  {} entries", session.stdout.paint(Style::Bold, title), feed.entries)?;
        writeln!(out, "  {}", session.stdout.paint(Style::Dim, feed.url.as_str()))?;
    }
    match (added, &source.options.list) {
        (Some(0), Some(list)) => writeln!(out, "\nnothing new for `{}`", list.display())?,
        (Some(added), Some(list)) => writeln!(out, "\n{added} added to `{}`", list.display())?,
        (None, Some(list)) => writeln!(out, "\nnot added to `{}`: --dry-run", list.display())?,
        _ => {
            writeln!(out, "\nsource `{}` has no `list`; write into its table:\n", source.id)?;
            let urls: Vec<String> = found.iter().map(|feed| format!("\"{}\"", feed.url)).collect();
            writeln!(out, "feeds = [{}]", urls.join(", "))?;
        }
    }
    Ok(())
}

fn table(feed: &Discovered) -> FeedTable {
    FeedTable { url: feed.url.to_string(), name: feed.title.clone(), ..FeedTable::default() }
}

/// The source to add to.
fn chosen(mut sources: Vec<FeedSource>, wanted: Option<&str>) -> Result<FeedSource, Failure> {
    let ids: Vec<String> = sources.iter().map(|source| format!("`{}`", source.id)).collect();
    let at = match wanted {
        Some(wanted) => sources.iter().position(|source| source.id == wanted),
        None if sources.len() == 1 => Some(0),
        None => {
            let failure = Failure::rejected(format!("there are several feed sources: {}", ids.join(", ")));
            return Err(failure.hint("name one with --source"));
        }
    };
    match at {
        Some(at) => Ok(sources.swap_remove(at)),
        None => {
            let failure = Failure::rejected(format!("no feed source `{}`", wanted.unwrap_or_default()));
            Err(failure.hint(format!("there is {}", ids.join(", "))))
        }
    }
}
