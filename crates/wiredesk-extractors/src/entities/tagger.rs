//! Where the names are and of which kind: the trait behind which a tagger works, and the tagger of
//! lexicons, shapes and context. Called by [`super::Worker`] once per document; does not know
//! which names belong to the same thing.

use rustc_hash::FxHashMap;
use wiredesk_core::annotation::EntityKind;

use super::{
    candidates::{Candidate, Candidates},
    kinds::{self, NONE, ORGANIZATION, PERSON},
    words::{Shape, Words},
};
use crate::lexicon::{HeadAt, KINDS, Kinds, Known, Lexicons};

/// A name and its kind, without the title before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct NameSpan {
    /// Index of the first word.
    pub(super) first: usize,
    /// One past the last word.
    pub(super) end: usize,
    pub(super) kind: EntityKind,
    /// From 0 to 1.
    pub(super) confidence: f32,
}

/// Finds names; in text order, not overlapping.
pub(super) trait Tagger: Send {
    /// Appends the names of one document to `found`.
    fn tag(&mut self, text: &str, words: &Words, lexicons: &Lexicons, found: &mut Vec<NameSpan>);
}

/// The tagger that needs no training: gazetteers, shapes, titles, heads, neighbouring words, and
/// what the rest of the document shows.
#[derive(Default)]
pub(super) struct LexiconTagger {
    candidates: Candidates,
    scores: Vec<Kinds>,
}

/// How much the other occurrences of a name weigh beside the one at hand.
const SHARED: f32 = 0.75;
/// A surname of somebody who was named in full.
const SURNAME: f32 = 5.0;

impl Tagger for LexiconTagger {
    fn tag(&mut self, text: &str, words: &Words, lexicons: &Lexicons, found: &mut Vec<NameSpan>) {
        self.candidates.find(text, words, lexicons);
        let list = &self.candidates.found;
        self.scores.clear();
        let mut buffer = String::new();
        self.scores.extend(list.iter().map(|candidate| kinds::score(candidate, text, words, lexicons, &mut buffer)));
        self.share(text, words);
        self.recognise_parts(text, words, lexicons);
        for (candidate, scores) in self.candidates.found.iter().zip(&self.scores) {
            let (best, margin) = best_of(scores);
            if best != NONE {
                let kind = kinds::kind_of(best, candidate.known, last_head(candidate, text, words, lexicons));
                let confidence = (0.5 + margin / 12.0).clamp(0.5, 0.99);
                found.push(NameSpan { first: candidate.first, end: candidate.end, kind, confidence });
            }
        }
    }
}

impl LexiconTagger {
    /// Lets every occurrence of a name profit from what the others show.
    fn share(&mut self, text: &str, words: &Words) {
        let mut sums: FxHashMap<&str, (Kinds, f32)> = FxHashMap::default();
        for (candidate, scores) in self.candidates.found.iter().zip(&self.scores) {
            let (sum, count) = sums.entry(candidate.text(text, words)).or_insert(([0.0; KINDS], 0.0));
            sum.iter_mut().zip(scores).for_each(|(sum, score)| *sum += score);
            *count += 1.0;
        }
        for (candidate, scores) in self.candidates.found.iter().zip(&mut self.scores) {
            if let Some((sum, count)) = sums.get(candidate.text(text, words)).filter(|(_, count)| *count > 1.0) {
                for (score, sum) in scores.iter_mut().zip(sum) {
                    let others = (sum - *score) / (count - 1.0);
                    *score += SHARED * others;
                }
            }
        }
    }

    /// A single word that ends a person's full name is that person; one that begins an
    /// organization's name may be that organization.
    fn recognise_parts(&mut self, text: &str, words: &Words, lexicons: &Lexicons) {
        let mut parts: FxHashMap<&str, (usize, f32)> = FxHashMap::default();
        for (candidate, scores) in self.candidates.found.iter().zip(&self.scores) {
            if candidate.end - candidate.first < 2 {
                continue;
            }
            let (best, _) = best_of(scores);
            let last = words.list[candidate.end - 1].text(text);
            let first = words.list[candidate.first].text(text);
            if best == PERSON {
                parts.insert(last, (PERSON, SURNAME));
                parts.entry(first).or_insert((PERSON, 1.5));
            } else if best == ORGANIZATION && !lexicons.known.contains_key(first) {
                parts.entry(first).or_insert((ORGANIZATION, 2.0));
            }
        }
        for (candidate, scores) in self.candidates.found.iter().zip(&mut self.scores) {
            let one = candidate.end - candidate.first == 1;
            let known = matches!(candidate.known, Some(Known::Country(_) | Known::Demonym(_)));
            if one
                && !known
                && let Some((kind, weight)) = parts.get(candidate.text(text, words))
            {
                scores[*kind] += weight;
            }
        }
    }
}

/// The best kind and its lead over the second best.
fn best_of(scores: &Kinds) -> (usize, f32) {
    let mut best = 0;
    for kind in 1..KINDS {
        if scores[kind] > scores[best] {
            best = kind;
        }
    }
    let second = (0..KINDS).filter(|kind| *kind != best).map(|kind| scores[kind]).fold(f32::MIN, f32::max);
    (best, scores[best] - second)
}

/// The kind that the head of a name gives it, for kinds that the scores do not tell apart.
fn last_head(candidate: &Candidate, text: &str, words: &Words, lexicons: &Lexicons) -> Option<EntityKind> {
    let range = &words.list[candidate.first..candidate.end];
    range.iter().rev().filter(|word| word.is(Shape::CAPITAL)).find_map(|word| {
        lexicons.heads.get(word.text(text)).filter(|head| head.at != HeadAt::First).map(|head| head.kind)
    })
}
