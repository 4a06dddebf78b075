//! Events expressed by nouns: the heads of noun phrases that the lexicon knows. Called by [`super`] after the verbs,
//! whose participants a noun may borrow: in "Norway held talks with Chad" Norway is the actor of the talks.

use wiredesk_core::annotation::{EntityId, EntityKind, EventKind, TokenKind};

use super::{
    Candidate, Scene,
    lexicon::{Condition, Place, Row},
    participants, verbal,
};
use crate::clause::{
    chunks::{ChunkKind, Mood},
    phrases::Phrases,
    verbs::Word,
};

/// How many phrases after a noun are looked at.
const MOST_COMPLEMENTS: usize = 4;

/// How many words of a name are looked at.
const LONGEST_NAME: usize = 6;

/// Finds the events of all nouns.
pub(super) fn collect(scene: &mut Scene<'_, '_>) {
    for noun in 0..scene.phrases.chunks.len() {
        if !scene.phrases.is_noun(noun) || scene.taken[noun] || scene.unreal[noun] {
            continue;
        }
        let Some(chunk) = scene.phrases.chunks.get(noun) else { continue };
        let head = chunk.end - 1;
        if let Some(named) = named(scene, noun, head) {
            scene.found.push(named);
            continue;
        }
        let word = scene.lexicon.vocabulary.word(scene.phrases.reading.entry(head));
        let rows = scene.lexicon.noun(word.noun);
        let Some(row) =
            rows.iter().find(|row| row.conditions.iter().all(|condition| holds(scene, noun, word, condition)))
        else {
            continue;
        };
        let Some(kind) = row.kind else { continue };
        let candidate = candidate(scene, noun, head, row, kind);
        let talking = row.conditions.iter().any(|condition| matches!(condition, Condition::Talking));
        if !talking || !candidate.actors.is_empty() || !candidate.recipients.is_empty() || is_supported(scene, noun) {
            scene.found.push(candidate);
            if kind == EventKind::Request {
                hold_back(scene, noun);
            }
        }
    }
}

/// A disaster or an election with a name of its own: "Hurricane Anna", "the 2014 General Election".
fn named(scene: &Scene<'_, '_>, noun: usize, head: usize) -> Option<Candidate> {
    let reading = scene.phrases.reading;
    let at = reading.name(head)?;
    let kind = reading.entity(at.entity)?.kind;
    let bodily = matches!(kind, EntityKind::Person | EntityKind::Organization | EntityKind::Place | EntityKind::Group);
    if at.end - at.first < 2 || bodily {
        return None;
    }
    let kind = (at.first..at.end).take(LONGEST_NAME).find_map(|token| {
        let word = scene.lexicon.vocabulary.find(&reading.word(token).to_ascii_lowercase());
        let kind = scene.lexicon.noun(word.noun).first()?.kind?;
        matches!(kind, EventKind::Disaster | EventKind::Election).then_some(kind)
    })?;
    Some(Candidate {
        kind,
        trigger: at.first..at.end,
        chunk: noun,
        actors: Vec::new(),
        recipients: Vec::new(),
        negated: false,
        nominal: true,
        tentative: false,
    })
}

fn holds(scene: &Scene<'_, '_>, noun: usize, word: Word, condition: &Condition) -> bool {
    let phrases = &scene.phrases;
    let before = |words: &[&str]| {
        let Some(chunk) = phrases.chunks.get(noun) else { return false };
        words.iter().any(|word| match *word {
            "whose" => !owners(phrases, noun).is_empty(),
            word => (chunk.first..chunk.end - 1).any(|token| phrases.reading.reads(token, word)),
        })
    };
    match condition {
        Condition::Before(words) => before(words),
        Condition::NotBefore(words) => !before(words),
        Condition::After(prepositions, words) => {
            phrases.prepositional(noun).take(MOST_COMPLEMENTS).any(|(at, noun)| {
                prepositions.iter().any(|word| phrases.reads(at, word))
                    && (words.is_empty() || verbal::has_word(scene, noun, words))
            })
        }
        Condition::Governor(verbs) => governor(phrases, noun)
            .and_then(|verb| phrases.group(verb))
            .is_some_and(|group| verbs.contains(&group.verb)),
        Condition::Plural(plural) => *plural == word.plural,
        Condition::To(_) => phrases.group(noun + 1).is_some_and(|group| group.mood == Mood::Infinitive),
        Condition::NotUnder(prepositions) => {
            !noun.checked_sub(1).is_some_and(|at| prepositions.iter().any(|word| phrases.reads(at, word)))
        }
        Condition::That => phrases.kind(noun + 1) == Some(ChunkKind::Subordinator) && phrases.reads(noun + 1, "that"),
        Condition::Kills | Condition::Talking => true,
        _ => false,
    }
}

/// The verb whose object a noun phrase is, or whose passive subject.
fn governor(phrases: &Phrases<'_, '_>, noun: usize) -> Option<usize> {
    let before =
        noun.checked_sub(1).filter(|&verb| phrases.group(verb).is_some() && phrases.object(verb) == Some(noun));
    let particle =
        noun.checked_sub(2).filter(|&verb| phrases.group(verb).is_some() && phrases.object(verb) == Some(noun));
    let passive = || Some(noun + 1).filter(|&verb| phrases.is_passive(verb));
    before.or(particle).or_else(passive)
}

/// "calls for a withdrawal": what is asked for is no event of its own.
fn hold_back(scene: &mut Scene<'_, '_>, noun: usize) {
    let phrases = scene.phrases;
    let wanted = phrases.prepositional(noun).take(2).find(|(at, _)| phrases.reads(*at, "for"));
    if let Some((_, wanted)) = wanted {
        scene.unreal[wanted] = true;
    }
}

/// Whether a noun is the object of a verb such as "hold".
fn is_supported(scene: &Scene<'_, '_>, noun: usize) -> bool {
    let verb = governor(&scene.phrases, noun).and_then(|verb| scene.phrases.group(verb));
    verb.is_some_and(|group| scene.lexicon.is_support(group.verb))
}

/// The entities in a phrase before its head.
fn owners(phrases: &Phrases<'_, '_>, noun: usize) -> Vec<EntityId> {
    phrases
        .chunks
        .get(noun)
        .map(|chunk| participants::before_head(phrases.reading, chunk.first, chunk.end - 1))
        .unwrap_or_default()
}

fn candidate(scene: &Scene<'_, '_>, noun: usize, head: usize, row: &Row, kind: EventKind) -> Candidate {
    let phrases = &scene.phrases;
    let mut actors = resolve(scene, noun, kind, &row.actors, false);
    let mut recipients = resolve(scene, noun, kind, &row.recipients, true);
    let mut negated = false;
    if let Some(verb) = governor(phrases, noun)
        && let Some(group) = phrases.group(verb)
    {
        negated = group.negated;
        if actors.is_empty() && scene.lexicon.is_support(group.verb) {
            actors = subject_of(phrases, verb);
        }
    }
    // "after talks with Chad, Norway's minister said"
    if actors.is_empty() && kind == EventKind::Consult && !recipients.is_empty() {
        actors = nearest_subject(phrases, noun);
    }
    // "blamed Norway for the attack"
    if actors.is_empty()
        && let Some(accused) = accused(scene, noun)
    {
        actors = accused;
    }
    recipients.retain(|entity| !actors.contains(entity));
    Candidate {
        kind,
        trigger: trigger(scene, noun, head)..head + 1,
        chunk: noun,
        actors,
        recipients,
        negated,
        nominal: true,
        tentative: row.conditions.iter().any(|condition| matches!(condition, Condition::Kills)),
    }
}

/// Where the trigger begins: "suicide bombing", "peace talks".
fn trigger(scene: &Scene<'_, '_>, noun: usize, head: usize) -> usize {
    let phrases = &scene.phrases;
    let first = phrases.chunks.get(noun).map_or(head, |chunk| chunk.first);
    let compound = head.checked_sub(1).filter(|&token| token >= first && phrases.reading.mention(token).is_none());
    let event = compound.filter(|&token| {
        let word = scene.lexicon.vocabulary.word(phrases.reading.entry(token));
        !scene.lexicon.noun(word.noun).is_empty()
            || matches!(phrases.reading.word(token), "suicide" | "car" | "peace" | "air" | "civil")
    });
    event.unwrap_or(head)
}

fn resolve(scene: &Scene<'_, '_>, noun: usize, kind: EventKind, places: &[Place], rest: bool) -> Vec<EntityId> {
    let phrases = &scene.phrases;
    for place in places {
        let found = match place {
            Place::Whose if is_local(scene, noun, kind) => Vec::new(),
            Place::Whose => match owners(phrases, noun) {
                found if found.is_empty() && is_owned(phrases, noun) => nearest_subject(phrases, noun),
                found => found,
            },
            Place::After("between") => {
                let both = after(phrases, noun, "between");
                match (rest, both.is_empty()) {
                    (_, true) => both,
                    (true, _) => both[1..].to_vec(),
                    (false, _) => both[..1].to_vec(),
                }
            }
            Place::After(preposition) => after(phrases, noun, preposition),
            Place::Subject | Place::Object => Vec::new(),
        };
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn after(phrases: &Phrases<'_, '_>, noun: usize, preposition: &str) -> Vec<EntityId> {
    phrases
        .prepositional(noun)
        .take(MOST_COMPLEMENTS)
        // "near the town of Tarn" says nothing about the noun
        .find(|(at, _)| phrases.reads(*at, preposition) && (preposition != "of" || *at == noun + 1))
        .map(|(_, noun)| participants::all(phrases, noun, false))
        .unwrap_or_default()
}

/// "its offer" where nobody knows whose: that of whoever speaks.
fn is_owned(phrases: &Phrases<'_, '_>, noun: usize) -> bool {
    phrases.reads(noun, "its") || phrases.reads(noun, "their")
}

/// Whether the name before an attack says where it was: "the Tarn bombings", but not "the Norwegian bombings".
fn is_local(scene: &Scene<'_, '_>, noun: usize, kind: EventKind) -> bool {
    let reading = scene.phrases.reading;
    let Some(chunk) = scene.phrases.chunks.get(noun).filter(|_| kind == EventKind::Assault) else { return false };
    let Some(at) = (chunk.first..chunk.end - 1).rev().find_map(|token| reading.name(token)) else { return false };
    let owns = reading.kind(at.end) == TokenKind::Clitic;
    reading.entity(at.entity).is_some_and(|entity| {
        !owns && entity.kind == EntityKind::Place && scene.lexicons.country_named(&entity.name).is_none()
    })
}

/// The entities that act in the clause of a verb.
fn subject_of(phrases: &Phrases<'_, '_>, verb: usize) -> Vec<EntityId> {
    if phrases.is_passive(verb) {
        return phrases
            .prepositional(verb)
            .take(2)
            .find(|(at, _)| phrases.reads(*at, "by"))
            .map(|(_, noun)| participants::all(phrases, noun, false))
            .unwrap_or_default();
    }
    phrases.subject(verb).map(|noun| participants::all(phrases, noun, true)).unwrap_or_default()
}

/// The subject of the nearest verb before a noun, else of the first after it.
fn nearest_subject(phrases: &Phrases<'_, '_>, noun: usize) -> Vec<EntityId> {
    let is_finite = |at: &usize| phrases.group(*at).is_some_and(|group| group.mood != Mood::Infinitive);
    let before = (0..noun).rev().find(is_finite);
    let verb = before.or_else(|| (noun + 1..phrases.chunks.len()).find(is_finite));
    verb.and_then(|verb| phrases.subject(verb))
        .map(|subject| participants::all(phrases, subject, true))
        .unwrap_or_default()
}

/// Whoever is accused of what a noun names.
fn accused(scene: &Scene<'_, '_>, noun: usize) -> Option<Vec<EntityId>> {
    let phrases = &scene.phrases;
    let preposition = noun.checked_sub(1).filter(|&at| phrases.kind(at) == Some(ChunkKind::Preposition))?;
    if !phrases.reads(preposition, "for") && !phrases.reads(preposition, "of") {
        return None;
    }
    let verb = (0..preposition).rev().find(|&at| phrases.group(at).is_some())?;
    let charge = scene.found.iter().find(|other| {
        other.chunk == verb && matches!(other.kind, EventKind::Accuse | EventKind::Coerce) && !other.nominal
    })?;
    Some(charge.recipients.clone())
}
