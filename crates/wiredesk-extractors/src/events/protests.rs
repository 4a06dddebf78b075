//! One event for a protest and what it demands: "marched to demand his resignation", "a rally denouncing Norway".
//! Called by [`super`] once verbs and nouns are collected; whoever the demand is directed at is the recipient.

use wiredesk_core::annotation::EventKind;

use super::{Candidate, Scene};
use crate::clause::chunks::Mood;

/// Drops demands that only say what a protest of the sentence is for.
pub(super) fn join(scene: &mut Scene<'_, '_>) {
    let mut found = std::mem::take(&mut scene.found);
    let mut at = 0;
    while at < found.len() {
        match protest(scene, &found, at) {
            Some(protest) => {
                let demand = found.remove(at);
                let index = protest - usize::from(protest > at);
                let known = &mut found[index];
                if known.recipients.is_empty() {
                    known.recipients = demand.recipients;
                    known.recipients.retain(|entity| !known.actors.contains(entity));
                }
            }
            None => at += 1,
        }
    }
    scene.found = found;
}

/// The protest before a demand, if no clause of its own stands between.
fn protest(scene: &Scene<'_, '_>, found: &[Candidate], at: usize) -> Option<usize> {
    let demand = &found[at];
    let phrases = &scene.phrases;
    let mood = phrases.group(demand.chunk).filter(|_| !demand.nominal)?.mood;
    let asks = matches!(demand.kind, EventKind::Request | EventKind::Accuse);
    if !asks || !matches!(mood, Mood::Infinitive | Mood::Ing) {
        return None;
    }
    found.iter().position(|protest| {
        let between = protest.chunk + 1..demand.chunk;
        protest.kind == EventKind::Protest
            && protest.chunk < demand.chunk
            && !between.into_iter().any(|chunk| phrases.group(chunk).is_some_and(|group| group.mood == Mood::Finite))
    })
}
