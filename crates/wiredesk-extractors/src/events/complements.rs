//! What a verb governs: its infinitive, its clause with "that", the phrases after it. Called by [`super::verbal`]: what
//! is agreed to, asked for, threatened or refused is a part of that event and none of its own, but names the
//! recipients.

use wiredesk_core::annotation::{EntityId, EventKind};

use super::{
    Scene,
    lexicon::{Condition, Row},
    participants,
    verbal::{Clause, decide, has_word, resolve},
};
use crate::clause::{
    chunks::{ChunkKind, Mood},
    phrases::Phrases,
    verbs::Forms,
};

/// How far a phrase after the verb may stand for its complement.
const MOST_COMPLEMENTS: usize = 5;

/// The phrases with a preposition after a verb.
pub(super) fn complements<'c>(phrases: &Phrases<'c, '_>, verb: usize) -> impl Iterator<Item = (usize, usize)> {
    phrases.prepositional(verb).take(MOST_COMPLEMENTS)
}

/// The verb of the clause with "that" that follows.
pub(super) fn that_clause(phrases: &Phrases<'_, '_>, verb: usize) -> Option<usize> {
    let that = (verb + 1..phrases.chunks.len().min(verb + 6))
        .find(|&at| phrases.kind(at) == Some(ChunkKind::Subordinator) && phrases.reads(at, "that"))?;
    let between = (verb + 1..that).any(|at| phrases.group(at).is_some());
    if between {
        return None;
    }
    (that + 1..phrases.chunks.len()).find(|&at| phrases.group(at).is_some())
}

/// "accused of attacking", "charged with murder": what somebody is accused of is no event of its own.
pub(super) fn charge(scene: &mut Scene<'_, '_>, verb: usize) {
    let phrases = scene.phrases;
    for at in verb + 1..phrases.chunks.len().min(verb + 8) {
        match phrases.kind(at) {
            Some(ChunkKind::Preposition) if phrases.reads(at, "of") || phrases.reads(at, "with") => {
                let after_object = phrases.object(verb).is_none_or(|object| object < at);
                let near = (verb + 1..at).all(|between| phrases.kind(between) != Some(ChunkKind::Preposition));
                if after_object && near {
                    scene.unreal[at + 1..].iter_mut().take(1).for_each(|unreal| *unreal = true);
                }
                return;
            }
            Some(ChunkKind::Verb(_)) | None => return,
            _ => {}
        }
    }
}

/// Towards whom something is promised, asked for or refused: whoever the complement of the verb names.
pub(super) fn complement_recipients(scene: &Scene<'_, '_>, clause: &Clause, kind: EventKind) -> Vec<EntityId> {
    let phrases = &scene.phrases;
    if kind == EventKind::Request {
        let that = (clause.verb + 1..phrases.chunks.len())
            .take(4)
            .find(|&at| phrases.kind(at) == Some(ChunkKind::Subordinator) && phrases.reads(at, "that"));
        if let Some(noun) = that.map(|that| that + 1).filter(|&noun| phrases.is_noun(noun)) {
            return participants::all(phrases, noun, false);
        }
    }
    let Some(infinitive) = phrases.infinitive(clause.verb) else { return Vec::new() };
    let Some(group) = phrases.group(infinitive) else { return Vec::new() };
    if let Some((inner, row)) = decide(scene, infinitive, group).filter(|(inner, _)| inner.verb != clause.verb) {
        let found = resolve(scene, &inner, &row.recipients);
        if !found.is_empty() {
            return found;
        }
    }
    const TOWARDS: [&str; 7] = ["to", "with", "against", "on", "from", "for", "into"];
    let towards = complements(phrases, infinitive)
        .find(|(at, _)| TOWARDS.iter().any(|word| phrases.reads(*at, word)))
        .map(|(_, noun)| participants::all(phrases, noun, false))
        .unwrap_or_default();
    if !towards.is_empty() {
        return towards;
    }
    phrases.object(infinitive).map(|noun| participants::all(phrases, noun, false)).unwrap_or_default()
}

/// "went on strike" is one event: what a row looks for after its verb is part of it.
pub(super) fn take_complements(scene: &mut Scene<'_, '_>, clause: &Clause, row: &Row) {
    let phrases = scene.phrases;
    for condition in &row.conditions {
        let Condition::After(particles, words) = condition else { continue };
        for (preposition, noun) in complements(&phrases, clause.verb) {
            let follows = particles.iter().any(|particle| phrases.reads(preposition, particle));
            if follows && has_word(scene, noun, words) {
                scene.taken[noun] = true;
            }
        }
    }
}

/// Marks what a verb governs as unreal: its infinitive or clause and, unless it refuses, the events it asks for.
pub(super) fn hold_back(scene: &mut Scene<'_, '_>, clause: &Clause, kind: EventKind) {
    let phrases = scene.phrases;
    if let Some(infinitive) = phrases.infinitive(clause.verb) {
        scene.unreal[infinitive] = true;
    }
    if kind == EventKind::Request
        && let Some(verb) = that_clause(&phrases, clause.verb)
    {
        scene.unreal[verb] = true;
    }
    if kind == EventKind::Reject {
        return;
    }
    if let Some(object) = clause.object.filter(|_| !clause.passive) {
        scene.unreal[object] = true;
    }
    // "called for deporting"
    let gerund = clause.verb + 2;
    if phrases.reads(clause.verb + 1, "for") && phrases.group(gerund).is_some_and(|group| group.mood == Mood::Ing) {
        scene.unreal[gerund] = true;
    }
    for (preposition, noun) in complements(&phrases, clause.verb) {
        if phrases.reads(preposition, "for") || phrases.reads(preposition, "to") {
            scene.unreal[noun] = true;
        }
    }
}

/// What an unreal verb governs, or is joined to, is unreal as well.
pub(super) fn pass_on(scene: &mut Scene<'_, '_>, verb: usize) {
    let phrases = scene.phrases;
    if let Some(infinitive) = phrases.infinitive(verb) {
        scene.unreal[infinitive] = true;
    }
    if let Some(object) = phrases.object(verb) {
        scene.unreal[object] = true;
    }
    // "to withdraw and disarm"
    let next = (verb + 1..phrases.chunks.len()).find(|&at| phrases.group(at).is_some());
    if let Some(next) = next
        && phrases.kind(next - 1) == Some(ChunkKind::Joining)
        && phrases.group(next).is_some_and(|group| {
            let forms = scene.lexicon.vocabulary.word(phrases.reading.entry(group.head)).forms;
            group.mood == Mood::Infinitive || forms.is(Forms::BASE) && group.mood == Mood::Finite
        })
    {
        scene.unreal[next] = true;
    }
}
