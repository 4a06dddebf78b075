//! Where the complement of a cue starts and where its cue ends, by what may follow the cue. Called by [`super::of`].

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::super::{
    super::clause::{Reading, WordClass},
    cues::Complements,
    infinitives::is_infinitive,
    lookalikes::{is_evidence, is_paper},
    objects::{charge, is_likened, names_it, object},
    wording::whole,
};

/// Whether a phrase can begin behind a preposition.
pub(in super::super) fn opens_phrase(reading: &Reading<'_>, at: usize) -> bool {
    reading.kind(at) != TokenKind::Punctuation
        && (!reading.is(at, WordClass::PREPOSITION.or(WordClass::DAY).or(WordClass::JOINING))
            // "against Tuesday's plan"
            || reading.is(at, WordClass::DAY) && reading.kind(at + 1) == TokenKind::Clitic)
}

/// Where the complement starts, and where its cue ends.
pub(super) fn start(
    reading: &Reading<'_>,
    complements: Complements,
    evidence: bool,
    at: usize,
    end: usize,
) -> Option<(usize, usize)> {
    if at >= end {
        return None;
    }
    let word = reading.word(at);
    let class = reading.class(at);
    // "said yes"
    if complements.has("y") && matches!(word, "yes" | "no" | "so") {
        let last = at + 1 >= end || reading.kind(at + 1) == TokenKind::Punctuation;
        return (last || reading.is(at + 1, WordClass::PREPOSITION.or(WordClass::SUBORDINATOR))).then_some((at, at));
    }
    // "rejected that idea"
    let points = word == "that"
        && complements.has("n")
        && reading.kind(at + 1) == TokenKind::Word
        && (reading.kind(at + 2) == TokenKind::Punctuation || reading.is(at + 2, WordClass::PREPOSITION));
    if word == "that" && !points {
        // "a report that could"
        let relative = reading.is(at + 1, WordClass::AUXILIARY) || reading.word(at + 1).ends_with("ed");
        return (complements.has("c") && !relative).then_some((at + 1, at));
    }
    // "threatened not to show up"
    let not = matches!(word, "not" | "never") && reading.word(at + 1) == "to";
    if not && is_infinitive(reading, at + 1) && complements.has("t") {
        return Some((at, at));
    }
    if word == "to" && is_infinitive(reading, at) && (complements.has("t") || !complements.has("to")) {
        return complements.has("t").then_some((at, at));
    }
    // "voted in favor of"
    if word == "in" && matches!(reading.word(at + 1), "favor" | "favour" | "support") && reading.reads(at + 2, "of") {
        return complements.has("for").then_some((at + 3, at + 3));
    }
    let particle = matches!(word, "out" | "up" | "off" | "down" | "back" | "in" | "away");
    // "lashed out at", "spoke out sharply against"
    let joint = at + 1 + usize::from(reading.word(at + 1).ends_with("ly"));
    if particle
        && !complements.has(word)
        && complements.has(reading.word(joint))
        && reading.is(joint, WordClass::PREPOSITION)
        && opens_phrase(reading, joint + 1)
    {
        return Some((joint + 1, joint + 1));
    }
    if (particle || reading.is(at, WordClass::PREPOSITION)) && complements.has(word) {
        let next = at + 1;
        return opens_phrase(reading, next).then_some((next, next));
    }
    if matches!(word, "whether" | "if" | "how" | "what" | "why" | "who" | "which" | "when" | "where") {
        return (complements.has("w") || word == "what" && complements.has("n")).then_some((at, at));
    }
    if word.ends_with("ing") && word.len() > 4 && complements.has("g") {
        return Some((at, at));
    }
    if ["o", "d", "f", "a"].iter().any(|code| complements.has(code)) {
        let object = object(reading, at, end);
        let behind = object.as_ref().map(|object| object.end).filter(|behind| *behind < end);
        if let Some(behind) = behind {
            let next = reading.word(behind);
            let predicate =
                reading.kind(behind) == TokenKind::Quote || matches!(next, "a" | "an" | "the" | "as" | "nothing");
            let pronoun = behind == at + 1 && reading.is(at, WordClass::OBJECT);
            let plain = reading.kind(behind) == TokenKind::Word
                && !reading.is(
                    behind,
                    WordClass::PREPOSITION
                        .or(WordClass::JOINING)
                        .or(WordClass::AUXILIARY)
                        .or(WordClass::SUBORDINATOR)
                        .or(WordClass::DAY)
                        .or(WordClass::SUBJECT),
                );
            // "called Brill unqualified"
            let ends = reading.kind(behind + 1) == TokenKind::Punctuation
                || reading.is(behind + 1, WordClass::PREPOSITION.or(WordClass::JOINING).or(WordClass::SUBORDINATOR));
            let named = reading.name(at).is_some_and(|name| name.end == behind) && !reading.is_capital(behind) && ends;
            if complements.has("d") && ((pronoun || named) && plain || reading.is(behind, WordClass::POSSESSIVE)) {
                return Some((at, at));
            }
            if complements.has("o") && next == "to" && is_infinitive(reading, behind)
                || complements.has("d") && (predicate || names_it(reading, behind, end))
            {
                return Some((at, at));
            }
            // "persuaded the board that"
            if complements.has("o") && complements.has("u") && complements.has("c") && next == "that" {
                return Some((behind + 1, at));
            }
            // "sees it as a threat"
            if complements.has("a") && (next == "as" || is_likened(reading, behind, end)) {
                return Some((at, at));
            }
            // "asked the Supreme Court for a ruling"
            if complements.has("o")
                && let Some(joint) = (at + 1..behind)
                    .find(|&token| reading.is(token, WordClass::PREPOSITION) && complements.has(reading.word(token)))
            {
                return Some((joint + 1, at));
            }
            // "asked her about the vote"
            if complements.has("o") && reading.is(behind, WordClass::PREPOSITION) && complements.has(next) {
                return Some((behind + 1, at));
            }
        }
        if complements.has("f")
            && let Some(of) = object.and_then(|object| charge(reading, &object, end))
        {
            return Some((of + 1, at));
        }
    }
    // "released an ad that", but "issued a statement saying"
    if complements.has("v")
        && let Some(paper) =
            object(reading, at, end).filter(|object| object.clone().any(|token| is_paper(reading.word(token))))
    {
        return (!reading.word(paper.end).ends_with("ing")).then_some((at, at));
    }
    let noun_phrase = reading.name(at).is_some()
        || reading.is(at, WordClass::DAY) && reading.kind(at + 1) == TokenKind::Clitic
        || match reading.kind(at) {
            TokenKind::Word => {
                !class.is(WordClass::PREPOSITION
                    .or(WordClass::JOINING)
                    .or(WordClass::SUBORDINATOR)
                    .or(WordClass::AUXILIARY)
                    .or(WordClass::NEGATION)
                    .or(WordClass::DAY)
                    .or(WordClass::SUBJECT))
                    || class.is(WordClass::DETERMINER.or(WordClass::POSSESSIVE))
            }
            TokenKind::Number | TokenKind::Quote => true,
            _ => false,
        };
    let pronoun = reading.is(at, WordClass::OBJECT)
        && (reading.kind(at + 1) == TokenKind::Punctuation
            || reading.is(
                at + 1,
                WordClass::PREPOSITION.or(WordClass::JOINING).or(WordClass::DAY).or(WordClass::SUBORDINATOR),
            ));
    // "polls that show him leading"
    let clause = evidence
        && reading.is(at, WordClass::OBJECT)
        && (reading.word(at + 1).ends_with("ing") || matches!(reading.word(at + 1), "with" | "as" | "in"));
    let noun_phrase = noun_phrase && !particle || pronoun || clause || points;
    (noun_phrase && (complements.has("n") || complements.has("e") && evidence)).then_some((at, at))
}

/// Whether a subject is something that tells by what is in it: "polls", "the board's records".
pub(super) fn speaks_by_itself(reading: &Reading<'_>, phrase: &Range<usize>) -> bool {
    whole(reading, phrase.clone()).any(|token| is_evidence(reading.word(token)))
}

/// Whether such a subject stands before a verb, whatever is told of it: "a poll of Tarn released on Tuesday showed".
pub(super) fn evidence_before(reading: &Reading<'_>, verb: usize, start: usize) -> bool {
    (start..verb)
        .rev()
        .take(LONGEST_EVIDENCE)
        .take_while(|&token| {
            reading.kind(token) != TokenKind::Punctuation
                && !reading.is(token, WordClass::AUXILIARY.or(WordClass::SUBORDINATOR))
                && (!reading.is(token, WordClass::SUBJECT) || reading.is(token, WordClass::POSSESSIVE))
        })
        .any(|token| is_evidence(reading.word(token)))
}

/// How many tokens a subject may have that tells by what is in it.
const LONGEST_EVIDENCE: usize = 16;
