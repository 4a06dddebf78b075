//! Nouns for what somebody says whose verb says little: "gave critical support to", "has made several promises". Called by
//! [`super::reports`] for the subject of such a verb, which is who speaks.

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{Entry, Reading, WordClass},
    cues::{Cue, CueClass, CueLexicon, Form},
    speaker::subject_before,
    verbs::group_before,
};

/// Where the words of the cue begin, and its subject, if the noun of `cue` is the object of a light verb.
pub(super) fn subject(
    reading: &Reading<'_>,
    cues: &CueLexicon,
    cue: &Cue,
    least: usize,
) -> Option<(usize, Range<usize>)> {
    let inside = |token: usize| {
        matches!(reading.kind(token), TokenKind::Word | TokenKind::Number | TokenKind::Symbol | TokenKind::Clitic)
            && (!reading.is(token, WordClass::BARRIER)
                || reading.is(token, WordClass::DETERMINER.or(WordClass::POSSESSIVE).or(WordClass::ADVERB)))
    };
    let verb = verb_of(reading, cue, least, inside, |entry| cues.is_light(entry))?;
    // "has faced criticism": an auxiliary, and nobody's support
    let next = (verb + 1..cue.first)
        .find(|&token| !reading.is(token, WordClass::ADVERB))
        .map_or("", |token| reading.word(token));
    let participle =
        ["ed", "en", "wn"].iter().any(|ending| next.ends_with(ending)) || matches!(next, "won" | "met" | "had");
    if reading.is(verb, WordClass::AUXILIARY) && participle {
        return None;
    }
    subject_of(reading, cue, verb, least)
}

/// Where the words of the cue begin, and what is spoken of, if the noun of `cue` is what the subject of a verb gets: "the plan
/// has drawn criticism from".
pub(super) fn received(
    reading: &Reading<'_>,
    cues: &CueLexicon,
    cue: &Cue,
    least: usize,
) -> Option<(usize, Range<usize>)> {
    let inside = |token: usize| {
        reading.kind(token) == TokenKind::Word
            && (!reading.is(token, WordClass::BARRIER)
                || reading.is(token, WordClass::DETERMINER.or(WordClass::ADVERB))
                || reading.reads(token, "with"))
    };
    let verb = verb_of(reading, cue, least, inside, |entry| cues.gets(entry))?;
    subject_of(reading, cue, verb, least)
}

/// The verb of a kind whose object the noun of a cue is: nothing but what is `inside` an object stands between.
fn verb_of(
    reading: &Reading<'_>,
    cue: &Cue,
    least: usize,
    inside: impl Fn(usize) -> bool,
    kind: impl Fn(Entry) -> bool,
) -> Option<usize> {
    let is_verb = |token: usize| reading.name(token).is_none() && kind(reading.any_entry(token));
    let mut reach = (least..cue.first).rev().take(LONGEST_OBJECT);
    reach.find(|&token| is_verb(token) || !inside(token)).filter(|&token| is_verb(token))
}

/// Where the group of a verb begins, and its subject.
fn subject_of(reading: &Reading<'_>, cue: &Cue, verb: usize, least: usize) -> Option<(usize, Range<usize>)> {
    let begin = group_before(reading, verb).begin;
    if begin <= least || reading.reads(begin - 1, "to") {
        return None;
    }
    let as_verb = Cue { first: verb, begin, end: verb + 1, class: CueClass::Stance, form: Form::Past, ..*cue };
    Some((begin, subject_before(reading, &as_verb, least)?))
}

/// How many tokens may stand between verb and noun.
const LONGEST_OBJECT: usize = 7;
