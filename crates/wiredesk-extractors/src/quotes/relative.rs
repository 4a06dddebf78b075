//! What is reported of the noun that a relative clause belongs to: "taxes which he said had harmed the country", "the man
//! who police say fired". Called by [`super::indirect`] where a cue introduces no clause with a subject of its own.

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{Reading, WordClass},
    attribution::Scene,
    cues::{CueClass, Form},
    indirect::{before_next_report, trimmed},
    reports::Report,
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
    let bare = ["said", "says", "say", "thinks", "think", "believe", "believes"]
        .iter()
        .any(|verb| reading.reads(cue.first, verb))
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

/// What the subject of a relative clause wants, says or judges: the noun that the clause belongs to. "A charge that the
/// board denied", "a deal she once supported", "what he wants".
pub(super) fn antecedent(scene: &Scene<'_, '_>, index: usize) -> Option<Range<usize>> {
    let (reading, report) = (scene.reading, &scene.reports[index]);
    let cue = &report.cue;
    let takes = ["n", "a", "d", "f"].iter().any(|code| cue.complements.has(code))
        || matches!(cue.class, CueClass::Say | CueClass::That | CueClass::Think);
    let mut phrase = report.phrase.clone().filter(|phrase| phrase.end == cue.begin)?;
    let sentence = reading.sentence_of(cue.first);
    // "the deal Brill supported": the noun and the name look like one phrase
    if let Some(name) = reading.name(phrase.end - 1).filter(|name| reading.is_person(name.entity))
        && name.first > phrase.start + 1
        && reading.is(phrase.start, WordClass::DETERMINER)
        && reading.class(name.first - 1) == WordClass::default()
        && !reading.is_capital(name.first - 1)
        && reading.kind(name.first - 1) == TokenKind::Word
    {
        phrase.start = name.first;
    }
    let finite =
        matches!(cue.form, Form::Past | Form::Third) || cue.form == Form::Base && !reading.reads(cue.begin, "to");
    // "the man she is supporting"
    let finite =
        finite || cue.form == Form::Ing && reading.is(cue.begin, WordClass::AUXILIARY) && cue.begin < cue.first;
    let ends = cue.end >= sentence.end
        || reading.kind(cue.end) == TokenKind::Punctuation && !matches!(reading.word(cue.end), ":" | "(")
        || reading.is(cue.end, WordClass::AUXILIARY)
        || matches!(cue.class, CueClass::Stance | CueClass::Label) && reading.is(cue.end, WordClass::DAY)
        || is_named_so(scene, report);
    if !takes || report.inverted || !finite || !ends || phrase.start < sentence.start + 1 {
        return None;
    }
    let before = phrase.start - 1;
    let before = before.saturating_sub(usize::from(reading.is(before, WordClass::ADVERB)));
    if reading.reads(before, "what") {
        return trimmed(scene, before, before + 1, 1);
    }
    let pronoun = ["which", "that", "whom", "who"].iter().any(|word| reading.reads(before, word));
    let end = if pronoun { before } else { phrase.start };
    // "the plan (which Brill supports)"
    let end = end - usize::from(pronoun && end > sentence.start && matches!(reading.word(end - 1), "," | "("));
    if end <= sentence.start || reading.kind(end - 1) == TokenKind::Punctuation {
        return None;
    }
    let noun = reading.noun_phrase_before(end, sentence.start)?;
    let subject = reading.name(phrase.start).is_some()
        || reading.is(phrase.start, WordClass::SUBJECT)
        // "an arrangement the Brill campaign has criticized"
        || reading.is(phrase.start, WordClass::DETERMINER) && phrase.len() <= LONGEST_SUBJECT;
    // "something they are not proposing"
    let thing = ["something", "anything", "everything", "nothing"].iter().any(|word| reading.reads(noun.start, word));
    let article = thing || reading.is(noun.start, WordClass::DETERMINER.or(WordClass::POSSESSIVE));
    // "the board denied" after "which" or after a noun with an article
    (pronoun || subject && article).then(|| trimmed(scene, noun.start, noun.end, 1))?
}

/// Whether a predicate of the noun before a relative clause follows the cue: "a city which he describes as a home", "a man whom
/// Brill called a liar".
fn is_named_so(scene: &Scene<'_, '_>, report: &Report) -> bool {
    let (reading, cue) = (scene.reading, &report.cue);
    let judges = cue.complements.has("a") || cue.complements.has("d");
    let pronoun = report.phrase.as_ref().is_some_and(|phrase| {
        let before = phrase.start.saturating_sub(1);
        ["which", "whom", "who"].iter().any(|word| reading.reads(before, word))
    });
    // "the man whom she accused of lying"
    let charged = cue.complements.has("f") && reading.reads(cue.end, "of");
    if charged && pronoun {
        return true;
    }
    matches!(cue.class, CueClass::Label | CueClass::Stance)
        && judges
        && pronoun
        && (["as", "a", "an", "the"].iter().any(|word| reading.reads(cue.end, word))
            || reading.kind(cue.end) == TokenKind::Quote)
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
