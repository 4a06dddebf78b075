//! The object of a cue, and what is said of it: "called her vote in favor of it a mistake", "accused the mayor of lying".
//! Called by [`super::complement`].

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::super::clause::{Reading, WordClass};

/// How many tokens an object before an infinitive may have.
const LONGEST_OBJECT: usize = 12;

/// A pronoun or noun phrase that a verb has as its object.
pub(super) fn object(reading: &Reading<'_>, at: usize, end: usize) -> Option<Range<usize>> {
    let noun = |at: usize| reading.kind(at) == TokenKind::Word && reading.class(at) == WordClass::default();
    // "her assistant"
    let owner = reading.is(at, WordClass::POSSESSIVE) && noun(at + 1);
    if reading.is(at, WordClass::OBJECT) && !owner {
        return Some(at..at + 1);
    }
    reading.noun_phrase_after(at, end.min(at + LONGEST_OBJECT))
}

/// Whether an object that goes on at `at` has its predicate behind that: "called her vote in favor of it a mistake".
pub(super) fn names_it(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    reading.is(at, WordClass::PREPOSITION)
        && (at + 2..end.min(at + LONGEST_OBJECT)).any(|token| {
            matches!(reading.word(token), "a" | "an")
                && !reading.is(token - 1, WordClass::PREPOSITION.or(WordClass::JOINING))
                && reading.kind(token - 1) != TokenKind::Punctuation
        })
}

/// The "of" between whom somebody accuses and of what: "accused the mayor of Tarn of lying".
pub(super) fn charge(reading: &Reading<'_>, object: &Range<usize>, end: usize) -> Option<usize> {
    let reach = object.start + 1..end.min(object.end + LONGEST_OBJECT);
    let of = |token: &usize| reading.reads(*token, "of");
    let doing = |token: &usize| reading.word(token + 1).ends_with("ing") || reading.reads(token + 1, "being");
    let near = reach.start..end.min(object.end + 1);
    reach.clone().filter(of).find(doing).or_else(|| near.rev().find(of))
}
