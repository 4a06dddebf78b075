//! How far the words of a cue reach: with what it was said in ("said in a statement on Friday"), with its particle
//! ("pointed out") and with the noun that stands for what was said ("expressed concern that"). Called where a quote
//! is written down; the rules that find quotes know a cue by its verb alone.

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{Reading, WordClass},
    attribution::Scene,
    cues::{CueClass, Form},
    reports::Report,
};

/// The tokens of a cue with what belongs to it, not reaching into `content`.
pub(super) fn of(scene: &Scene<'_, '_>, report: &Report, content: &Range<usize>) -> Range<usize> {
    let (reading, cue) = (scene.reading, &report.cue);
    let sentence = reading.sentence_of(cue.first);
    let most = if content.start >= cue.end { content.start } else { sentence.end }.min(sentence.end);
    // "her most surprising claim", "Brill's first argument was that"
    if cue.class == CueClass::Noun
        && cue.begin == cue.first
        && let Some(owner) = report.phrase.as_ref().filter(|owner| owner.end <= cue.first)
    {
        let begin = owner.end + usize::from(reading.kind(owner.end) == TokenKind::Clitic);
        let adjectives = cue.first.saturating_sub(begin) <= MOST_ADJECTIVES
            && (begin..cue.first).all(|token| {
                reading.kind(token) == TokenKind::Word
                    && reading.name(token).is_none()
                    && (reading.class(token) == WordClass::default()
                        || reading.is(token, WordClass::ADVERB)
                        || reading.reads(token, "most"))
            });
        let be = cue.end + 1 < content.start && ["is", "was"].iter().any(|word| reading.reads(cue.end, word));
        return if adjectives { begin } else { cue.begin }..cue.end + usize::from(be);
    }
    // "a claim that", "an early warning from": "the claim that" is known already
    if cue.class == CueClass::Noun && cue.begin == cue.first {
        let plain = |token: usize| {
            reading.kind(token) == TokenKind::Word
                && reading.class(token) == WordClass::default()
                && reading.entry(token) == 0
        };
        let article = (sentence.start..cue.first)
            .rev()
            .take(MOST_ADJECTIVES)
            .take_while(|&token| plain(token) || ["a", "an"].iter().any(|word| reading.reads(token, word)))
            .find(|&token| !plain(token));
        return article.unwrap_or(cue.begin)..cue.end;
    }
    // "in her view": whose it is is no part of the cue
    if cue.class == CueClass::According && reading.reads(cue.begin, "in") {
        return cue.first..cue.end;
    }
    if report.inverted
        || matches!(cue.class, CueClass::According | CueClass::Noun | CueClass::Passive)
        || cue.form == Form::Other
    {
        return cue.begin..cue.end;
    }
    let begin = document(reading, report).unwrap_or(cue.begin);
    let mut end = cue.end;
    if end < most && matches!(reading.word(end), "out" | "up" | "off" | "back") {
        end += 1;
    }
    // "expressed deep concern that"
    let that = (end..most.min(end + LONGEST_OBJECT)).find(|&token| reading.reads(token, "that"));
    if let Some(that) = that.filter(|&that| that > end && scene.cues.is_noun(reading.entry(that - 1))) {
        return begin..that;
    }
    for _ in 0..MOST_PHRASES {
        let Some(next) = phrase(reading, end, most) else { break };
        end = next;
    }
    // `"…," Brill said of the harbour`
    let behind = content.start < cue.begin && cue.class == CueClass::Say;
    if behind && end == cue.end && ["of", "about"].iter().any(|word| reading.reads(end, word)) {
        // but "said about an hour later"
        let measure = ["a", "an", "half"].iter().any(|word| reading.reads(end + 1, word));
        let names = reading.kind(end + 1) == TokenKind::Word
            && !reading.is(end + 1, WordClass::ADVERB)
            && !(measure && reading.reads(end, "about"));
        return begin..end + usize::from(names);
    }
    // `pointed to "a deal"`, `spoke about "values"`
    // `called for a "review"`
    let opens = end + 1 + usize::from(reading.is(end + 1, WordClass::DETERMINER));
    let joint = [end + 1, opens].contains(&content.start) || opens < most && reading.kind(opens) == TokenKind::Quote;
    if joint && reading.is(end, WordClass::PREPOSITION) && cue.complements.has(reading.word(end)) {
        end += 1;
    }
    begin..end
}

/// Where "issued a statement saying" begins.
pub(super) fn document(reading: &Reading<'_>, report: &Report) -> Option<usize> {
    let (cue, sentence) = (&report.cue, reading.sentence_of(report.cue.first));
    // "delivered her speech, seeking to prove it"
    let seeks = cue.class == CueClass::Stance && cue.complements.has("t");
    if cue.form != Form::Ing || cue.begin != cue.first || seeks {
        return None;
    }
    let before = cue.first - usize::from(reading.word(cue.first.saturating_sub(1)) == ",");
    let noun =
        (sentence.start..before).rev().take(LONGEST_OBJECT).find(|&token| reading.is(token, WordClass::VENUE))?;
    let article = (sentence.start..noun)
        .rev()
        .take(LONGEST_OBJECT)
        .find(|&token| reading.is(token, WordClass::DETERMINER.or(WordClass::POSSESSIVE)))?;
    let verb = article.checked_sub(1).filter(|&verb| verb > sentence.start)?;
    let gave = [
        "issued",
        "released",
        "sent",
        "wrote",
        "posted",
        "made",
        "gave",
        "published",
        "delivered",
        "tweeted",
        "signed",
        "offered",
        "issuing",
        "releasing",
        "posting",
        "sending",
    ];
    gave.iter().any(|word| reading.reads(verb, word)).then_some(verb)
}

/// How many adjectives belong to a noun that somebody has.
const MOST_ADJECTIVES: usize = 3;

/// How many tokens the noun for what is said may have with its adjectives.
const LONGEST_OBJECT: usize = 6;

/// How many phrases may follow a verb.
const MOST_PHRASES: usize = 3;

/// Where a phrase ends that begins at `at` and tells when or in what something was said.
fn phrase(reading: &Reading<'_>, at: usize, most: usize) -> Option<usize> {
    if at >= most {
        return None;
    }
    // "said Monday morning"
    if reading.is(at, WordClass::DAY) {
        let part = matches!(reading.word(at + 1), "morning" | "afternoon" | "evening" | "night");
        return Some((at + 1 + usize::from(part)).min(most));
    }
    let manner = reading.word(at).len() > 4
        && reading.word(at).ends_with("ly")
        && reading.kind(at) == TokenKind::Word
        && reading.name(at).is_none();
    // "said repeatedly that", "saying only that"
    let that = reading.reads(at + 1, "that") && most > at + 1;
    let closes = reading.kind(at + 1) == TokenKind::Punctuation || at + 1 >= most || that;
    let only = reading.reads(at, "only") && that;
    if ["then", "later", "again", "twice"].iter().any(|word| reading.reads(at, word)) || manner && closes || only {
        return Some(at + 1);
    }
    let first = [("for", 0), ("the", 1), ("first", 2), ("time", 3)];
    if at + 4 <= most && first.iter().all(|(word, behind)| reading.reads(at + behind, word)) {
        return Some(at + 4);
    }
    // "said with a grin"
    let face = ["grin", "laugh", "smile", "smirk", "shrug", "sigh", "wink", "frown", "chuckle", "sob"];
    if reading.reads(at, "with") {
        let noun = (at + 2..most.min(at + 5)).find(|&token| face.contains(&reading.word(token)));
        return noun.map(|noun| noun + 1);
    }
    if !matches!(reading.word(at), "in" | "during" | "on" | "via" | "through") {
        return None;
    }
    let stops = |token: usize| {
        !matches!(reading.kind(token), TokenKind::Word | TokenKind::Clitic)
            || reading.is(token, WordClass::AUXILIARY.or(WordClass::SUBORDINATOR).or(WordClass::JOINING))
            || reading.is(token, WordClass::SUBJECT) && !reading.is(token, WordClass::POSSESSIVE)
            || reading.is(token, WordClass::PREPOSITION) && reading.name(token).is_none()
    };
    let end =
        (at + 1..most.min(at + LONGEST_PHRASE)).find(|&token| stops(token)).unwrap_or(most.min(at + LONGEST_PHRASE));
    let last = end.checked_sub(1).filter(|&last| last > at)?;
    if reading.reads(at, "on") && MEDIA.iter().any(|medium| reading.word(at + 1) == *medium) {
        return Some(at + 2);
    }
    let venue = (at + 1..end).rev().find(|&token| reading.is(token, WordClass::VENUE))?;
    // "said in a statement", but an event is only where it was said
    if EVENTS.contains(&reading.word(venue)) {
        return None;
    }
    // "at a briefing Monday"
    Some(if (venue + 1..=last).all(|token| reading.is(token, WordClass::DAY)) { end } else { venue + 1 })
}

/// How many tokens "in a televised interview" may have.
const LONGEST_PHRASE: usize = 8;

/// What is held, not written.
const EVENTS: [&str; 6] = ["speech", "address", "debate", "meeting", "briefing", "book"];

/// Media that are named without a noun: "said on Twitter".
const MEDIA: [&str; 4] = ["Twitter", "Facebook", "Instagram", "X"];
