//! What the program knows about the terminal it writes to: colours, width, plain text otherwise.

use std::{
    fmt,
    io::{self, IsTerminal},
};

use crate::cli::When;

/// How to write to standard output.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    /// Whether escape sequences are welcome.
    pub(crate) colour: bool,
    /// Columns to wrap text at.
    pub(crate) width: usize,
}

impl Terminal {
    /// Standard output, seen with the user's wish.
    pub(crate) fn stdout(when: When) -> Self {
        let terminal = io::stdout().is_terminal();
        Self { colour: wants_colour(when, terminal), width: width(terminal) }
    }

    /// Standard error, likewise.
    pub(crate) fn stderr(when: When) -> Self {
        let terminal = io::stderr().is_terminal();
        Self { colour: wants_colour(when, terminal), width: width(terminal) }
    }

    /// `text` in a style, or as it is.
    pub(crate) fn paint<T: fmt::Display>(self, style: Style, text: T) -> Painted<T> {
        Painted { style: self.colour.then_some(style), text }
    }
}

fn wants_colour(when: When, terminal: bool) -> bool {
    let unwanted = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => terminal && !unwanted("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

fn width(terminal: bool) -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let columns =
        columns.or_else(|| terminal.then(terminal_size::terminal_size).flatten().map(|(width, _)| width.0.into()));
    columns.unwrap_or(100).clamp(40, 100)
}

/// A way of showing text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Headings.
    Bold,
    /// What matters less.
    Dim,
    /// People.
    Person,
    /// Organizations.
    Organization,
    /// Places.
    Place,
    /// Any other name.
    Name,
    /// What was said.
    Quote,
    /// Something is wrong.
    Error,
    /// All is well.
    Good,
}

impl Style {
    fn code(self) -> &'static str {
        match self {
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Person => "1;36",
            Self::Organization => "35",
            Self::Place => "34",
            Self::Name => "4",
            Self::Quote => "3;32",
            Self::Error => "1;31",
            Self::Good => "32",
        }
    }
}

/// Text with its style.
pub(crate) struct Painted<T> {
    style: Option<Style>,
    text: T,
}

impl<T: fmt::Display> fmt::Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.style {
            Some(style) => {
                write!(f, "\x1b[{}m", style.code())?;
                self.text.fmt(f)?;
                f.write_str("\x1b[0m")
            }
            None => self.text.fmt(f),
        }
    }
}
