//! Which words stand for a speaker: the whole phrase with its title and what is apposed to it, not just the name by
//! which [`super::speaker`] knows whom it means. Called where a quote is written down.

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{Reading, WordClass},
    extent,
    reports::Report,
    speaker::is_time,
};

/// The words that stand for a speaker beside a cue: all of the phrase, with what stands between its noun and the verb
/// ("a study published on Monday shows"); the relative pronoun where that is the subject and the name before it is
/// known by its entity.
pub(super) fn words(reading: &Reading<'_>, phrase: Range<usize>, report: Option<&Report>, known: bool) -> Range<usize> {
    // "the town issued a statement saying"
    let document = report.and_then(|report| extent::document(reading, report));
    let phrase = match document {
        Some(verb) if phrase.start < verb && verb < phrase.end => phrase.start..verb,
        _ => phrase,
    };
    // "under what Brill called"
    let what = phrase.clone().rev().find(|&token| reading.reads(token, "what")).filter(|&what| what + 1 < phrase.end);
    let phrase = what.map_or(phrase.start, |what| what + 1)..phrase.end;
    let before = report.filter(|report| phrase.end <= report.cue.begin && !report.inverted);
    let Some(cue) = before.map(|report| report.cue.begin) else {
        let words = whole(reading, phrase);
        let behind = report.is_some_and(|report| report.inverted && words.start >= report.cue.end);
        return if behind { words.start..behind_verb(reading, words.end) } else { words };
    };
    let who = cue.saturating_sub(1);
    if who >= phrase.end && ["who", "which", "that"].iter().any(|word| reading.reads(who, word)) {
        let clear = known && who <= phrase.end + 1;
        let end = if reading.reads(who, "who") { cue } else { who };
        return if clear { who..cue } else { phrase.start..end };
    }
    let words = whole(reading, phrase.clone());
    let gap = words.end..cue;
    // "dismissed Brill for calling"
    let bare = gap.len() == 1 && reading.is(gap.start, WordClass::PREPOSITION);
    if bare || gap.is_empty() || gap.len() > LONGEST_APPOSITION || !modifies(reading, &gap) {
        return words;
    }
    let comma = reading.word(cue - 1) == ",";
    words.start..cue - usize::from(comma && words.end + 1 == cue)
}

/// Where a subject behind its verb ends, whose noun ends at `end`: "said a source close to the board".
fn behind_verb(reading: &Reading<'_>, end: usize) -> usize {
    let sentence = reading.sentence_of(end.saturating_sub(1));
    let most = sentence.end.min(end + LONGEST_APPOSITION);
    let stop = (end..most).find(|&token| {
        matches!(reading.kind(token), TokenKind::Punctuation | TokenKind::Quote)
            || reading.is(token, WordClass::JOINING.or(WordClass::SUBORDINATOR))
    });
    let Some(stop) = stop.filter(|&stop| stop > end && reading.kind(stop) == TokenKind::Punctuation) else {
        return end;
    };
    let opens = reading.is(end, WordClass::PREPOSITION) && !reading.is(end + 1, WordClass::DAY)
        || reading.kind(end) == TokenKind::Word
            && reading.is(end + 1, WordClass::PREPOSITION)
            && !reading.is(end, WordClass::ADVERB.or(WordClass::DAY).or(WordClass::AUXILIARY));
    let clear = (end..stop).all(|token| {
        !reading.is(token, WordClass::VENUE.or(WordClass::DAY).or(WordClass::AUXILIARY))
            || reading.kind(token) == TokenKind::Clitic
    });
    if opens && clear { stop } else { end }
}

/// Whether what stands between a noun and its verb belongs to the noun.
fn modifies(reading: &Reading<'_>, gap: &Range<usize>) -> bool {
    let first = gap.start + usize::from(reading.word(gap.start) == ",");
    let relative = ["who", "whose", "which", "that", "whom"].iter().any(|word| reading.reads(first, word));
    let participle = reading.kind(first) == TokenKind::Word
        && !reading.is_capital(first)
        && (reading.word(first).ends_with("ed") || reading.word(first).ends_with("ing"))
        && (reading.is(first + 1, WordClass::PREPOSITION.or(WordClass::DAY))
            || reading.word(first).ends_with("ing") && first == gap.start && reading.entry(first) != 0);
    let phrase = first == gap.start && reading.is(first, WordClass::PREPOSITION) && reading.name(first).is_none();
    let clear = gap.clone().all(|token| {
        reading.kind(token) != TokenKind::Quote
            && !matches!(reading.word(token), ";" | ":" | "." | "!" | "?")
            && (relative || !reading.is(token, WordClass::AUXILIARY) || reading.kind(token) == TokenKind::Clitic)
            && (relative
                || reading.word(token) != "," && !reading.is(token, WordClass::DAY) && !is_time(reading.word(token)))
    });
    let joined = reading.is(gap.end - 1, WordClass::JOINING);
    (relative || participle || phrase) && clear && !joined
}

/// The whole phrase of a speaker: with the title before a name and the apposition behind it.
pub(super) fn whole(reading: &Reading<'_>, phrase: Range<usize>) -> Range<usize> {
    let sentence = reading.sentence_of(phrase.start);
    let Range { mut start, mut end } = phrase;
    let pronoun = end == start + 1 && reading.name(start).is_none() && reading.is(start, WordClass::SUBJECT);
    if pronoun || sentence.is_empty() {
        return start..end;
    }
    // "according to a study published on Monday by the board"
    if start > sentence.start + 1 && reading.reads(start - 1, "to") && reading.reads(start - 2, "according") {
        let stops = |token: &usize| {
            reading.kind(*token) == TokenKind::Quote
                || matches!(reading.word(*token), "," | ";" | "." | "!" | "?" | ")" | "(")
                || reading.is(*token, WordClass::SUBORDINATOR.or(WordClass::AUXILIARY))
                || reading.word(*token) == "but"
                || reading.word(*token) == "and"
                    && (reading.is(*token + 1, WordClass::SUBJECT) || reading.is(*token + 2, WordClass::AUXILIARY))
        };
        let reach = end..sentence.end.min(end + LONGEST_APPOSITION);
        end = reach.clone().find(stops).unwrap_or(reach.end.max(end));
    }
    // "Brill (D-Tarn)", "Brill, 52,", "Brill, the mayor of Tarn,"
    let according = start >= sentence.start + 2 && reading.reads(start - 2, "according");
    while end < sentence.end {
        let Some(close) = apposition(reading, end, sentence.end) else { break };
        // "According to the survey, most members agree."
        let reports = || {
            let verb = |token: usize| reading.entry(token) != 0 && !reading.is(token, WordClass::SPEAKER);
            (end + 1..close).any(verb)
        };
        // "According to the poll, 46 percent of voters agree"
        let share = reading.kind(end + 1) == TokenKind::Number && end + 2 < close;
        if according && (reports() || share)
            || according && !matches!(reading.word(close), "," | ")") && reading.word(close - 1) != ")"
        {
            break;
        }
        end = close;
    }
    // "members of the board", "a study by the board", "leaders and diplomats"
    for _ in 0..MOST_PARTS {
        // "the Tarn/Vexland poll"
        if start > sentence.start + 1
            && reading.word(start - 1) == "/"
            && let Some(before) = reading.noun_phrase_before(start - 1, sentence.start)
        {
            start = before.start;
        }
        let Some(joint) = start.checked_sub(1).filter(|&joint| joint > sentence.start) else { break };
        let bound = |token: usize| reading.reads(token, "of") || reading.reads(token, "by");
        let of = bound(joint);
        let joins = of
            || reading.is(joint, WordClass::JOINING)
            || reading.is(joint, WordClass::PREPOSITION)
                && reading.name(joint).is_none()
                && !APART.iter().any(|word| reading.reads(joint, word));
        let before = if joins { reading.noun_phrase_before(joint, sentence.start) } else { None };
        let Some(before) = before else { break };
        let opens = before.start == sentence.start
            || matches!(reading.kind(before.start - 1), TokenKind::Punctuation | TokenKind::Quote)
            || bound(before.start - 1)
            || reading.is(before.start - 1, WordClass::SUBORDINATOR.or(WordClass::JOINING));
        let verb = before.clone().any(|token| reading.entry(token) != 0 && !reading.is(token, WordClass::SPEAKER));
        if !(of || opens) || verb || reading.is(before.start, WordClass::SUBJECT) {
            break;
        }
        start = before.start;
    }
    start..end
}

/// Prepositions that seldom belong to the noun before them.
const APART: [&str; 12] =
    ["after", "before", "since", "until", "till", "during", "like", "unlike", "despite", "amid", "without", "to"];

/// How many parts before the last one a phrase may have.
const MOST_PARTS: usize = 3;

/// Longest apposition in tokens.
const LONGEST_APPOSITION: usize = 40;

/// Where an apposition ends that begins at `at`, behind a name or noun, if one does.
pub(super) fn apposition(reading: &Reading<'_>, at: usize, most: usize) -> Option<usize> {
    let most = most.min(at + LONGEST_APPOSITION);
    if reading.word(at) == "(" {
        let close = (at..most).find(|&token| reading.word(token) == ")")?;
        return Some(close + 1);
    }
    let dash = reading.is_dash(at);
    if reading.word(at) != "," && !dash {
        return None;
    }
    let next = at + 1;
    let class = reading.class(next);
    let opens = class.is(WordClass::DETERMINER.or(WordClass::POSSESSIVE)) && !class.is(WordClass::SUBORDINATOR)
        || class.is(WordClass::SPEAKER)
        || reading.kind(next) == TokenKind::Number
        || matches!(
            reading.word(next),
            "who" | "whose" | "which" | "one" | "including" | "now" | "then" | "formerly" | "long" | "once" | "himself" | "herself"
        )
        || reading.reads(next, "of") && reading.is_capital(next + 1)
        // "R-Ky."
        || reading.word(next).as_bytes().get(1) == Some(&b'-')
        || reading.kind(next) == TokenKind::Word
            && !class.is(WordClass::PREPOSITION.or(WordClass::AUXILIARY).or(WordClass::JOINING).or(WordClass::DAY))
            && reading.entry(next) == 0
            && !reading.word(next).ends_with("ed")
            && (next..most).take(4).any(|token| reading.is(token, WordClass::SPEAKER))
        || reading.is_capital(next)
            && (next..most).take(6).any(|token| reading.is(token, WordClass::SPEAKER) || reading.word(token) == "of");
    if !opens {
        return None;
    }
    let stop = (next..most).find(|&token| {
        if dash {
            return reading.is_dash(token);
        }
        reading.kind(token) == TokenKind::Quote
            || matches!(reading.word(token), ";" | ":" | "." | "!" | "?")
            || reading.word(token) == "," && !lists(reading, token)
    });
    let end = stop.or_else(|| (!dash && most < at + LONGEST_APPOSITION).then_some(most))?;
    // "according to Brill, the road is closed"
    let relative = matches!(reading.word(next), "who" | "whose" | "which");
    let clause = |token: usize| {
        reading.is(token, WordClass::AUXILIARY)
            && !(reading.kind(token) == TokenKind::Clitic && matches!(reading.word(token), "'s" | "’s"))
            && !(next..token).any(|who| matches!(reading.word(who), "who" | "which" | "whose" | "that"))
    };
    (relative || !(next..end).any(clause)).then_some(end)
}

/// Whether a comma stands between the parts of a list or of a place: "Tarn, Vexland", "red, white and blue".
fn lists(reading: &Reading<'_>, comma: usize) -> bool {
    let next = comma + 1;
    reading.is_capital(next) && reading.is_capital(comma.saturating_sub(1))
}
