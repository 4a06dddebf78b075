//! Names in headlines where every word has a capital: "Mike Hale Calls for Inquiry" names Mike Hale. What the rest of the
//! document names decides where a name ends. Called by [`super::Worker`] between tagger and grouping.

use rustc_hash::FxHashSet;
use wiredesk_core::annotation::EntityKind;

use super::{
    tagger::NameSpan,
    words::{Shape, Words},
};
use crate::lexicon::Lexicons;

/// Cuts common words off the names of headlines, and drops names that are nothing but common words, where the text below
/// does not name them so; `names` are and stay in text order.
pub(super) fn cut(text: &str, words: &Words, lexicons: &Lexicons, names: &mut Vec<NameSpan>) {
    let headlines = headlines(text, words, lexicons);
    if headlines.is_empty() {
        return;
    }
    let in_headline = |name: &NameSpan| headlines.contains(&words.list[name.first].sentence);
    let written = |first: usize, end: usize| &text[words.list[first].span.start()..words.list[end - 1].span.end()];
    let below: FxHashSet<&str> =
        names.iter().filter(|name| !in_headline(name)).map(|name| written(name.first, name.end)).collect();
    let surnames = |name: &&NameSpan| name.kind == EntityKind::Person && name.end > name.first + 1;
    let people = names.iter().filter(|name| !in_headline(name)).filter(surnames);
    let below: FxHashSet<&str> =
        people.map(|name| written(name.end - 1, name.end)).chain(below.iter().copied()).collect();
    if below.is_empty() {
        return;
    }
    let common = |at: usize| {
        let word = words.list[at];
        word.is(Shape::CAPITAL)
            && !word.is(Shape::UPPER)
            && lexicons.common.contains(word.text(text).to_ascii_lowercase().as_str())
    };
    names.retain_mut(|name| {
        if !in_headline(name) || below.contains(written(name.first, name.end)) {
            return true;
        }
        // the longest part that is named below with only common words around it
        let parts = (name.first..name.end).flat_map(|first| (first + 1..=name.end).map(move |end| (first, end)));
        let named = parts
            .filter(|&(first, end)| (name.first..first).chain(end..name.end).all(common))
            .filter(|&(first, end)| below.contains(written(first, end)))
            .max_by_key(|(first, end)| end - first);
        match named {
            Some((first, end)) => {
                (name.first, name.end) = (first, end);
                true
            }
            None => !(name.first..name.end).all(common),
        }
    });
}

/// The numbers of the sentences in which only function words are in lower case.
fn headlines(text: &str, words: &Words, lexicons: &Lexicons) -> Vec<u32> {
    let mut found = Vec::new();
    for sentence in words.list.chunk_by(|one, next| one.sentence == next.sentence) {
        let (mut capitals, mut small) = (0, 0);
        for word in sentence.iter().filter(|word| word.is(Shape::WORD)) {
            capitals += usize::from(word.is(Shape::CAPITAL));
            small += usize::from(word.is(Shape::LOWER) && !lexicons.function_words.contains(word.text(text)));
        }
        if capitals >= FEWEST && small == 0 {
            found.push(sentence[0].sentence);
        }
    }
    found
}

/// How many words with a capital a headline has at least.
const FEWEST: usize = 4;
