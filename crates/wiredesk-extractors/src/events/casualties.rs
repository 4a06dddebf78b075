//! One event for an attack or accident and what it did: "a bomb killed six", "killed in a crash", "fired at the
//! house, wounding two". Called by [`super`] once verbs and nouns are collected; other events stay as they are.

use wiredesk_core::annotation::{EntityId, EntityKind, EventKind};

use super::{Candidate, Scene};
use crate::clause::chunks::{ChunkKind, Mood};

/// How many tokens apart noun and verb are one trigger.
const NEAR: usize = 8;

/// Joins the events of a sentence; drops "a bomb" where nothing says that it went off.
pub(super) fn join(scene: &mut Scene<'_, '_>) {
    scene.found.sort_by_key(|candidate| candidate.trigger.start);
    let mut found = std::mem::take(&mut scene.found);
    for verb in 0..scene.phrases.chunks.len() {
        let Some(group) = scene.phrases.group(verb) else { continue };
        let lexicon = scene.lexicon;
        let casualty = lexicon.is_casualty(group.verb) || group.verb == lexicon.leave && leaves(scene, verb);
        if casualty || lexicon.is_explosion(group.verb) {
            join_verb(scene, verb, casualty, &mut found);
        }
    }
    found.retain(|candidate| !candidate.tentative);
    scene.found = found;
}

/// "left nine dead".
fn leaves(scene: &Scene<'_, '_>, verb: usize) -> bool {
    scene.phrases.object(verb).and_then(|object| scene.phrases.chunks.get(object)).is_some_and(|object| {
        [object.end - 1, object.end]
            .iter()
            .any(|&token| matches!(scene.phrases.reading.word(token), "dead" | "homeless" | "wounded" | "injured"))
    })
}

fn join_verb(scene: &Scene<'_, '_>, verb: usize, casualty: bool, found: &mut Vec<Candidate>) {
    let phrases = &scene.phrases;
    let own = found.iter().position(|candidate| candidate.chunk == verb && !candidate.nominal);
    let passive = phrases.is_passive(verb);
    let Some((cause, within)) = cause(scene, verb, passive, own, found) else { return };
    let people = match own {
        Some(own) => found[own].recipients.clone(),
        None => phrases.object(verb).map(|noun| super::participants::all(phrases, noun, false)).unwrap_or_default(),
    };
    let (trigger, actors) = own.map_or_else(
        || (found[cause].trigger.clone(), Vec::new()),
        |own| (found[own].trigger.clone(), found[own].actors.clone()),
    );
    let known = &mut found[cause];
    let (first, last) = (known.trigger.start.min(trigger.start), known.trigger.end.max(trigger.end));
    if known.nominal && last - first <= NEAR {
        known.trigger = first..last;
    } else if known.nominal && passive {
        known.trigger = trigger;
    }
    known.tentative = false;
    // "fired shells in Norway, killing two people"
    if casualty
        && (!people.is_empty() || phrases.object(verb).is_some())
        && !known.nominal
        && known.recipients.iter().all(|&entity| is_place(scene, entity))
    {
        known.recipients.clear();
    }
    if casualty || known.recipients.is_empty() {
        for entity in people {
            if !known.recipients.contains(&entity) && !known.actors.contains(&entity) {
                known.recipients.push(entity);
            }
        }
    }
    // "gunmen wounded two in an attack"
    if known.actors.is_empty() && (passive || within) && known.nominal {
        known.actors = actors;
    }
    if let Some(own) = own {
        found.remove(own);
    }
}

fn is_place(scene: &Scene<'_, '_>, entity: EntityId) -> bool {
    scene.phrases.reading.entity(entity).is_some_and(|entity| entity.kind == EntityKind::Place)
}

/// The event that a verb tells the outcome of, and whether the verb happens within it: "killed in an attack".
fn cause(
    scene: &Scene<'_, '_>,
    verb: usize,
    passive: bool,
    own: Option<usize>,
    found: &[Candidate],
) -> Option<(usize, bool)> {
    let phrases = &scene.phrases;
    let is_cause = |candidate: &Candidate| matches!(candidate.kind, EventKind::Assault | EventKind::Disaster);
    let nominal = |chunk: usize| {
        found.iter().position(|candidate| candidate.nominal && candidate.chunk == chunk && is_cause(candidate))
    };
    // "killed in an attack", "struck by a missile"
    let within = phrases.prepositional(verb).take(3).find_map(|(preposition, noun)| {
        let causes = ["in", "by", "during", "when"].iter().any(|word| phrases.reads(preposition, word));
        causes.then(|| nominal(noun)).flatten()
    });
    if passive || within.is_some() {
        return within.map(|at| (at, true));
    }
    // also "the bombing of an airport that killed two"
    let mut subject = phrases.subject(verb);
    while let Some(noun) = subject {
        if let Some(found) = nominal(noun) {
            return Some((found, false));
        }
        subject = phrases.governing(noun);
    }
    // "fired at the house, killing two"; "killed two and wounded five"
    let group = phrases.group(verb)?;
    let joined = verb.checked_sub(1).is_some_and(|before| phrases.kind(before) == Some(ChunkKind::Joining));
    if group.mood != Mood::Ing && !(joined && scene.lexicon.is_casualty(group.verb)) {
        return None;
    }
    (0..found.len())
        .rev()
        .find(|&at| {
            let earlier = &found[at];
            Some(at) != own && !earlier.tentative && is_cause(earlier) && earlier.chunk < verb
        })
        .map(|at| (at, false))
}
