//! Diagnostics as text: message, place, source line, caret, expectation, remedy. The JSON form is
//! [`Diagnostic`]'s `Serialize`. Never prints by itself.

use std::fmt::Write;

use crate::{Diagnostic, Location, Severity};

/// How many expected names are listed before the rest is only counted.
const LISTED: usize = 24;
/// How much of a long source line is shown, in characters.
const WIDTH: usize = 160;

const RED: &str = "\x1b[1;31m";
const YELLOW: &str = "\x1b[1;33m";
const BLUE: &str = "\x1b[1;34m";
const BOLD: &str = "\x1b[1m";
const PLAIN: &str = "\x1b[0m";

/// All of them, a blank line between two, with the number of errors and warnings at the end.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], colour: bool) -> String {
    let mut text: String = diagnostics.iter().map(|diagnostic| one(diagnostic, colour) + "\n").collect();
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    let counts = [counted(errors, "error"), counted(diagnostics.len() - errors, "warning")];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    if !counts.is_empty() {
        text.push_str(&counts.join(", "));
        text.push('\n');
    }
    text
}

fn counted(number: usize, noun: &str) -> Option<String> {
    (number > 0).then(|| format!("{number} {noun}{}", if number == 1 { "" } else { "s" }))
}

/// One diagnostic, ending in a line break.
#[must_use]
pub fn one(diagnostic: &Diagnostic, colour: bool) -> String {
    let paint = |style: &'static str| if colour { style } else { "" };
    let (blue, bold, plain) = (paint(BLUE), paint(BOLD), paint(PLAIN));
    let (word, strong) = match diagnostic.severity {
        Severity::Error => ("error", paint(RED)),
        Severity::Warning => ("warning", paint(YELLOW)),
    };
    let mut text = format!("{strong}{word}[{}]{plain}{bold}: {}{plain}\n", diagnostic.code, shown(&diagnostic.message));
    let mut gutter = String::new();
    match &diagnostic.location {
        Some(Location::File { file, line, column, length, text: source }) => {
            let number = line.to_string();
            gutter = " ".repeat(number.len());
            let (source, column, length) = window(source, *column, *length);
            let indent = " ".repeat(column - 1);
            let carets = "^".repeat(length);
            text += &format!("{gutter}{blue}-->{plain} {file}:{line}:{}\n", column_of(&diagnostic.location));
            text += &format!("{gutter} {blue}|{plain}\n");
            text += &format!("{blue}{number} |{plain} {source}\n");
            text += &format!("{gutter} {blue}|{plain} {indent}{strong}{carets}{plain}\n");
        }
        Some(Location::Environment { variable }) => {
            gutter = " ".to_owned();
            text += &format!("{gutter}{blue}-->{plain} environment variable `{}`\n", shown(variable));
        }
        Some(Location::Flag { key }) => {
            gutter = " ".to_owned();
            text += &format!("{gutter}{blue}-->{plain} flag `--set {}=…`\n", shown(key));
        }
        None => {}
    }
    if !diagnostic.expected.is_empty() {
        text += &format!("{gutter} {blue}={plain} {bold}expected{plain}: {}\n", listed(&diagnostic.expected));
    }
    if let Some(help) = &diagnostic.help {
        text += &format!("{gutter} {blue}={plain} {bold}help{plain}: {}\n", shown(help));
    }
    text
}

fn column_of(location: &Option<Location>) -> usize {
    if let Some(Location::File { column, .. }) = location { *column } else { 1 }
}

/// The part of a source line around the mistake, with the column and length to mark in it.
fn window(line: &str, column: usize, length: usize) -> (String, usize, usize) {
    let skipped = if column + length > WIDTH { (column - 1).saturating_sub(WIDTH / 4) } else { 0 };
    let part: String = line.chars().skip(skipped).take(WIDTH).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let column = column - skipped;
    let length = length.min((WIDTH + 1).saturating_sub(column)).max(1);
    if skipped == 0 { (part, column, length) } else { (format!("…{part}"), column + 1, length) }
}

/// Names in backticks, descriptions (anything with a space) as they are.
fn listed(expected: &[String]) -> String {
    let mut text = String::new();
    for (number, item) in expected.iter().take(LISTED).enumerate() {
        let comma = if number == 0 { "" } else { ", " };
        let tick = if item.contains(' ') { "" } else { "`" };
        let _ = write!(text, "{comma}{tick}{}{tick}", shown(item));
    }
    if expected.len() > LISTED {
        let _ = write!(text, " and {} more", expected.len() - LISTED);
    }
    text
}

/// Without control characters, which could play tricks on a terminal.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
