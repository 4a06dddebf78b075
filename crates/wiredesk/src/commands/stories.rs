//! `wiredesk stories`: the running stories, as the extractor of that name remembers them; running daemon or
//! not. Reads the state folder of a configuration and changes nothing there.

use std::io::{self, Write};

use jiff::Timestamp;
use serde::Serialize;
use wiredesk_core::registry::Component;
use wiredesk_engine::{notes, plan::StagePlan, planner};
use wiredesk_extractors::stories::{
    Stories,
    listing::{Listing, RunningStory},
};

use super::{Session, settings};
use crate::{
    cli::{Format, StoriesArguments},
    failure::Failure,
    plugged::Plugged,
    terminal::{Style, Terminal},
};

/// A story with where it is running.
#[derive(Serialize)]
struct Listed {
    pipeline: String,
    #[serde(flatten)]
    story: RunningStory,
}

pub(super) fn run(session: &Session, arguments: &StoriesArguments) -> Result<(), Failure> {
    let mut settings = settings(&arguments.config)?;
    let plugged = Plugged::new(&session.registry, &mut settings);
    let plan = planner::plan(&settings, &plugged.registry).map_err(Failure::Configuration)?;
    let remembers = |stage: &&StagePlan| stage.component == Stories::NAME;
    if !plan.pipelines.iter().any(|pipeline| pipeline.stages.iter().any(|stage| remembers(&stage))) {
        let failure = Failure::rejected("no pipeline of this configuration has the extractor `stories`");
        return Err(failure.hint("add `\"stories\"` to the `extractors` of a pipeline"));
    }
    let Some(state) = plan.daemon.state.as_deref() else {
        let failure = Failure::rejected("this configuration keeps no state, so no stories are remembered");
        return Err(failure.hint("set `state` in `[daemon]`"));
    };
    if !state.join("state.db").is_file() {
        let failure = Failure::rejected(format!("no state in `{}`", state.display()));
        return Err(failure.hint("`wiredesk run` makes it"));
    }
    let mut listed = Vec::new();
    for pipeline in &plan.pipelines {
        for stage in pipeline.stages.iter().filter(remembers) {
            let owner = notes::Owner { pipeline: &pipeline.id, extractor: &stage.id, component: Stories::NAME };
            let (mut listing, mut unreadable) = (Listing::default(), 0_u64);
            let read = notes::read(state, owner, |_, note, durable| {
                unreadable += u64::from(durable && listing.add(note).is_err());
            });
            read.map_err(|failure| Failure::failed(failure.to_string()))?;
            if unreadable > 0 {
                let message = "articles are left out, whose notes are damaged or of another version";
                writeln!(io::stderr().lock(), "warning: {unreadable} {message}")?;
            }
            let stories = listing.stories().into_iter().filter(|story| story.articles >= arguments.least);
            listed.extend(stories.map(|story| Listed { pipeline: pipeline.id.to_string(), story }));
        }
    }
    listed.sort_by_key(|listed| std::cmp::Reverse(listed.story.last));
    let more = listed.len().saturating_sub(arguments.limit);
    listed.truncate(arguments.limit);
    let mut out = io::BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &listed).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Format::Text => {
            let several = plan.pipelines.len() > 1;
            for listed in &listed {
                write_story(&mut out, listed, several, session.stdout)?;
            }
            let noun = if listed.len() == 1 { "story" } else { "stories" };
            let more = if more > 0 { format!(", {more} more: `--limit`") } else { String::new() };
            if listed.is_empty() {
                let least = arguments.least;
                writeln!(out, "no story of {least} articles or more; `--least 1` lists those of one as well")?;
            } else {
                writeln!(out, "{} {noun}{more}", listed.len())?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

fn write_story(out: &mut impl Write, listed: &Listed, several: bool, terminal: Terminal) -> io::Result<()> {
    let Listed { pipeline, story } = listed;
    let title = story.title.as_deref().unwrap_or("(no headline)");
    writeln!(out, "{}", terminal.paint(Style::Bold, title))?;
    let articles = if story.articles == 1 { "1 article".to_owned() } else { format!("{} articles", story.articles) };
    let pipeline = if several { format!(", pipeline {pipeline}") } else { String::new() };
    let from = story.sources.join(", ");
    writeln!(out, "  {articles} from {from}{pipeline}, {}", span(story.first, story.last))?;
    if !story.people.is_empty() {
        let people: Vec<String> =
            story.people.iter().map(|name| terminal.paint(Style::Person, name).to_string()).collect();
        writeln!(out, "  {}", people.join(", "))?;
    }
    writeln!(out, "  {}\n", terminal.paint(Style::Dim, story.id))
}

/// A stretch of time in UTC, to the minute.
fn span(first: Timestamp, last: Timestamp) -> String {
    let shown = |at: Timestamp| at.strftime("%Y-%m-%d %H:%M").to_string();
    let (first, last) = (shown(first), shown(last));
    if first == last { first } else { format!("{first} to {last}") }
}
