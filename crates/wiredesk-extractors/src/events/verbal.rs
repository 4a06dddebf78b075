//! Events expressed by verbs: the first row of a verb whose conditions hold in its clause. Called by [`super`] before
//! the nouns. A verb that asks, promises, threatens or refuses has what it governs in its own event: "agreed to
//! send" is one event.

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, EntityKind, EventKind};

use super::{
    Candidate, Scene, complements, intent,
    lexicon::{Condition, Place, Row, Words},
    participants,
};
use crate::clause::{
    chunks::{ChunkKind, Mood, VerbGroup},
    phrases::Phrases,
};

/// A verb in its clause.
pub(super) struct Clause {
    /// Its chunk.
    pub(super) verb: usize,
    group: VerbGroup,
    pub(super) passive: bool,
    /// Of the surface.
    subject: Option<usize>,
    pub(super) object: Option<usize>,
}

/// Finds the events of all verbs.
pub(super) fn collect(scene: &mut Scene<'_, '_>) {
    for verb in 0..scene.phrases.chunks.len() {
        let Some(group) = scene.phrases.group(verb) else { continue };
        if scene.unreal[verb] || is_conditional(&scene.phrases, verb) {
            complements::pass_on(scene, verb);
            continue;
        }
        if let Some(wish) = intent::wish(scene, verb, group).or_else(|| intent::state(scene, verb, group)) {
            scene.found.push(wish);
            complements::pass_on(scene, verb);
            continue;
        }
        let Some((clause, row)) = decide(scene, verb, group) else { continue };
        let Some(kind) = row.kind else { continue };
        let (plain, kind) = (kind, intent::announced(&scene.phrases, verb, group, kind));
        let mut candidate = candidate(scene, &clause, row, kind);
        // a refusal does take place
        candidate.negated &= kind == plain || kind != EventKind::Reject;
        let governs = matches!(kind, EventKind::Agree | EventKind::Request | EventKind::Reject | EventKind::Threaten);
        if governs && candidate.recipients.is_empty() {
            candidate.recipients = complements::complement_recipients(scene, &clause, kind);
            candidate.recipients.retain(|entity| !candidate.actors.contains(entity));
        }
        let with_object = row.conditions.iter().any(|condition| matches!(condition, Condition::Object(_)));
        if with_object && let Some(object) = clause.noun() {
            scene.taken[object] = true;
        }
        if kind == EventKind::Accuse && !candidate.nominal {
            complements::charge(scene, verb);
        }
        if kind != EventKind::Assault {
            complements::take_complements(scene, &clause, row);
        }
        if governs {
            complements::hold_back(scene, &clause, kind);
        }
        scene.found.push(candidate);
    }
}

impl Clause {
    fn read(phrases: &Phrases<'_, '_>, verb: usize, group: VerbGroup) -> Self {
        let object = phrases.object(verb);
        Self { verb, group, passive: phrases.is_passive(verb), subject: None, object }
    }

    /// The noun phrase that is the logical object.
    fn noun(&self) -> Option<usize> {
        if self.passive { self.subject } else { self.object }
    }
}

/// The clause of a verb, and the row that decides what it means.
pub(super) fn decide<'l>(scene: &Scene<'l, '_>, verb: usize, group: VerbGroup) -> Option<(Clause, &'l Row)> {
    let rows = scene.lexicon.verb(group.verb);
    if rows.is_empty() {
        return None;
    }
    let mut clause = Clause::read(&scene.phrases, verb, group);
    clause.subject = scene.phrases.subject(verb);
    // a participle without object of a verb that needs one: "militants arrested on Sunday"
    let needs_object = rows.iter().filter(|row| row.kind.is_some()).all(|row| {
        row.recipients.first() == Some(&Place::Object) && row.recipients.len() == 1
            || row.actors.first() == Some(&Place::Object)
    });
    if needs_object && group.mood == Mood::Past && clause.object.is_none() {
        clause.passive = true;
    }
    let row = rows.iter().find(|row| row.conditions.iter().all(|condition| holds(scene, &clause, condition)))?;
    Some((clause, row))
}

fn holds(scene: &Scene<'_, '_>, clause: &Clause, condition: &Condition) -> bool {
    let phrases = &scene.phrases;
    match condition {
        Condition::Object(words) => {
            let surface = clause.object.is_some_and(|noun| object_has_word(scene, noun, words));
            surface || clause.passive && clause.subject.is_some_and(|noun| has_word(scene, noun, words))
        }
        Condition::Subject(words) => {
            clause.subject.is_some_and(|noun| phrases.joined(noun, true).any(|noun| has_word(scene, noun, words)))
        }
        Condition::After(particles, words) => follows(scene, clause, particles, words),
        Condition::Next(prepositions) => {
            let mut next = clause.verb + 1;
            while matches!(phrases.kind(next), Some(ChunkKind::Time | ChunkKind::Particle)) {
                next += 1;
            }
            prepositions.iter().any(|word| phrases.reads(next, word))
        }
        Condition::To(kinds) => phrases.infinitive(clause.verb).is_some_and(|infinitive| {
            kinds.is_empty() || {
                let group = phrases.group(infinitive).filter(|group| group.verb != clause.group.verb);
                let kind = group.and_then(|group| decide(scene, infinitive, group)).and_then(|(_, row)| row.kind);
                kind.or_else(|| noun_kind(scene, infinitive)).is_some_and(|kind| kinds.contains(&kind))
            }
        }),
        Condition::That => complements::that_clause(phrases, clause.verb).is_some(),
        Condition::HasObject(has) => *has == (clause.object.is_some() || clause.passive),
        Condition::Named => clause.noun().is_some_and(|noun| participants::is_named(phrases, noun)),
        Condition::Person => is_of_kind(phrases, clause.subject, EntityKind::Person),
        Condition::Country => is_of_kind(phrases, clause.subject, EntityKind::Place),
        Condition::Somebody => {
            let kinds = [EntityKind::Person, EntityKind::Group];
            kinds.into_iter().any(|kind| is_of_kind(phrases, clause.noun(), kind))
        }
        Condition::Organization => is_of_kind(phrases, clause.noun(), EntityKind::Organization),
        Condition::Finite => {
            clause.group.passive || clause.group.mood != Mood::Past || !phrases.is_reduced(clause.verb)
        }
        Condition::Not => clause.group.negated,
        Condition::Would => clause.group.modal,
        Condition::Passive(passive) => *passive == clause.passive,
        Condition::Before(_)
        | Condition::NotBefore(_)
        | Condition::Governor(_)
        | Condition::Plural(_)
        | Condition::NotUnder(_)
        | Condition::Talking => false,
        Condition::FiniteVerb => clause.group.mood != Mood::Infinitive,
        Condition::Kills => true,
    }
}

/// The kind of the event noun that is the object of a verb: "to launch an attack".
fn noun_kind(scene: &Scene<'_, '_>, verb: usize) -> Option<EventKind> {
    let object = scene.phrases.object(verb)?;
    let head = scene.phrases.chunks.get(object)?.end - 1;
    let word = scene.lexicon.vocabulary.word(scene.phrases.reading.entry(head));
    scene.lexicon.noun(word.noun).first().and_then(|row| row.kind)
}

/// Whether a noun phrase has one of the words.
pub(super) fn has_word(scene: &Scene<'_, '_>, noun: usize, words: &Words) -> bool {
    scene.phrases.chunks.get(noun).is_some_and(|chunk| {
        (chunk.first..chunk.end)
            .any(|token| words.contains(scene.lexicon.vocabulary.word(scene.phrases.reading.entry(token)).noun))
    })
}

/// Whether the object has one of the words: itself, a second object ("gave Norway a loan"), or what it is a quantity of.
fn object_has_word(scene: &Scene<'_, '_>, object: usize, words: &Words) -> bool {
    let phrases = &scene.phrases;
    if has_word(scene, object, words) || phrases.is_noun(object + 1) && has_word(scene, object + 1, words) {
        return true;
    }
    let counts = phrases.chunks.get(object).is_some_and(|chunk| {
        let head = phrases.reading.word(chunk.end - 1);
        participants::is_quantity(head)
    });
    counts && phrases.reads(object + 1, "of") && has_word(scene, object + 2, words)
}

/// Whether one of `particles` follows the verb or its object, or begins a phrase after it.
fn follows(scene: &Scene<'_, '_>, clause: &Clause, particles: &[&str], words: &Words) -> bool {
    let phrases = &scene.phrases;
    let reading = phrases.reading;
    let is_one = |token: usize| particles.iter().any(|particle| reading.reads(token, particle));
    if words.is_empty() {
        let after_verb = clause.group.head + 1;
        let after_object = clause.object.and_then(|object| phrases.chunks.get(object)).map(|object| object.end);
        let in_object = clause.object.and_then(|object| phrases.chunks.get(object)).map(|object| object.end - 1);
        if is_one(after_verb) || after_object.is_some_and(is_one) || in_object.is_some_and(is_one) {
            return true;
        }
    }
    complements::complements(phrases, clause.verb).any(|(preposition, noun)| {
        let first = phrases.chunks.get(preposition).map_or(0, |chunk| chunk.first);
        is_one(first) && (words.is_empty() || has_word(scene, noun, words))
    })
}

fn candidate(scene: &Scene<'_, '_>, clause: &Clause, row: &Row, kind: EventKind) -> Candidate {
    let actors = resolve(scene, clause, &row.actors);
    let mut recipients = resolve(scene, clause, &row.recipients);
    recipients.retain(|entity| !actors.contains(entity));
    let with_object = row.conditions.iter().any(|condition| matches!(condition, Condition::Object(_)));
    Candidate {
        kind,
        trigger: trigger(scene, clause, with_object),
        chunk: clause.verb,
        actors,
        recipients,
        negated: clause.group.negated && !row.conditions.iter().any(|condition| matches!(condition, Condition::Not)),
        nominal: false,
        tentative: row.conditions.iter().any(|condition| matches!(condition, Condition::Kills)),
    }
}

/// The verb, with the object that makes its meaning.
fn trigger(scene: &Scene<'_, '_>, clause: &Clause, with_object: bool) -> Range<usize> {
    let head = clause.group.head;
    let object = clause.object.filter(|_| with_object && !clause.passive);
    let end = object.and_then(|object| scene.phrases.chunks.get(object)).map_or(head + 1, |object| object.end);
    let reading = scene.phrases.reading;
    let particle = scene.phrases.kind(clause.verb + 1) == Some(ChunkKind::Particle) && !reading.reads(head + 2, "to");
    head..if particle { end.max(head + 2) } else { end }
}

/// The entities of the first place that has any.
pub(super) fn resolve(scene: &Scene<'_, '_>, clause: &Clause, places: &[Place]) -> Vec<EntityId> {
    let phrases = &scene.phrases;
    for place in places {
        let found = match place {
            Place::Subject if clause.passive => after(phrases, clause, "by"),
            Place::Subject => clause.subject.map(|noun| actors(phrases, clause.verb, noun)).unwrap_or_default(),
            Place::Object if clause.passive => {
                clause.subject.map(|noun| actors(phrases, clause.verb, noun)).unwrap_or_default()
            }
            Place::Object => clause.object.map(|noun| participants::all(phrases, noun, false)).unwrap_or_default(),
            Place::Whose => Vec::new(),
            Place::After(preposition) => after(phrases, clause, preposition),
        };
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The entities of a subject. A pronoun without an entity stands for whoever speaks: "Norway says it will leave".
pub(super) fn actors(phrases: &Phrases<'_, '_>, verb: usize, noun: usize) -> Vec<EntityId> {
    let found = participants::all(phrases, noun, true);
    if found.is_empty() && phrases.group(verb).is_some_and(|group| group.mood == Mood::Ing) {
        return issuer(phrases, noun);
    }
    let Some(chunk) = phrases.chunks.get(noun).filter(|_| found.is_empty()) else { return found };
    let pronoun = chunk.end == chunk.first + 1
        && ["it", "they", "he", "she"].iter().any(|word| phrases.reading.reads(chunk.first, word));
    let speaker = (0..noun.min(verb)).rev().find(|&at| phrases.says(at)).filter(|_| pronoun);
    speaker.and_then(|at| phrases.subject(at)).map(|noun| participants::all(phrases, noun, true)).unwrap_or_default()
}

/// Whoever issued the text that speaks: "Norway passed a resolution supporting Chad".
fn issuer(phrases: &Phrases<'_, '_>, noun: usize) -> Vec<EntityId> {
    const TEXTS: [&str; 9] =
        ["declaration", "statement", "resolution", "letter", "bill", "petition", "protest", "rally", "message"];
    let text = phrases.chunks.get(noun).map_or("", |chunk| phrases.reading.word(chunk.end - 1));
    let verb = noun.checked_sub(1).filter(|&verb| TEXTS.contains(&text) && phrases.object(verb) == Some(noun));
    let subject = verb.and_then(|verb| phrases.subject(verb)).filter(|&subject| subject != noun);
    subject.map(|subject| participants::all(phrases, subject, true)).unwrap_or_default()
}

/// Whether a phrase names an entity of a kind.
fn is_of_kind(phrases: &Phrases<'_, '_>, noun: Option<usize>, kind: EntityKind) -> bool {
    let first = noun.and_then(|noun| participants::of_phrase(phrases, noun).first().copied());
    first.and_then(|entity| phrases.reading.entity(entity)).is_some_and(|entity| entity.kind == kind)
}

/// Whether a verb stands in a clause with "if" or "unless", of which nothing is said to happen.
fn is_conditional(phrases: &Phrases<'_, '_>, verb: usize) -> bool {
    for at in (0..verb).rev() {
        match phrases.kind(at) {
            Some(ChunkKind::Subordinator) => {
                return ["if", "unless", "whether"].iter().any(|word| phrases.reads(at, word));
            }
            Some(ChunkKind::Verb(group)) if group.mood == Mood::Finite => return false,
            Some(ChunkKind::Comma | ChunkKind::Mark) => return false,
            _ => {}
        }
    }
    false
}

fn after(phrases: &Phrases<'_, '_>, clause: &Clause, preposition: &str) -> Vec<EntityId> {
    complements::complements(phrases, clause.verb)
        .find(|(at, _)| phrases.reads(*at, preposition))
        .map(|(_, noun)| participants::all(phrases, noun, false))
        .unwrap_or_default()
}
