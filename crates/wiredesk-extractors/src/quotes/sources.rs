//! Whom or what somebody goes by: "according to Brill", "per a memo", "as reported by the Herald". [`phrase`] finds the source for
//! [`super::reports`], [`clause`] what it says for [`super::indirect`].

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{Reading, WordClass},
    attribution::Scene,
    cues::Cue,
    indirect::{ACCORDING_TO, Clause, trimmed, verb_ahead},
    reports::Report,
    speaker::referent,
    wording::whole,
};

/// The words for the source: "according to him", "according to July's survey", "according to a recently leaked memo".
pub(super) fn phrase(reading: &Reading<'_>, at: usize, most: usize) -> Option<Range<usize>> {
    let before_noun = WordClass::DETERMINER.or(WordClass::ADVERB).or(WordClass::DAY).or(WordClass::POSSESSIVE);
    let alone = reading.is(at, WordClass::OBJECT.or(WordClass::SUBJECT)) && !reading.is(at, WordClass::POSSESSIVE)
        || reading.is(at, WordClass::DETERMINER) && reading.is(at + 1, WordClass::PREPOSITION);
    if alone {
        return Some(at..at + 1);
    }
    let leads = |token: usize| {
        reading.name(token).is_none() && reading.is(token, before_noun)
            || matches!(reading.kind(token), TokenKind::Number | TokenKind::Clitic)
            // "a recently leaked memo", but "a tally by"
            || reading.word(token).ends_with("ly") && !reading.is(token + 1, WordClass::PREPOSITION)
    };
    let noun = (at..most).find(|&token| !leads(token))?;
    // `according to "The Harbour Years"`, `according to the "Harbour for all" paper`
    if reading.kind(noun) == TokenKind::Quote {
        let close =
            (noun + 2..most.min(noun + LONGEST_TITLE)).find(|&token| reading.kind(token) == TokenKind::Quote)?;
        let named = reading.kind(close + 1) == TokenKind::Word && reading.class(close + 1) == WordClass::default();
        return Some(at..close + 1 + usize::from(named));
    }
    let phrase = reading.noun_phrase_after(noun, most).filter(|phrase| phrase.end > at)?;
    Some(at..phrase.end)
}

/// Where "in her view,", "in Brill's own words," begins, by its noun.
pub(super) fn viewpoint(reading: &Reading<'_>, noun: usize) -> Option<usize> {
    let sentence = reading.sentence_of(noun);
    let owner = noun.checked_sub(1 + usize::from(reading.reads(noun.saturating_sub(1), "own")))?;
    let owned = reading.is(owner, WordClass::POSSESSIVE)
        || matches!(reading.word(owner), "'s" | "’s" | "'" | "’") && reading.kind(owner) == TokenKind::Clitic;
    let begin = (sentence.start..owner).rev().take(LONGEST_OWNER).find(|&token| reading.reads(token, "in"))?;
    // "In her view, …" and "…, in her view."
    let opens =
        begin == sentence.start || begin == sentence.start + 1 && reading.is(sentence.start, WordClass::JOINING);
    let closes = noun + 1 >= sentence.end || matches!(reading.word(noun + 1), "." | ";");
    let apart = if opens { reading.word(noun + 1) == "," } else { closes && reading.word(begin - 1) == "," };
    let plain = (begin + 1..owner).all(|token| reading.kind(token) == TokenKind::Word);
    (owned && apart && plain).then_some(begin)
}

/// Whose view it is, of a cue that [`viewpoint`] has found.
pub(super) fn viewer(reading: &Reading<'_>, cue: &Cue) -> Option<Range<usize>> {
    let owner = cue.first - 1 - usize::from(reading.reads(cue.first - 1, "own"));
    let end = owner + usize::from(reading.is(owner, WordClass::POSSESSIVE));
    (end > cue.begin + 1).then_some(cue.begin + 1..end)
}

/// How many tokens whoever has a view may have.
const LONGEST_OWNER: usize = 6;

/// How many tokens the title of a paper or a book may have, with its marks.
const LONGEST_TITLE: usize = 14;

/// How many tokens may stand before "according to" where that opens its sentence.
const LONGEST_OPENING: usize = 4;

/// "According to X, CLAUSE." and "CLAUSE, according to X."
pub(super) fn clause(scene: &Scene<'_, '_>, report: &Report) -> Option<Clause> {
    let reading = scene.reading;
    let sentence = reading.sentence_of(report.cue.first);
    let phrase = report.phrase.as_ref()?;
    // "But, according to Brill,", "In addition, according to Brill,"
    let opens = report.cue.begin <= sentence.start + 1
        || report.cue.begin <= sentence.start + LONGEST_OPENING
            && reading.is(
                sentence.start,
                WordClass::JOINING.or(WordClass::ADVERB).or(WordClass::PREPOSITION).or(WordClass::SUBORDINATOR),
            )
            && reading.word(report.cue.begin - 1) == ",";
    let clause = if opens {
        let (_, phrase) = referent(reading, phrase.clone());
        // "According to Brill the road is closed"
        let named = reading.name(phrase.end - 1).is_some_and(|name| name.first == phrase.start);
        if named && reading.opens_subject(phrase.end) && verb_ahead(reading, phrase.end + 1, sentence.end) {
            return trimmed(scene, phrase.end, sentence.end, 3).map(|clause| (clause, ACCORDING_TO));
        }
        let mark = |&token: &usize| matches!(reading.word(token), "," | ":");
        let comma = (phrase.end..sentence.end).find(mark)?;
        trimmed(scene, comma + 1, sentence.end, 3)
    } else if reading.word(report.cue.begin - 1) == ","
        && reading.word(whole(reading, phrase.clone()).end) == ","
        && !verb_ahead(reading, sentence.start + 1, report.cue.begin - 1)
    {
        // "The plan, according to Brill, is dead"
        None
    } else {
        // "That's according to early results"
        let that = ["that", "this", "it"].iter().any(|word| reading.reads(sentence.start, word))
            && reading.is(sentence.start + 1, WordClass::AUXILIARY)
            && report.cue.first == sentence.start + 2;
        let end = if that { sentence.start + 1 } else { report.cue.begin };
        trimmed(scene, sentence.start, end, if that { 1 } else { 3 })
    };
    clause.map(|clause| (clause, ACCORDING_TO))
}
