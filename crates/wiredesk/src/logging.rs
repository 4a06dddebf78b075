//! Logging to standard error: short lines at a terminal, one JSON object per line on request.

use std::io::{self, IsTerminal};

use tracing_subscriber::{EnvFilter, fmt, prelude::*};

/// Form of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// For log collectors.
    Json,
}

/// Starts logging; `filter` is a level or a `tracing` filter.
///
/// # Errors
/// If the filter cannot be read; the message says what is wrong with it.
pub(crate) fn start(filter: &str, format: LogFormat, colour: bool) -> Result<(), String> {
    let filter = EnvFilter::builder().parse(filter).map_err(|error| format!("log filter {filter:?}: {error}"))?;
    let lines = fmt::layer().with_writer(io::stderr).with_target(false);
    let subscriber = tracing_subscriber::registry().with(filter);
    let started = match format {
        LogFormat::Json => subscriber.with(lines.json().flatten_event(true)).try_init(),
        // a service manager stamps the lines itself, a person at a terminal needs no date
        LogFormat::Text if io::stderr().is_terminal() => {
            subscriber.with(lines.with_ansi(colour).with_timer(fmt::time::uptime()).compact()).try_init()
        }
        LogFormat::Text => subscriber.with(lines.with_ansi(colour)).try_init(),
    };
    // a program that embeds wiredesk may have its own subscriber; it then gets these events
    drop(started);
    Ok(())
}
