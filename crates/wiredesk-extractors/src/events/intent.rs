//! Events that stand in auxiliaries and adjectives rather than in a verb of the lexicon: "said Norway must leave",
//! "are ready to talk", "said it will help", "is in Norway". Called by [`super::verbal`] for every verb group.

use wiredesk_core::annotation::{EntityKind, EventKind};

use super::{Candidate, Scene, participants, verbal};
use crate::clause::{
    Reading,
    chunks::{ChunkKind, Mood, VerbGroup},
    phrases::Phrases,
};

/// Whether the words at an auxiliary may express an event by themselves.
pub(super) fn may_begin(reading: &Reading<'_>, token: usize) -> bool {
    matches!(reading.word(token), "should" | "must")
        || matches!(reading.word(token + 1), "in" | "willing" | "critical" | "dismissive" | "supportive" | "grateful")
}

/// A request in reported speech: "the minister said Norway should leave".
pub(super) fn wish(scene: &Scene<'_, '_>, verb: usize, group: VerbGroup) -> Option<Candidate> {
    let phrases = &scene.phrases;
    let chunk = phrases.chunks.get(verb).filter(|_| group.modal && !group.negated)?;
    let wish = (chunk.first..=group.head).find(|&token| matches!(phrases.reading.word(token), "should" | "must"))?;
    if (wish..group.head).any(|token| phrases.reading.reads(token, "have")) {
        return None;
    }
    let speaker = (0..verb).rev().find(|&at| phrases.says(at) || is_declaring(phrases, at))?;
    let addressed = phrases.subject(verb).filter(|&noun| noun > speaker)?;
    let recipients = participants::all(phrases, addressed, true);
    let actors = phrases.subject(speaker).map(|noun| participants::all(phrases, noun, true)).unwrap_or_default();
    let to_somebody = !recipients.is_empty() || !group.passive;
    if actors.is_empty() || actors == recipients || group.verb == 0 || !to_somebody {
        return None;
    }
    Some(Candidate {
        kind: EventKind::Request,
        trigger: wish..group.head + 1,
        chunk: verb,
        actors,
        recipients,
        negated: false,
        nominal: false,
        tentative: false,
    })
}

fn is_declaring(phrases: &Phrases<'_, '_>, verb: usize) -> bool {
    let Some(group) = phrases.group(verb) else { return false };
    let declaring = ["conclude", "declare", "insist", "argue", "stress"];
    group.verb > 0 && declaring.iter().any(|base| phrases.vocabulary.verb(base) == group.verb)
}

/// A state that is an event: "is willing to talk" promises, "the minister is in Norway" is a visit.
pub(super) fn state(scene: &Scene<'_, '_>, verb: usize, group: VerbGroup) -> Option<Candidate> {
    let phrases = &scene.phrases;
    if group.verb != 0 || !matches!(phrases.reading.word(group.head), "is" | "are" | "was" | "were" | "be" | "been") {
        return None;
    }
    let subject = phrases.subject(verb)?;
    let (kind, trigger, recipients) = match phrases.kind(verb + 1)? {
        // "has been critical of Norway"
        ChunkKind::Noun if judgement(phrases, verb + 1).is_some() && phrases.is_noun(verb + 3) => {
            let adjective = phrases.chunks.get(verb + 1)?.end - 1;
            let judged = participants::all(phrases, verb + 3, false);
            (judgement(phrases, verb + 1).filter(|_| !judged.is_empty())?, adjective..adjective + 1, judged)
        }
        ChunkKind::Noun if phrases.group(verb + 2).is_some_and(|next| next.mood == Mood::Infinitive) => {
            let adjective = phrases.chunks.get(verb + 1)?.end - 1;
            if !matches!(phrases.reading.word(adjective), "willing") {
                return None;
            }
            (EventKind::Agree, adjective..adjective + 1, Vec::new())
        }
        ChunkKind::Preposition if phrases.reads(verb + 1, "in") => {
            let place = phrases.chunks.get(verb + 2)?;
            let entity = phrases.reading.mention(place.end - 1)?.entity;
            let is_place = phrases.reading.entity(entity)?.kind == EntityKind::Place;
            let visitor = participants::of_phrase(phrases, subject);
            if !is_place || !visitor.first().is_some_and(|&entity| phrases.reading.is_person(entity)) {
                return None;
            }
            (EventKind::Consult, group.head..place.first, vec![entity])
        }
        _ => return None,
    };
    let actors = verbal::actors(phrases, verb, subject);
    Some(Candidate {
        kind,
        trigger,
        chunk: verb,
        actors,
        recipients,
        negated: group.negated,
        nominal: false,
        tentative: false,
    })
}

/// The kind of event that an adjective behind "be" stands for, with the preposition that follows it.
fn judgement(phrases: &Phrases<'_, '_>, adjective: usize) -> Option<EventKind> {
    const JUDGEMENTS: [(&str, &str, EventKind); 4] = [
        ("critical", "of", EventKind::Accuse),
        ("dismissive", "of", EventKind::Accuse),
        ("supportive", "of", EventKind::Support),
        ("grateful", "to", EventKind::Support),
    ];
    let word = phrases.reading.word(phrases.chunks.get(adjective)?.end - 1);
    let fits = |(known, preposition, _): &&(&str, &str, EventKind)| {
        *known == word && phrases.reads(adjective + 1, preposition)
    };
    JUDGEMENTS.iter().find(fits).map(|(_, _, kind)| *kind)
}

/// What somebody announces that they will do themselves is a promise or a threat: "Norway said it will boycott".
pub(super) fn announced(phrases: &Phrases<'_, '_>, verb: usize, group: VerbGroup, kind: EventKind) -> EventKind {
    let refuses = matches!(
        kind,
        EventKind::Agree
            | EventKind::Support
            | EventKind::Concede
            | EventKind::Retreat
            | EventKind::Cooperate
            | EventKind::Aid
    );
    if group.modal && group.negated && refuses && !group.passive {
        return EventKind::Reject;
    }
    let meant = match kind {
        EventKind::Support | EventKind::Concede | EventKind::Retreat | EventKind::Cooperate => EventKind::Agree,
        EventKind::Sanction | EventKind::Assault | EventKind::Protest => EventKind::Threaten,
        _ => return kind,
    };
    let Some(chunk) = phrases.chunks.get(verb).filter(|_| group.modal && !group.negated && !group.passive) else {
        return kind;
    };
    let will = (chunk.first..group.head).any(|token| matches!(phrases.reading.word(token), "will" | "would" | "'ll"));
    let own = phrases.subject(verb).and_then(|noun| phrases.chunks.get(noun)).is_some_and(|subject| {
        ["it", "they", "he", "she"].iter().any(|word| phrases.reading.reads(subject.first, word))
    });
    let speaks = (0..verb).rev().find(|&at| phrases.group(at).is_some()).is_some_and(|at| phrases.says(at));
    if will && own && speaks { meant } else { kind }
}
