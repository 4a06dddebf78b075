//! Logging to standard error: short lines at a terminal, one JSON object per line on request. A
//! progress bar steps aside for each line.

use std::io::{self, IsTerminal, Write};

use indicatif::ProgressBar;
use tracing_subscriber::{
    EnvFilter,
    fmt::{self, MakeWriter},
    prelude::*,
};

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
pub(crate) fn start(filter: &str, format: LogFormat, colour: bool, bar: ProgressBar) -> Result<(), String> {
    let filter = EnvFilter::builder().parse(filter).map_err(|error| format!("log filter {filter:?}: {error}"))?;
    let lines = fmt::layer().with_writer(StandardError { bar }).with_target(false).with_ansi(colour);
    let subscriber = tracing_subscriber::registry().with(filter);
    // a program that embeds wiredesk may have its own subscriber; it then gets these events
    let _ = match format {
        LogFormat::Json => subscriber.with(lines.json().flatten_event(true)).try_init(),
        // a person at a terminal needs no date
        LogFormat::Text if io::stderr().is_terminal() => {
            subscriber.with(lines.with_timer(fmt::time::uptime()).compact()).try_init()
        }
        LogFormat::Text => subscriber.with(lines).try_init(),
    };
    Ok(())
}

/// Standard error below a progress bar.
struct StandardError {
    bar: ProgressBar,
}

impl<'w> MakeWriter<'w> for StandardError {
    type Writer = &'w Self;

    fn make_writer(&'w self) -> Self::Writer {
        self
    }
}

impl Write for &StandardError {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.bar.suspend(|| io::stderr().lock().write(line))
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().lock().flush()
    }
}
