//! Set phrases of a verb that tell what somebody thinks of or turns to: "took aim at", "made a strong case for". Called by
//! [`super::cues`] for the forms of `data/quotes/phrases.tsv`; reads no further than the phrase.

use super::super::clause::{Reading, WordClass};

const PHRASES: &str = include_str!("../../data/quotes/phrases.tsv");

/// A row of the table: what may follow one verb.
pub(super) struct Row {
    /// The forms of the verb: base, third person, past forms, -ing.
    pub(super) forms: &'static str,
    /// With the letters of the first word that is written out, as bits.
    phrases: Box<[(u32, &'static str)]>,
}

/// The rows of the table.
pub(super) fn rows() -> Box<[Row]> {
    let lines = PHRASES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    let first = |phrase: &'static str| match phrase.strip_prefix("~ ") {
        Some(noun) => letter(noun),
        None if phrase.starts_with('@') => u32::MAX,
        None => letter(phrase),
    };
    let row = |(forms, phrases): (&'static str, &'static str)| Row {
        forms,
        phrases: phrases.split('|').map(|phrase| (first(phrase), phrase)).collect(),
    };
    lines.map(row).collect()
}

/// The first letter of a word in either case, as a bit.
fn letter(word: &str) -> u32 {
    word.bytes().next().map_or(0, |byte| 1 << (byte & 31))
}

impl Row {
    /// One past the phrase that begins with the verb at `token`: the longest that fits.
    pub(super) fn end(&self, reading: &Reading<'_>, token: usize) -> Option<usize> {
        let near = (token + 1..=token + REACH).fold(0, |near, token| near | letter(reading.word(token)));
        let phrases = self.phrases.iter().filter(|(first, _)| first & near != 0);
        phrases.filter_map(|(_, phrase)| matched(reading, token + 1, phrase)).max()
    }
}

/// How far behind the verb the first word of a phrase can stand that is written out, in tokens.
const REACH: usize = 2 + MOST_ADJECTIVES;

/// One past the words of a phrase, if they stand at `at`.
fn matched(reading: &Reading<'_>, mut at: usize, phrase: &str) -> Option<usize> {
    let mut words = phrase.split(' ').peekable();
    while let Some(word) = words.next() {
        match word {
            "~" => {
                let next = words.peek()?;
                let determined = reading.is(at, WordClass::DETERMINER.or(WordClass::POSSESSIVE));
                at += usize::from(determined);
                let adjectives = (at..at + MOST_ADJECTIVES).take_while(|&token| {
                    !reading.reads(token, next)
                        && (reading.class(token) == WordClass::default() || reading.is(token, WordClass::ADVERB))
                        && reading.word(token).starts_with(char::is_alphanumeric)
                });
                at += adjectives.count();
            }
            "@" => {
                let reflexive = ["self", "selves"].iter().any(|ending| reading.word(at).ends_with(ending));
                at = reflexive.then_some(at + 1)?;
            }
            _ => {
                // "took aim squarely at"
                let manner = reading.word(at).len() > 4 && reading.word(at).ends_with("ly");
                at += usize::from(manner && reading.reads(at + 1, word));
                at = reading.reads(at, word).then_some(at + 1)?;
            }
        }
    }
    Some(at)
}

/// How many adjectives may stand before the noun of a phrase.
const MOST_ADJECTIVES: usize = 2;
