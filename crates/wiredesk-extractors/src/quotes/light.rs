//! Nouns for what somebody says whose verb says little: "gave critical support to", "has made several promises". Called by
//! [`super::reports`] for the subject of such a verb, which is who speaks.

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{Reading, WordClass},
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
    let inside = |token: &usize| {
        matches!(reading.kind(*token), TokenKind::Word | TokenKind::Number | TokenKind::Symbol | TokenKind::Clitic)
            && (!reading.is(*token, WordClass::BARRIER)
                || reading.is(*token, WordClass::DETERMINER.or(WordClass::POSSESSIVE).or(WordClass::ADVERB)))
    };
    let reach = (least..cue.first).rev().take(LONGEST_OBJECT);
    let is_light = |token: usize| reading.name(token).is_none() && cues.is_light(reading.any_entry(token));
    let verb = reach.clone().find(|&token| is_light(token) || !inside(&token)).filter(|&token| is_light(token))?;
    // "has faced criticism": an auxiliary, and nobody's support
    let next = (verb + 1..cue.first)
        .find(|&token| !reading.is(token, WordClass::ADVERB))
        .map_or("", |token| reading.word(token));
    let participle =
        ["ed", "en", "wn"].iter().any(|ending| next.ends_with(ending)) || matches!(next, "won" | "met" | "had");
    if reading.is(verb, WordClass::AUXILIARY) && participle {
        return None;
    }
    let begin = group_before(reading, verb).begin;
    if begin <= least || reading.reads(begin - 1, "to") {
        return None;
    }
    let as_verb = Cue { first: verb, begin, end: verb + 1, class: CueClass::Stance, form: Form::Past, ..*cue };
    let subject = subject_before(reading, &as_verb, least)?;
    Some((begin, subject))
}

/// Where the words of the cue begin, and what is spoken of, if the noun of `cue` is what the subject of a verb gets: "the plan
/// has drawn criticism from".
pub(super) fn received(
    reading: &Reading<'_>,
    cues: &CueLexicon,
    cue: &Cue,
    least: usize,
) -> Option<(usize, Range<usize>)> {
    let inside = |token: &usize| {
        reading.kind(*token) == TokenKind::Word
            && (!reading.is(*token, WordClass::BARRIER)
                || reading.is(*token, WordClass::DETERMINER.or(WordClass::ADVERB))
                || reading.reads(*token, "with"))
    };
    let gets = |token: usize| reading.name(token).is_none() && cues.gets(reading.any_entry(token));
    let reach = (least..cue.first).rev().take(LONGEST_OBJECT);
    let verb = reach.clone().find(|&token| gets(token) || !inside(&token)).filter(|&token| gets(token))?;
    let begin = group_before(reading, verb).begin;
    if begin <= least || reading.reads(begin - 1, "to") {
        return None;
    }
    let as_verb = Cue { first: verb, begin, end: verb + 1, class: CueClass::Stance, form: Form::Past, ..*cue };
    Some((begin, subject_before(reading, &as_verb, least)?))
}

/// How many tokens may stand between verb and noun.
const LONGEST_OBJECT: usize = 7;
