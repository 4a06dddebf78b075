//! Finds the rows of a list in a text: names by Aho-Corasick, patterns by a regex set. Shared by
//! all workers; never changes after it was made.

use aho_corasick::{AhoCorasick, MatchKind};
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use unicode_normalization::UnicodeNormalization;

use super::{
    Entries, WatchlistOptions,
    list::{ListError, Row},
};

/// Patterns of one list: each costs memory and time, unlike names.
const MOST_PATTERNS: usize = 10_000;
/// Bytes that one compiled pattern may take, and a hundred times that for all of them together.
const PATTERN_SIZE: usize = 1 << 20;

/// A row that stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// Index of the row.
    pub(super) row: usize,
}

/// A list made ready to search.
pub(super) struct Matcher {
    rows: Vec<Row>,
    search: Search,
    ignore_case: bool,
    whole_words: bool,
}

enum Search {
    /// `rows[i]` is the row of pattern `i`.
    Names {
        names: AhoCorasick,
        rows: Vec<u32>,
    },
    Patterns {
        set: RegexSet,
        each: Vec<Regex>,
    },
}

impl Matcher {
    /// # Errors
    /// A pattern that is none, or more of them than can be searched.
    pub(super) fn new(rows: Vec<Row>, options: &WatchlistOptions) -> Result<Self, ListError> {
        let search = match options.entries {
            Entries::Names => names(&rows, options.ignore_case)?,
            Entries::Patterns => patterns(&rows, options.ignore_case)?,
        };
        Ok(Self { rows, search, ignore_case: options.ignore_case, whole_words: options.whole_words })
    }

    pub(super) fn row(&self, index: usize) -> &Row {
        &self.rows[index]
    }

    /// The hits in `text` in its order, none inside or across another: of those that overlap the
    /// leftmost stays, then the longest. Rows with the same name all stay.
    pub(super) fn find(&self, text: &str, folded: &mut String) -> Vec<Hit> {
        let mut hits = Vec::new();
        match &self.search {
            Search::Names { names, rows } => {
                let searched = if self.ignore_case {
                    fold(text, folded);
                    folded
                } else {
                    text
                };
                for found in names.find_overlapping_iter(searched) {
                    let row = rows[found.pattern().as_usize()] as usize;
                    hits.push(Hit { start: found.start(), end: found.end(), row });
                }
            }
            Search::Patterns { set, each } => {
                for row in set.matches(text) {
                    let found = each[row].find_iter(text).filter(|found| !found.is_empty());
                    hits.extend(found.map(|found| Hit { start: found.start(), end: found.end(), row }));
                }
            }
        }
        if self.whole_words {
            hits.retain(|hit| is_whole(text, hit));
        }
        hits.sort_unstable_by_key(|hit| (hit.start, usize::MAX - hit.end, hit.row));
        let (mut start, mut end) = (0, 0);
        hits.retain(|hit| {
            let stays = hit.start >= end || (hit.start, hit.end) == (start, end);
            if stays {
                (start, end) = (hit.start, hit.end);
            }
            stays
        });
        hits.dedup();
        hits
    }
}

fn names(rows: &[Row], ignore_case: bool) -> Result<Search, ListError> {
    let mut names: Vec<String> = Vec::with_capacity(rows.len());
    let mut of = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        let composed: String = row.name.nfc().collect();
        let mut name = composed.split_whitespace().collect::<Vec<_>>().join(" ");
        if ignore_case {
            let written = std::mem::take(&mut name);
            fold(&written, &mut name);
        }
        // articles write either apostrophe
        let other = if name.contains('\'') { Some(name.replace('\'', "’")) } else { None };
        let other = other.or_else(|| name.contains('’').then(|| name.replace('’', "'")));
        for name in [Some(name), other].into_iter().flatten() {
            names.push(name);
            of.push(index as u32);
        }
    }
    let built = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&names);
    let names = built.map_err(|error| ListError { line: rows.len(), message: format!("too many names: {error}") })?;
    Ok(Search::Names { names, rows: of })
}

fn patterns(rows: &[Row], ignore_case: bool) -> Result<Search, ListError> {
    if let Some(row) = rows.get(MOST_PATTERNS) {
        return Err(ListError { line: row.line, message: format!("more than {MOST_PATTERNS} patterns") });
    }
    let mut each = Vec::with_capacity(rows.len());
    for row in rows {
        let regex = RegexBuilder::new(&row.name).case_insensitive(ignore_case).size_limit(PATTERN_SIZE).build();
        let shown = |error: regex::Error| {
            // the last line of a message of several says what is wrong
            let message = error.to_string();
            let reason = message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            ListError { line: row.line, message: format!("not a pattern: `{}`: {reason}", row.name) }
        };
        each.push(regex.map_err(shown)?);
    }
    let all = rows.iter().map(|row| &row.name);
    let set = RegexSetBuilder::new(all).case_insensitive(ignore_case).size_limit(100 * PATTERN_SIZE).build();
    let line = rows.last().map_or(1, |row| row.line);
    let set = set.map_err(|error| ListError { line, message: format!("too many patterns: {error}") })?;
    Ok(Search::Patterns { set, each })
}

/// `text` in small letters, byte for byte as long: a letter whose small form has another length
/// stays, so that every offset means the same in both.
fn fold(text: &str, folded: &mut String) {
    folded.clear();
    folded.push_str(text);
    folded.make_ascii_lowercase();
    if text.is_ascii() {
        return;
    }
    folded.clear();
    folded.extend(text.chars().map(|character| {
        let mut lower = character.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(small), None) if small.len_utf8() == character.len_utf8() => small,
            _ => character,
        }
    }));
}

/// Whether no end of the hit lies inside a word.
fn is_whole(text: &str, hit: &Hit) -> bool {
    let joined = |before: Option<char>, after: Option<char>| {
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    };
    let (before, inside, after) = (&text[..hit.start], &text[hit.start..hit.end], &text[hit.end..]);
    !joined(before.chars().next_back(), inside.chars().next())
        && !joined(inside.chars().next_back(), after.chars().next())
}
