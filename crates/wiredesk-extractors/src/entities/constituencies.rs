//! Where the elected are from, in the letters of American reports: "Senator Anna Brill (R-Ohio)", "D-Calif.". Called by
//! [`super::Worker`] between tagger and grouping; the taggers see no more than a capital there.

use wiredesk_core::annotation::EntityKind;

use super::{
    tagger::NameSpan,
    words::{Shape, Words, is_party},
};
use crate::lexicon::Lexicons;

/// How sure it is that the letters name a state.
const CONFIDENCE: f32 = 0.95;
/// Words of the longest name of a state.
const LONGEST: usize = 2;

/// Makes the states behind a party's letter names of places, in `names`, which are and stay in text order.
pub(super) fn mark(text: &str, words: &Words, lexicons: &Lexicons, names: &mut Vec<NameSpan>) {
    let list = &words.list;
    let mut found = Vec::new();
    for (dash, word) in list.iter().enumerate().skip(1) {
        if !matches!(word.text(text), "-" | "–") || !is_party(list[dash - 1].text(text)) {
            continue;
        }
        let first = dash + 1;
        let ends = (1..=LONGEST).rev().map(|count| first + count);
        let mut ends = ends.filter(|&end| end <= list.len() && list[end - 1].sentence == word.sentence);
        let state = |end: usize| lexicons.state(&text[list[first].span.start()..list[end - 1].span.end()]).is_some();
        if let Some(end) = ends.find(|&end| state(end)) {
            found.push(NameSpan { first, end, kind: EntityKind::Place, confidence: CONFIDENCE });
        }
    }
    if found.is_empty() {
        return;
    }
    // no name reaches over the party's letter
    let mut states = found.iter().peekable();
    names.retain_mut(|name| {
        while states.next_if(|state| state.end <= name.first).is_some() {}
        if let Some(state) = states.peek() {
            name.end = name.end.min(state.first - 2);
            while name.end > name.first && !list[name.end - 1].is(Shape::WORD) {
                name.end -= 1;
            }
        }
        name.end > name.first
    });
    names.extend(found);
    names.sort_by_key(|name| name.first);
}
