//! Whether a plural stands before a base form, so that the form is a verb: "surveys along the coast show". Called by
//! [`super::verbs`]; reads at most the tokens of one subject.

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::super::clause::{Reading, WordClass};

/// Whether what stands before the base form at `token`, whose auxiliaries and adverbs begin at `before`, can be its
/// subject.
pub(super) fn stands_before(reading: &Reading<'_>, token: usize, before: usize) -> bool {
    let Range { start, end } = reading.sentence_of(token);
    let at_start = before == start;
    let class = if at_start { WordClass::default() } else { reading.class(before - 1) };
    let previous = if at_start { "" } else { reading.word(before - 1) };
    let verb_only = is_never_noun(reading.word(token));
    class.is(WordClass::SUBJECT)
                || previous.ends_with('s') && class.is(WordClass::SPEAKER)
                // "Democrats want", "the Tarns say"
                || previous.ends_with('s') && before > 0 && reading.name(before - 1).is_some()
                || COUNTED.iter().any(|word| previous.eq_ignore_ascii_case(word))
                    // "some protest leaders"
                    && (verb_only
                        || !reading.is(token + 1, WordClass::SPEAKER)
                        || !["some", "many", "most", "few", "both"].iter().any(|word| previous.eq_ignore_ascii_case(word)))
                // "polls that show"
                || matches!(previous, "that" | "which")
                    && before > start + 1
                    && reading.word(before - 2 - usize::from(reading.word(before - 2) == ",")).ends_with('s')
                || (reading.kind(before.saturating_sub(1)) == TokenKind::Number || previous == "%") && before > 0
                // "the road was closed, records show"
                || previous.ends_with('s')
                    && before > 1
                    && (reading.word(before - 2) == "," || before == start + 1)
                || previous == "," && insertion_follows_plural(reading, before - 1, start)
                // "Brill, Hale pledge": a headline
                || names_listed(reading, start) == Some(before)
                // "the plan has failed, say some of them"
                || previous == ","
                    && verb_only
                    && reading.is(token + 1, WordClass::SPEAKER.or(WordClass::DETERMINER))
                // "environmentalists worry"
                || ["ists", "ers", "ors", "ians"].iter().any(|ending| previous.ends_with(ending))
                || speakers_open(reading, start, before)
                || verb_only && follows_plural(reading, start, before)
                || plural_opens(reading, start, before) && (verb_only || introduces_clause(reading, token + 1, end))
}

/// Words of which a base form may be said.
const COUNTED: [&str; 27] = [
    "police", "people", "some", "many", "others", "who", "whom", "and", "most", "few", "both", "percent", "%", "two",
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "half", "third", "thirds", "quarter", "majority",
];

/// Whether the phrase that ends at `end` has a plural for speakers near its beginning: "Observers in Tarn say".
fn speakers_open(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let reach = (start..end).rev().take(SUBJECT_REACH);
    let phrase = reach.take_while(|&token| {
        reading.entry(token) == 0
            && reading.kind(token) != TokenKind::Punctuation
            && !reading.is(token, WordClass::AUXILIARY.or(WordClass::SUBORDINATOR))
    });
    phrase.last().is_some_and(|first| {
        (first..end.min(first + 3))
            .any(|token| reading.is(token, WordClass::SPEAKER) && reading.word(token).ends_with('s'))
    })
}

/// Whether the phrase that ends at `end` has a plural in it, or a number that stands for people: "Polls in Tarn show".
fn plural_opens(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let reach = (start..end).rev().take(LONG_SUBJECT_REACH);
    let mut phrase = reach.take_while(|&token| {
        reading.kind(token) != TokenKind::Punctuation
            && reading.kind(token) != TokenKind::Quote
            && !reading.is(token, WordClass::AUXILIARY.or(WordClass::SUBORDINATOR).or(WordClass::SUBJECT))
            && !reading.reads(token, "to")
    });
    phrase.any(|token| {
        let word = reading.word(token);
        word.ends_with('s')
            && !word.ends_with("ss")
            && word.len() > 2
            && !reading.is(token, WordClass::POSSESSIVE.or(WordClass::DETERMINER).or(WordClass::PREPOSITION))
            || ["people", "men", "women", "children", "police", "media", "data", "%"]
                .iter()
                .any(|plural| word.eq_ignore_ascii_case(plural))
    })
}

/// Whether a verb that can be nothing else may have any plural before it as its subject: "those who left in May say".
fn follows_plural(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let last = end.saturating_sub(1);
    let bound = reading
        .is(last, WordClass::PREPOSITION.or(WordClass::AUXILIARY).or(WordClass::JOINING).or(WordClass::SUBORDINATOR))
        && reading.name(last).is_none()
        && !reading.is(last, WordClass::DAY);
    let let_me = ["let", "make", "help", "me", "us", "him", "them", "her"].iter().any(|word| reading.reads(last, word))
        // "those around him say"
        && !(last > start && reading.is(last - 1, WordClass::PREPOSITION));
    !bound
        && !let_me
        && (start..end).rev().take(LONGEST_SUBJECT).take_while(|&token| !matches!(reading.word(token), ";" | ":")).any(
            |token| {
                let word = reading.word(token);
                word.ends_with('s') && !word.ends_with("ss") && word.len() > 4
                || matches!(word, "people" | "those" | "Those" | "men" | "women" | "some" | "Some" | "many" | "Many")
                // "Brill and Hale insist"
                || reading.is(token, WordClass::JOINING) && reading.name(token + 1).is_some()
            },
        )
}

/// How many tokens the subject of such a verb may have.
const LONGEST_SUBJECT: usize = 24;

/// Whether what stands at `at` begins what somebody says rather than goes on with a noun.
fn introduces_clause(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    at < end
        && (reading.reads(at, "that")
            || reading.reads(at, "there")
            || reading.is(at, WordClass::SUBJECT)
            || reading.name(at).is_some()
            || reading.is(at, WordClass::DETERMINER.or(WordClass::POSSESSIVE))
                && !reading.is(at, WordClass::PREPOSITION))
        || matches!(reading.word(at), "." | ",") && at + 1 >= end
}

/// Base forms that are verbs wherever they stand.
pub(super) fn is_never_noun(word: &str) -> bool {
    matches!(
        word,
        "say"
            | "add"
            | "insist"
            | "argue"
            | "maintain"
            | "contend"
            | "allege"
            | "assert"
            | "acknowledge"
            | "conclude"
            | "complain"
            | "predict"
            | "tell"
            | "remind"
            | "explain"
            | "confirm"
            | "reveal"
            | "suggest"
            | "declare"
            | "observe"
            | "deny"
            | "agree"
            | "propose"
            | "recommend"
            | "write"
            | "indicate"
            | "imply"
            | "think"
            | "believe"
            | "expect"
            | "consider"
            | "know"
            | "understand"
            | "realize"
            | "describe"
            | "accuse"
            | "admit"
            | "concede"
            | "warn"
            | "assume"
            | "oppose"
            | "criticize"
            | "prefer"
            | "accept"
            | "reject"
            | "want"
            | "intend"
    )
}

/// How many tokens a subject with phrases behind its noun may have.
const LONG_SUBJECT_REACH: usize = 14;

/// Whether the comma at `close` closes an insertion behind a plural: "Lawyers, for instance, argue".
fn insertion_follows_plural(reading: &Reading<'_>, close: usize, start: usize) -> bool {
    let open = (start..close).rev().take(SUBJECT_REACH).find(|&token| reading.word(token) == ",");
    let percent = |open: usize| (open..close).any(|token| matches!(reading.word(token), "percent" | "%"));
    open.is_some_and(|open| open > start && (reading.word(open - 1).ends_with('s') || percent(open)))
}

/// Where two names end with which a sentence begins: "Brill, Hale".
fn names_listed(reading: &Reading<'_>, start: usize) -> Option<usize> {
    let joint = reading.name(start)?.end;
    let other = reading.name(joint + 1).filter(|_| matches!(reading.word(joint), "," | "and"));
    other.map(|other| other.end)
}

/// How many tokens a plural subject may have before its verb.
const SUBJECT_REACH: usize = 10;
