//! What is reported of the noun that a relative clause belongs to: "taxes which he said had harmed the country", "the man
//! who police say fired". Called by [`super::indirect`] where a cue introduces no clause with a subject of its own.

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{Reading, WordClass},
    attribution::Scene,
    cues::CueClass,
    indirect::{before_next_report, trimmed},
};

/// The predicate that the cue of report `index` reports.
pub(super) fn predicate(scene: &Scene<'_, '_>, index: usize) -> Option<Range<usize>> {
    let (reading, report) = (scene.reading, &scene.reports[index]);
    let cue = &report.cue;
    let says = matches!(cue.class, CueClass::Say | CueClass::That | CueClass::Think);
    let phrase = report.phrase.as_ref().filter(|phrase| phrase.end <= cue.begin)?;
    let sentence = reading.sentence_of(cue.first);
    if !says || cue.unreal || report.inverted || phrase.start == sentence.start {
        return None;
    }
    let before = phrase.start - 1;
    // "which even critics say"
    let relative = before.saturating_sub(usize::from(reading.is(before, WordClass::ADVERB)));
    let noun = |token: usize| reading.kind(token) == TokenKind::Word && reading.class(token) == WordClass::default();
    let pronoun = ["which", "that", "who", "whom", "what"].iter().any(|word| reading.reads(relative, word));
    // "a step Brill said would help"
    let bare = ["said", "says", "say", "thinks", "think", "believe", "believes"].iter().any(|verb| reading.reads(cue.first, verb))
        && reading.is(cue.end, WordClass::AUXILIARY)
        && phrase.len() <= LONGEST_SUBJECT
        && (noun(before) && (reading.name(phrase.start).is_some() || reading.is(phrase.start, WordClass::SUBJECT))
            // the noun and the name look like one phrase
            || noun(phrase.start + 1)
                && reading.is(phrase.start, WordClass::DETERMINER)
                && reading.name(phrase.end - 1).is_some_and(|name| reading.is_person(name.entity)));
    if !(bare || pronoun && is_finite(reading, cue.end)) {
        return None;
    }
    let end = before_next_report(scene, index, cue.end, sentence.end);
    trimmed(scene, cue.end, end_of(reading, cue.end, end), 2)
}

/// In tokens, of a relative clause without a pronoun.
const LONGEST_SUBJECT: usize = 4;

/// Whether a finite verb stands at a token, maybe behind an adverb.
fn is_finite(reading: &Reading<'_>, at: usize) -> bool {
    let at = at + usize::from(reading.is(at, WordClass::ADVERB));
    let word = reading.word(at);
    reading.is(at, WordClass::AUXILIARY)
        || reading.kind(at) == TokenKind::Word
            && !reading.is_capital(at)
            && !reading.is(at, WordClass::PREPOSITION.or(WordClass::DETERMINER).or(WordClass::POSSESSIVE))
            && (word.ends_with("ed") || word.ends_with('s') && !word.ends_with("ss") || reading.entry(at) != 0)
}

/// A relative clause ends with its sentence, or where the main clause goes on behind a comma.
fn end_of(reading: &Reading<'_>, start: usize, end: usize) -> usize {
    let goes_on = |comma: usize| {
        reading.word(comma) == ","
            && (reading.is(comma + 1, WordClass::AUXILIARY)
                || reading.is(comma + 1, WordClass::JOINING)
                || reading.is(comma + 1, WordClass::SUBJECT))
            || reading.word(comma) == ";"
    };
    (start..end).find(|&token| goes_on(token)).unwrap_or(end)
}
