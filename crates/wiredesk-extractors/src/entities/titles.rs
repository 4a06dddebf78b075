//! Finds title phrases ("deputy prime minister", "Gen.") at a word or before one. Called by the
//! tagger, the grouping and the rules for nominal mentions.

use super::words::{Shape, Word};
use crate::lexicon::{Lexicons, Title, lower};

/// The longest title that begins at word `at`, with its number of words.
pub(super) fn at(
    text: &str,
    words: &[Word],
    at: usize,
    lexicons: &Lexicons,
    buffer: &mut String,
) -> Option<(usize, Title)> {
    let first = words.get(at)?;
    if !first.is(Shape::WORD) {
        return None;
    }
    lower(first.text(text), buffer);
    let longest = usize::from(*lexicons.title_words.get(buffer.as_str())?);
    for count in (1..=longest).rev() {
        let Some(last) = words.get(at + count - 1) else { continue };
        if last.sentence != first.sentence {
            continue;
        }
        let phrase = &text[first.span.start()..last.span.end()];
        if let Some(title) = lexicons.title(phrase, buffer) {
            return Some((count, title));
        }
    }
    None
}

/// The longest title that ends right before word `end`: its first word and what it is.
pub(super) fn before(
    text: &str,
    words: &[Word],
    end: usize,
    lexicons: &Lexicons,
    buffer: &mut String,
) -> Option<(usize, Title)> {
    let last = words.get(end.checked_sub(1)?)?;
    if !last.is(Shape::WORD) {
        return None;
    }
    let mut found = None;
    for count in 1..=Lexicons::LONGEST_TITLE.min(end) {
        let first = &words[end - count];
        if first.sentence != last.sentence || !first.is(Shape::WORD) {
            break;
        }
        if let Some(title) = lexicons.title(&text[first.span.start()..last.span.end()], buffer) {
            found = Some((end - count, title));
        }
    }
    found
}
