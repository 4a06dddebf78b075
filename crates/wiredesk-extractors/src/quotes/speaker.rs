//! Finds the noun phrase that names a speaker beside a cue. Called by [`super::reports`]; whom the phrase stands for is
//! [`super::referent`]'s to say.

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::super::clause::{Reading, WordClass};
pub(super) use super::referent::{Referent, agrees, referent};
use super::{
    cues::{Cue, CueClass, Form},
    lookalikes::is_evidence,
};

/// The subject of a cue that stands before it, not reaching before token `least`.
pub(super) fn subject_before(reading: &Reading<'_>, cue: &Cue, least: usize) -> Option<Range<usize>> {
    // "made it clear", but "privately saying"
    let adverbs = (cue.begin..cue.first).all(|token| {
        reading.is(token, WordClass::ADVERB) || reading.word(token).ends_with("ly") && reading.name(token).is_none()
    });
    let begun = cue.form == Form::Ing && !adverbs;
    let mut end = if cue.class == CueClass::State || begun { cue.begin } else { cue.first };
    // "are more likely to say", "no longer wants to say"
    let chain = cue.first > least + 1
        && reading.reads(cue.first - 1, "to")
        && cue.begin < cue.first - 1
        && cue.begin > least
        && !reading.word(cue.begin).ends_with("ing");
    if chain {
        end = cue.begin;
    }
    if end > least + 2 && reading.reads(end - 1, "longer") && reading.reads(end - 2, "no") {
        end -= 2;
    }
    let passed = WordClass::ADVERB.or(WordClass::AUXILIARY).or(WordClass::NEGATION);
    while end > least
        && reading.name(end - 1).is_none()
        && (reading.is(end - 1, passed)
            || is_long(reading, end - 1)
            || reading.word(end - 1).ends_with("ly") && !reading.is(end - 1, WordClass::SPEAKER))
        && (!reading.is(end - 1, WordClass::DETERMINER) || is_long(reading, end - 1))
        && !(reading.is(end - 1, WordClass::DAY) && reading.is_capital(end - 1))
    {
        end -= 1;
    }
    // "went on to say", "continued by saying"
    if end > least + 1 && reading.reads(end - 1, "to") {
        while end > least
            && !reading.is(end - 1, WordClass::SUBJECT)
            && reading.name(end - 1).is_none()
            && (cue.first - end < 4 || end > cue.begin)
        {
            end -= 1;
        }
    }
    if end <= least {
        return None;
    }
    let previous = end - 1;
    let word = reading.word(previous);
    if cue.form == Form::Ing && !begun {
        // "quoted the engineer Tom Hale as saying"
        if reading.reads(end - 1, "as") {
            let quoted = (least..end - 1).rev().take(QUOTED_REACH);
            let verb =
                quoted.clone().find(|&token| matches!(reading.word(token), "quoted" | "quotes" | "cited" | "cites"));
            if let Some(verb) = verb.filter(|verb| verb + 1 < end - 1) {
                return Some(verb + 1..end - 1);
            }
        }
        // "with the engineer Tom Hale saying", "with sailors and traders chanting"
        let own = reading.noun_phrase_before(end, least);
        let joined = own.as_ref().filter(|own| own.start > least + 1 && reading.reads(own.start - 1, "and"));
        let first = joined.and_then(|own| reading.noun_phrase_before(own.start - 1, least));
        let first = first.filter(|first| first.start > least && reading.reads(first.start - 1, "with"));
        let own = own.map(|own| first.map_or(own.start, |first| first.start)..own.end);
        // "officials left, both candidates acknowledging that"
        let apart = |own: &Range<usize>| {
            own.start > least
                && (reading.reads(own.start - 1, "with")
                    || reading.word(own.start - 1) == "," && reading.is(previous, WordClass::SPEAKER)
                    // "despite polls showing"
                    || is_evidence(reading.word(previous))
                    // "those calling for", "executives supporting"
                    || reading.is(previous, WordClass::SPEAKER) && word.ends_with('s'))
                || reading.reads(previous, "those")
        };
        if let Some(own) = own.filter(apart) {
            let bound = own
                .clone()
                .rev()
                .find(|&token| reading.is(token, WordClass::PREPOSITION) && reading.name(token).is_none());
            return Some(bound.map_or(own.start, |preposition| preposition + 1)..own.end);
        }
        // "the spectacle of Anna Brill denouncing"
        if let Some(at) = reading.name(previous) {
            return Some(at.first..end);
        }
        return reading.opening_subject(last_clause(reading, least, cue.first), cue.first);
    }
    // "She left, confident that"
    if cue.class == CueClass::State && word == "," && cue.begin == cue.first {
        return reading.opening_subject(last_clause(reading, least, previous), previous);
    }
    if matches!(word, "," | ")") || reading.is_dash(previous) {
        return apposed(reading, previous, least).or_else(|| reading.opening_subject(least, previous));
    }
    if reading.is(previous, WordClass::JOINING) || word == "then" {
        return reading.opening_subject(least, previous);
    }
    // "Brill noted what began as a game": nobody's words
    if word == "what" {
        return None;
    }
    if matches!(word, "who" | "which" | "that") && previous > least {
        let before = if reading.word(previous - 1) == "," { previous - 1 } else { previous };
        // "those who said"
        let those = before > least && word == "who" && reading.reads(before - 1, "those");
        return if those { Some(before - 1..before) } else { reading.noun_phrase_before(before, least) };
    }
    // "a source close to him said", "those who support him say"
    if reading.is(previous, WordClass::OBJECT) && !reading.is(previous, WordClass::SUBJECT) && previous > least {
        let comma = (least..previous).rev().find(|&token| reading.word(token) == ",");
        let mut first = comma.map_or(least, |comma| comma + 1);
        while first < previous
            && reading.is(first, WordClass::JOINING.or(WordClass::SUBORDINATOR).or(WordClass::ADVERB))
        {
            first += 1;
        }
        return reading.noun_phrase_after(first, previous).or(Some(first..end)).filter(|found| !found.is_empty());
    }
    // "Some have said", "Many say"
    let alone = reading.is(previous, WordClass::DETERMINER)
        && [
            "some", "many", "most", "few", "several", "both", "all", "those", "none", "another", "one", "two", "three",
            "four", "five", "six",
        ]
        .iter()
        .any(|quantifier| reading.reads(previous, quantifier));
    if alone {
        return Some(previous..end);
    }
    let found = without_report(reading, reading.noun_phrase_before(end, least)?);
    // "Brill took to the radio to accuse"
    let took = found.start.checked_sub(2).filter(|&took| {
        took > least
            && reading.reads(took + 1, "to")
            && ["take", "takes", "took", "taking"].iter().any(|form| reading.reads(took, form))
    });
    if let Some(took) = took {
        return reading.noun_phrase_before(took, least);
    }
    // "who in 2010 said"
    let year = found.len() == 1
        && reading.kind(found.start) == TokenKind::Number
        && found.start > least + 1
        && reading.reads(found.start - 1, "in");
    if year {
        let (from, before) = (found.start - 1, found.start - 2);
        if matches!(reading.word(before), "who" | "which") {
            let before = before - usize::from(reading.word(before.saturating_sub(1)) == ",");
            return reading.noun_phrase_before(before, least);
        }
        return reading.noun_phrase_before(from, least);
    }
    // "several times", "last week"
    let time = is_time(reading.word(found.end - 1)) || reading.is(found.end - 1, WordClass::DAY);
    if reading.name(found.end - 1).is_none() && time {
        // "a poll released last week showed"
        let last = found.len() > 2 && matches!(reading.word(found.end - 2), "last" | "this");
        let behind = last.then(|| reading.noun_phrase_before(found.end - 2, found.start)).flatten();
        if let Some(subject) = behind.filter(|subject| subject.len() > 1) {
            return Some(subject);
        }
        // "the plan has failed, papers filed on Sunday night showed"
        let comma = (least..found.start).rev().find(|&token| reading.word(token) == ",");
        let near = comma.and_then(|comma| reading.opening_subject(comma + 1, found.start));
        return near
            .or_else(|| reading.opening_subject(least, found.start))
            .or_else(|| reading.noun_phrase_before(found.start, least));
    }
    // "the man who led the group said": the phrase before the relative clause
    let clause = (least..found.start).rev().take(6).take_while(|&token| reading.word(token) != ",");
    let relative = clause.filter(|&token| matches!(reading.word(token), "who" | "which")).last();
    // "a candidate who many members oppose"
    let own =
        |who: usize| found.start == who + 1 && reading.is(found.start, WordClass::DETERMINER.or(WordClass::POSSESSIVE));
    match relative {
        Some(who) if own(who) => Some(found),
        Some(who) if found.start > who + 1 || !reading.is(found.start, WordClass::SUBJECT) => {
            reading.noun_phrase_before(who, least).or(Some(found))
        }
        _ => Some(found),
    }
}

/// Where the last clause with a subject of its own begins before `end`: "Hale had left, and she stayed, saying".
fn last_clause(reading: &Reading<'_>, least: usize, end: usize) -> usize {
    let joint = (least + 1..end.saturating_sub(2)).rev().find(|&token| {
        let next = token + 1;
        let opens = reading.name(next).is_some()
            || reading.is(next, WordClass::SUBJECT) && !reading.is(next, WordClass::POSSESSIVE)
            || reading.is(next, WordClass::DETERMINER);
        reading.is(token, WordClass::JOINING)
            && reading.word(token - 1) == ","
            && opens
            && reading.noun_phrase_after(next, end).is_some_and(|subject| {
                reading.is(subject.end, WordClass::AUXILIARY) || reading.word(subject.end).ends_with("ed")
            })
    });
    joint.map_or(least, |joint| joint + 1)
}

/// "has long opposed", "have twice asked": words that are adverbs behind an auxiliary.
pub(super) fn is_long(reading: &Reading<'_>, token: usize) -> bool {
    let adverb =
        ["long", "twice", "yet", "so", "together", "since", "well"].iter().any(|word| reading.reads(token, word));
    let all = ["all", "both", "each"].iter().any(|word| reading.reads(token, word));
    let auxiliary = WordClass::AUXILIARY.or(WordClass::NEGATION);
    token > 0
        && (adverb && reading.is(token - 1, auxiliary)
            // "they all agree"
            || all && reading.is(token - 1, auxiliary.or(WordClass::SUBJECT))
                && !reading.is(token - 1, WordClass::POSSESSIVE))
}

/// Who does what a participle says that has no subject before it: "After saying so, Brill left"; "Brill spoke of
/// \"values,\" saying".
pub(super) fn subject_of_participle(reading: &Reading<'_>, cue: &Cue) -> Option<Range<usize>> {
    let sentence = reading.sentence_of(cue.first);
    if cue.first > sentence.start + 3 {
        return reading.opening_subject(sentence.start, cue.first);
    }
    let subject = (cue.first..sentence.end).find_map(|token| {
        let next = token + 1;
        // `Praising her "patience," Brill said`
        let next = next + usize::from(reading.kind(next) == TokenKind::Quote);
        (reading.word(token) == "," && reading.opens_subject(next)).then_some(next)
    })?;
    reading.noun_phrase_after(subject, sentence.end)
}

/// A phrase without the verb of an earlier report before it: "said Anna Brill, who warned".
fn without_report(reading: &Reading<'_>, phrase: Range<usize>) -> Range<usize> {
    let verb = phrase.clone().rev().find(|&token| matches!(reading.word(token), "said" | "says" | "told" | "added"));
    match verb {
        Some(verb) if verb + 1 < phrase.end => verb + 1..phrase.end,
        _ => phrase,
    }
}

pub(super) fn is_time(word: &str) -> bool {
    matches!(
        word,
        "time"
            | "times"
            | "day"
            | "days"
            | "week"
            | "weeks"
            | "month"
            | "months"
            | "year"
            | "years"
            | "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "ago"
            | "occasions"
            | "past"
    )
}

/// How far before "as saying" the quoting verb may stand.
const QUOTED_REACH: usize = 20;

/// "X, the mayor of Y, said": the phrase before the pair of commas, brackets or dashes that closes at `close`.
fn apposed(reading: &Reading<'_>, close: usize, least: usize) -> Option<Range<usize>> {
    let opens = |token: usize| match reading.word(close) {
        ")" => reading.word(token) == "(",
        "," => reading.word(token) == ",",
        _ => reading.is_dash(token),
    };
    // "Brill, who has served in Tarn, Oldbury and Vexland, said"
    let adds = |token: usize| {
        matches!(reading.word(token), "who" | "whose")
            || reading.word(token).ends_with("ing")
                && reading.kind(token) == TokenKind::Word
                && reading.name(token).is_none()
    };
    let who = (least + 2..close)
        .rev()
        .find(|&token| adds(token) && reading.word(token - 1) == "," && reading.name(token - 2).is_some());
    if reading.word(close) == ","
        && let Some(who) = who
    {
        let found = reading.noun_phrase_before(who - 1, least);
        // "Brill, 30, of Tarn, Vexland, who served,"
        let home = found
            .as_ref()
            .map(|place| place.start)
            .filter(|&place| place > least + 2 && reading.reads(place - 1, "of") && reading.word(place - 2) == ",");
        return home.map_or(found, |place| apposed(reading, place - 2, least));
    }
    let mut end = close;
    let mut inner: Option<Range<usize>> = None;
    for _ in 0..4 {
        let open = (least..end).rev().find(|&token| opens(token))?;
        let found = reading.noun_phrase_before(open, least);
        // "Last month, the Herald, a paper, revealed"
        if let (Some(found), Some(inner)) = (&found, &inner)
            && (is_time(reading.word(found.end - 1)) || reading.is(found.end - 1, WordClass::DAY))
        {
            return Some(Range::clone(inner));
        }
        inner.clone_from(&found);
        // "Hale, of Tarn, Vexland, said"
        let place = found.as_ref().is_some_and(|found| {
            found.start > least + 1 && reading.reads(found.start - 1, "of") && opens(found.start - 2)
        });
        if place {
            end = open;
            continue;
        }
        if let Some(found) = &found {
            // a list of appositions: go on to the first name
            let named = found.clone().any(|token| reading.name(token).is_some_and(|at| reading.is_person(at.entity)));
            let more = found.start > least && opens(found.start - 1);
            // "The road will close, a spokeswoman, Anna Brill, said"
            let titled = reading.is(found.end - 1, WordClass::SPEAKER)
                && reading.name(open + 1).is_some_and(|name| reading.is_person(name.entity));
            if titled && reading.is(found.start, WordClass::DETERMINER) {
                return Some(found.clone());
            }
            if named || !more {
                return Some(found.clone());
            }
        }
        found?;
        end = open;
    }
    None
}

/// Whose claim it is: "her claim", "the ministry's claim", "a claim by the ministry".
pub(super) fn possessor(reading: &Reading<'_>, cue: &Cue, least: usize) -> Option<Range<usize>> {
    if ["by", "from", "among"].iter().any(|word| reading.reads(cue.end, word)) {
        return reading.noun_phrase_after(cue.end + 1, reading.sentence_of(cue.first).end);
    }
    let owner = (least..cue.first).rev().take(OWNER_REACH).find(|&token| {
        reading.is(token, WordClass::POSSESSIVE)
            || reading.kind(token) == TokenKind::Clitic && matches!(reading.word(token), "'s" | "’s" | "'" | "’")
    })?;
    let plain = (owner + 1..cue.first).all(|token| {
        !reading.is(token, WordClass::PREPOSITION.or(WordClass::AUXILIARY).or(WordClass::JOINING))
            && reading.kind(token) != TokenKind::Punctuation
    });
    if !plain {
        return None;
    }
    if reading.is(owner, WordClass::POSSESSIVE) {
        return Some(owner..owner + 1);
    }
    reading.noun_phrase_before(owner, least)
}

/// How many tokens before a noun its owner may stand.
const OWNER_REACH: usize = 5;

/// The subject that follows its verb: "said X".
pub(super) fn subject_after(reading: &Reading<'_>, cue: &Cue, most: usize) -> Option<Range<usize>> {
    let at = cue.end;
    // `the film "Home," thanked Brill`: such verbs do not take quoted words as their object
    if matches!(cue.class, CueClass::Tell | CueClass::Label | CueClass::Stance | CueClass::State) || at >= most {
        return None;
    }
    let class = reading.class(at);
    let named = reading.name(at).is_some();
    let no_phrase = class.is(WordClass::PREPOSITION
        .or(WordClass::SUBORDINATOR)
        .or(WordClass::DAY)
        .or(WordClass::ADVERB)
        .or(WordClass::AUXILIARY)
        .or(WordClass::OBJECT))
        && !class.is(WordClass::SUBJECT.or(WordClass::DETERMINER).or(WordClass::POSSESSIVE));
    if !named && (no_phrase || reading.reads(at, "that")) {
        return None;
    }
    reading.noun_phrase_after(at, most)
}
