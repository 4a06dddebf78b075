//! `wiredesk run`: the pipelines of a configuration, as a daemon or once.

use std::io::{self, IsTerminal, Write};

use wiredesk_config::sections;
use wiredesk_core::source::Mode;
use wiredesk_engine::{RunOptions, planner};
use wiredesk_plugins::{Plugins, Watch};

use super::{Session, settings};
use crate::{
    cli::{Format, RunArguments},
    execution::{execute, progress_bar},
    failure::Failure,
    logging::LogFormat,
    plugged::Plugged,
    process::Cost,
    summary::Report,
};

pub(super) fn run(session: &Session, arguments: &RunArguments) -> Result<(), Failure> {
    // a program that starts this one in its own place, as cargo does, leaves its processor time behind
    let before = Cost::now();
    let mut settings = settings(&arguments.config)?;
    let plugged = Plugged::new(&session.registry, &mut settings);
    let plan = planner::plan(&settings, &plugged.registry).map_err(Failure::Configuration)?;
    let bar = progress_bar(arguments.once && !arguments.quiet && arguments.format == Format::Text);
    // a person who watches the progress of one run needs to be told of trouble only
    let watched = arguments.once && settings.log == sections::Log::default();
    let level = if watched { "warn" } else { &settings.log.level };
    session.start_logging(level, log_format(settings.log.format), bar.clone())?;
    // plugins are replaced while it runs, until it ends
    let _watch = watch(plugged.plugins)?;
    let mode = if arguments.once { Mode::Once } else { Mode::Follow };
    let options = RunOptions { config: Some(arguments.config.config.clone()), ..RunOptions::new(mode) };
    let summary = execute(plan, options, &bar)?;
    let mut out = io::stdout().lock();
    match arguments.format {
        Format::Json => {
            serde_json::to_writer(&mut out, &Report::new(&summary, before)).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        // the end of a daemon interests the person at its terminal, not the service manager's log
        Format::Text if !arguments.quiet && (arguments.once || out.is_terminal()) => {
            out.write_all(Report::new(&summary, before).text(&settings, session.stdout).as_bytes())?;
        }
        Format::Text => {}
    }
    Ok(())
}

fn watch(plugins: Plugins) -> Result<Option<Watch>, Failure> {
    if plugins.found.is_empty() {
        return Ok(None);
    }
    Watch::start(plugins).map(Some).map_err(|error| Failure::failed(format!("cannot start a thread: {error}")))
}

fn log_format(format: sections::LogFormat) -> LogFormat {
    match format {
        sections::LogFormat::Json => LogFormat::Json,
        sections::LogFormat::Text => LogFormat::Text,
        sections::LogFormat::Auto if io::stderr().is_terminal() => LogFormat::Text,
        sections::LogFormat::Auto => LogFormat::Json,
    }
}
