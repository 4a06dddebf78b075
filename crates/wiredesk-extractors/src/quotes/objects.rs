//! The object of a cue, and what is said of it: "called her vote in favor of it a mistake", "accused the mayor of lying".
//! Whether it is attacked with words. Called by [`super::complement`].

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{Reading, WordClass},
    lookalikes::is_evidence,
};

/// How many tokens an object before an infinitive may have.
const LONGEST_OBJECT: usize = 12;

/// A pronoun or noun phrase that a verb has as its object.
pub(super) fn object(reading: &Reading<'_>, at: usize, end: usize) -> Option<Range<usize>> {
    let noun = |at: usize| {
        let plain = reading.class(at) == WordClass::default() || reading.is(at, WordClass::SPEAKER);
        reading.kind(at) == TokenKind::Word && plain
    };
    // "her assistant", "her rival"
    let owner = reading.is(at, WordClass::POSSESSIVE) && noun(at + 1);
    if reading.is(at, WordClass::OBJECT) && !owner {
        return Some(at..at + 1);
    }
    let most = end.min(at + LONGEST_OBJECT);
    if owner {
        return reading.noun_phrase_after(at + 1, most).map(|noun| at..noun.end);
    }
    reading.noun_phrase_after(at, most)
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

/// Whether an object that goes on at `at` has "as" and its predicate behind that: "cast her win in the north as a sign".
pub(super) fn is_likened(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    let goes_on = reading.is(at, WordClass::PREPOSITION) || ["more", "less"].iter().any(|word| reading.reads(at, word));
    let inside = |token: &usize| {
        reading.kind(*token) == TokenKind::Word
            && !reading.is(*token, WordClass::AUXILIARY.or(WordClass::JOINING))
            && (reading.name(*token).is_some() || !reading.is(*token, WordClass::SUBORDINATOR))
    };
    let as_ = (at..end.min(at + LONGEST_OBJECT)).find(|token| !inside(token));
    goes_on && as_.is_some_and(|token| reading.reads(token, "as") && token > at)
}

/// The "of" between whom somebody accuses and of what: "accused the mayor of Tarn of lying".
pub(super) fn charge(reading: &Reading<'_>, object: &Range<usize>, end: usize) -> Option<usize> {
    let reach = object.start + 1..end.min(object.end + LONGEST_OBJECT);
    let of = |token: &usize| reading.reads(*token, "of");
    let doing = |token: &usize| reading.word(token + 1).ends_with("ing") || reading.reads(token + 1, "being");
    let near = reach.start..end.min(object.end + 1);
    reach.clone().filter(of).find(doing).or_else(|| near.rev().find(of))
}

/// Whether what stands from `start` on is attacked with words: "Brill attacked Hale for the plan", "the ad attacked the
/// board"; persons with names seldom come to blows, but "attacked Hale with a knife".
pub(super) fn is_with_words(reading: &Reading<'_>, subject: &Range<usize>, start: usize, end: usize) -> bool {
    let any = |at: usize, words: &[&str]| words.iter().any(|word| reading.reads(at, word));
    let last = subject.end - 1;
    let person = |token: usize| reading.name(token).is_some_and(|name| reading.is_person(name.entity));
    let speaks = person(last) || any(subject.start, &["he", "she"]);
    let told = speaks || is_evidence(reading.word(last)) || any(last, &SPEAKERS);
    let named = person(start)
        && reading.name(start).is_some_and(|name| {
            reading.kind(name.end) == TokenKind::Clitic
                || told && !any(name.end, &["with", "in", "at", "near"])
                || any(name.end, &["for", "over", "as"])
        });
    let owned = any(start, &["his", "her"]) && end > start + 1;
    let weapon = (start..end.min(start + LONGEST_OBJECT)).any(|token| any(token, &["with", "near"]));
    let indefinite = any(start, &["a", "an", "some", "two", "three", "several"]);
    let noun = reading.kind(start) == TokenKind::Word || reading.kind(start) == TokenKind::Quote;
    let thing = told && !weapon && !indefinite && noun && !person(start);
    subject.len() <= LONGEST_ATTACKER && (named || owned || thing)
}

/// In tokens: who attacks with words.
const LONGEST_ATTACKER: usize = 6;

/// What attacks with words, besides persons with names.
const SPEAKERS: [&str; 22] = [
    "ad",
    "ads",
    "advert",
    "article",
    "campaign",
    "candidates",
    "column",
    "conservatives",
    "critics",
    "democrats",
    "editorial",
    "lawmakers",
    "leaflet",
    "letter",
    "liberals",
    "opponents",
    "pac",
    "republicans",
    "rivals",
    "speech",
    "statement",
    "tweet",
];
