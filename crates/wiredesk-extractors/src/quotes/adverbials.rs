//! Where and when something was said, between a cue and what it introduces. Called by the rules of reported speech.

use wiredesk_core::annotation::TokenKind;

use super::super::clause::{Reading, WordClass};

/// Passes over "on Monday", "in a statement", "to reporters", "at a news conference in Tarn".
pub(super) fn past_adverbials(reading: &Reading<'_>, mut at: usize, end: usize) -> usize {
    for _ in 0..4 {
        // "said Monday", but "said Monday's vote was fair"
        if reading.is(at, WordClass::DAY) && reading.kind(at + 1) != TokenKind::Clitic {
            at += 1;
            let part = matches!(reading.word(at), "morning" | "afternoon" | "evening" | "night");
            if reading.kind(at) == TokenKind::Number || part {
                at += 1;
            }
            continue;
        }
        if reading.is(at, WordClass::ADVERB)
            && !reading.is(at, WordClass::DETERMINER)
            && !matches!(
                reading.word(at),
                "there" | "more" | "most" | "much" | "only" | "even" | "just" | "all" | "now" | "here" | "so"
            )
        {
            at += 1;
            continue;
        }
        if !matches!(
            reading.word(at),
            "in" | "on" | "at" | "to" | "during" | "via" | "through" | "from" | "last" | "this" | "for"
        ) {
            break;
        }
        // "in 2010", "has declined for years"
        let year =
            reading.reads(at, "in") && reading.kind(at + 1) == TokenKind::Number && reading.word(at + 1).len() == 4;
        if year {
            at += 2;
            continue;
        }
        if reading.reads(at, "for") {
            let unit =
                |token: &usize| matches!(reading.word(*token), "years" | "months" | "weeks" | "days" | "decades");
            let Some(unit) = (at + 1..end.min(at + LONGEST_SPAN)).find(unit) else { break };
            at = unit + 1;
            continue;
        }
        if reading.reads(at, "during")
            && let Some(phrase) = reading.noun_phrase_after(at + 1, end)
        {
            at = phrase.end;
            continue;
        }
        // "said to the board"
        if reading.reads(at, "to")
            && let Some(whom) = reading.noun_phrase_after(at + 1, end.min(at + LONGEST_ADDRESS))
            && is_addressee(reading, &whom)
        {
            at = whom.end;
            continue;
        }
        if reading.reads(at, "to") {
            break;
        }
        let mut next = at + 1;
        let mut venue = false;
        while next < end && next < at + 8 {
            let class = reading.class(next);
            if class.is(WordClass::DAY.or(WordClass::VENUE))
                || matches!(
                    reading.word(next),
                    "week"
                        | "weekend"
                        | "month"
                        | "year"
                        | "days"
                        | "weeks"
                        | "months"
                        | "years"
                        | "morning"
                        | "evening"
                        | "afternoon"
                        | "night"
                        | "reporters"
                        | "journalists"
                )
            {
                venue = true;
                next += 1;
                continue;
            }
            if venue
                || class.is(WordClass::SUBJECT.or(WordClass::AUXILIARY).or(WordClass::SUBORDINATOR))
                || reading.kind(next) == TokenKind::Punctuation
            {
                break;
            }
            next += 1;
        }
        if !venue {
            break;
        }
        at = next;
        // "in an interview with the Tarn Herald"
        if matches!(reading.word(at), "with" | "to" | "on" | "of" | "in")
            && let Some(phrase) = reading.noun_phrase_after(at + 1, end).filter(|phrase| {
                reading.name(phrase.start).is_some()
                    || reading.is(phrase.start, WordClass::DETERMINER)
                        && phrase.clone().any(|token| reading.name(token).is_some())
            })
        {
            at = phrase.end;
        }
    }
    at
}

/// Whether something is said to a noun phrase behind "to": "to the board", "to reporters", but "vowed to reverse losses".
fn is_addressee(reading: &Reading<'_>, whom: &std::ops::Range<usize>) -> bool {
    let class = WordClass::DETERMINER.or(WordClass::POSSESSIVE).or(WordClass::OBJECT).or(WordClass::SPEAKER);
    reading.is(whom.start, class) || reading.name(whom.start).is_some() || reading.kind(whom.start) == TokenKind::Number
}

/// How many tokens "for several years" may have.
const LONGEST_SPAN: usize = 4;

/// How many tokens "to" and whoever is told may have.
const LONGEST_ADDRESS: usize = 5;
