//! How a command ends when it does not succeed: what is printed, and the exit status.

use std::{fmt::Write, io, process::ExitCode};

use wiredesk_config::Diagnostic;

use crate::terminal::{Style, Terminal};

/// Why a command did not succeed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The configuration has mistakes; nothing was started. Exit status 2.
    Configuration(Vec<Diagnostic>),
    /// Something else was wrong before anything was started. Exit status 2.
    Rejected {
        /// Lower case, no full stop.
        message: String,
        /// The remedy.
        hint: Option<String>,
    },
    /// It went wrong while running. Exit status 1.
    Failed {
        /// Lower case, no full stop.
        message: String,
        /// The remedy.
        hint: Option<String>,
    },
    /// Whoever reads the output has had enough. Exit status 0.
    OutputClosed,
}

impl Failure {
    /// Nothing was started.
    pub(crate) fn rejected(message: impl Into<String>) -> Self {
        Self::Rejected { message: message.into(), hint: None }
    }

    /// It went wrong while running.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self::Failed { message: message.into(), hint: None }
    }

    /// Adds the remedy.
    pub(crate) fn hint(mut self, remedy: impl Into<String>) -> Self {
        if let Self::Rejected { hint, .. } | Self::Failed { hint, .. } = &mut self {
            *hint = Some(remedy.into());
        }
        self
    }

    /// The exit status.
    pub(crate) fn status(&self) -> ExitCode {
        match self {
            Self::Configuration(_) | Self::Rejected { .. } => ExitCode::from(2),
            Self::Failed { .. } => ExitCode::from(1),
            Self::OutputClosed => ExitCode::SUCCESS,
        }
    }

    /// What standard error gets.
    pub(crate) fn render(&self, terminal: Terminal) -> String {
        match self {
            Self::Configuration(diagnostics) => wiredesk_config::render(diagnostics, terminal.colour),
            Self::Rejected { message, hint } | Self::Failed { message, hint } => {
                let mut text = format!("{}: {message}\n", terminal.paint(Style::Error, "error"));
                if let Some(hint) = hint {
                    // writing to a string cannot fail
                    let _ = writeln!(text, "  {}: {hint}", terminal.paint(Style::Bold, "hint"));
                }
                text
            }
            Self::OutputClosed => String::new(),
        }
    }
}

/// Errors of writing to standard output.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::OutputClosed
        } else {
            Self::failed(format!("cannot write the output: {error}"))
        }
    }
}
