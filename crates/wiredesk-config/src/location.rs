//! Where a value was written: a place in a file, an environment variable, a flag.

use std::{ops::Range, sync::Arc};

use serde::Serialize;

/// Where a value was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "in")]
pub enum Location {
    /// A configuration file.
    File {
        /// Its path as it was given.
        file: Arc<str>,
        /// From 1.
        line: usize,
        /// In characters, from 1.
        column: usize,
        /// In characters; at least 1, never beyond the end of the line.
        length: usize,
        /// The line itself, for display.
        #[serde(skip)]
        text: Arc<str>,
    },
    /// An environment variable.
    Environment {
        /// Its name.
        variable: Arc<str>,
    },
    /// A `--set` flag.
    Flag {
        /// The key it sets.
        key: Arc<str>,
    },
}

/// The text of a configuration file with the places where its lines begin.
pub(crate) struct Lines<'t> {
    file: Arc<str>,
    text: &'t str,
    /// Byte offsets, ascending, the first one 0.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// Finds the lines of `text`.
    pub(crate) fn new(file: &str, text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(offset, _)| offset + 1);
        Self { file: file.into(), text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// Turns a span in bytes into a location. A span beyond the text or inside a character is
    /// moved to the nearest place before it.
    pub(crate) fn locate(&self, span: Range<usize>) -> Location {
        let start = floor(self.text, span.start);
        let line = self.starts.partition_point(|begin| *begin <= start) - 1;
        let begin = self.starts[line];
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let text = &self.text[begin..end];
        let text = text.strip_suffix('\r').unwrap_or(text);
        let start = start.min(begin + text.len());
        let end = floor(self.text, span.end).clamp(start, begin + text.len());
        Location::File {
            file: self.file.clone(),
            line: line + 1,
            column: self.text[begin..start].chars().count() + 1,
            length: self.text[start..end].chars().count().max(1),
            text: text.into(),
        }
    }
}

fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "a = 1\r\nzwölf = \"é\"\n";
        let lines = Lines::new("x.toml", text);
        let check = |span: Range<usize>, wanted: (usize, usize, usize, &str)| {
            let Location::File { line, column, length, text, .. } = lines.locate(span) else { unreachable!() };
            assert_eq!((line, column, length, &*text), wanted);
        };
        check(0..1, (1, 1, 1, "a = 1"));
        check(16..20, (2, 9, 3, "zwölf = \"é\""));
        check(7..99, (2, 1, 11, "zwölf = \"é\""));
        check(5..6, (1, 6, 1, "a = 1"));
        check(99..120, (3, 1, 1, ""));
        check(10..11, (2, 3, 1, "zwölf = \"é\""));
    }
}
