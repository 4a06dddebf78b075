//! Resolves "he", "she" and their forms to people of the document. Everybody mentioned shortly before is weighed
//! by clues (gender, distance, part in the sentence, how much the article is about them) whose weights were learned; there is no
//! parser. Called by [`super::Worker`] last; "I", "we" and "they" are left to others.

mod candidates;
mod clues;
mod places;
mod seek;
#[cfg(test)]
mod tests;
pub mod training;
mod weights;

use wiredesk_core::annotation::{EntityKind, MentionForm};

use self::{
    candidates::{Candidate, Candidates},
    clues::COUNT,
    places::{Place, Sentences},
    seek::Seek,
};
use super::{
    grouping::{Draft, DraftMention},
    words::Words,
};
use crate::lexicon::Lexicons;

/// A form of "he" or "she".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Subject,
    Object,
    Possessive,
    Reflexive,
}

/// Hundredths for every clue, by case: subject, possessive, others.
type Weights = [[i16; 3]; COUNT];

/// Below this probability nobody is meant.
const LEAST: f32 = 0.2;

/// Adds pronoun mentions to `drafts`.
pub(super) fn resolve(text: &str, words: &Words, lexicons: &Lexicons, drafts: &mut [Draft<'_>]) {
    resolve_with(text, words, lexicons, drafts, &weights::WEIGHTS, &mut |_, _| {});
}

/// Does so by `weights`, and shows every pronoun and its candidates to `observe`.
fn resolve_with(
    text: &str,
    words: &Words,
    lexicons: &Lexicons,
    drafts: &mut [Draft<'_>],
    weights: &Weights,
    observe: &mut dyn FnMut(&Seek<'_>, &[Candidate]),
) {
    let people = drafts.iter().enumerate().filter(|(_, draft)| draft.kind == EntityKind::Person);
    let mentions = people.flat_map(|(number, draft)| draft.mentions.iter().map(move |mention| (*mention, number)));
    let mut mentions: Vec<(DraftMention, usize)> = mentions.collect();
    mentions.sort_by_key(|(mention, _)| mention.first);
    if mentions.is_empty() {
        return;
    }
    let sentences = Sentences::new(text, &words.list);
    let mut named: Vec<Place> = mentions.iter().map(|(mention, draft)| sentences.place(mention, *draft)).collect();
    sentences.settle(&mut named);
    let mut candidates = Candidates::new(sentences, named, drafts, lexicons);
    for at in 0..words.list.len() {
        candidates.pass(at);
        let Some(seek) = Seek::at(text, &words.list, at) else { continue };
        // "His Highness" in a name
        if candidates.is_in_name(at) {
            continue;
        }
        let found = candidates.gather(&seek, weights);
        observe(&seek, found);
        let Some((draft, probability)) = likeliest(found).filter(|best| best.1 >= LEAST) else { continue };
        let confidence = probability.clamp(0.3, 0.95);
        let mention = DraftMention { first: at, end: at + 1, form: MentionForm::Pronoun, confidence };
        drafts[draft].mentions.push(mention);
        let known = &mut drafts[draft].facts.gender;
        *known = known.or(Some(seek.gender));
        candidates.found(&seek, &mention, draft);
    }
}

/// The candidate of the highest score, and how probable it is.
fn likeliest(candidates: &[Candidate]) -> Option<(usize, f32)> {
    // of equals the one mentioned last, which comes first
    let best = candidates.iter().rev().max_by_key(|candidate| candidate.score)?;
    let sum: f32 = candidates.iter().map(|other| ((other.score - best.score) as f32 / 100.0).exp()).sum();
    Some((best.draft, 1.0 / sum))
}
