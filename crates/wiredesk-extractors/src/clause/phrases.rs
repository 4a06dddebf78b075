//! Who does what in a clause: the object and the prepositional phrases of a verb group among the chunks of its
//! sentence, and its subject by [`super::subjects`]. Called by extractors with the chunks of [`super::chunks`]; phrases
//! are given as indices of chunks. A reading by position alone: it builds no tree and can be wrong.

use super::{
    Reading,
    chunks::{Chunk, ChunkKind, Mood, VerbGroup},
    verbs::{Forms, Traits, Vocabulary},
};

/// How many chunks after its verb an infinitive may stand.
const FARTHEST: usize = 10;

/// How many phrases are joined to one at most: "France, Spain and Italy".
const MOST_JOINED: usize = 6;

/// The chunks of a sentence with what they are made of.
#[derive(Clone, Copy)]
pub(crate) struct Phrases<'c, 'd> {
    pub(crate) chunks: &'c [Chunk],
    pub(crate) reading: &'c Reading<'d>,
    pub(crate) vocabulary: &'c Vocabulary,
}

impl<'c> Phrases<'c, '_> {
    pub(crate) fn kind(&self, index: usize) -> Option<ChunkKind> {
        self.chunks.get(index).map(|chunk| chunk.kind)
    }

    pub(crate) fn is_noun(&self, index: usize) -> bool {
        self.kind(index) == Some(ChunkKind::Noun)
    }

    pub(super) fn is_time(&self, index: usize) -> bool {
        self.kind(index) == Some(ChunkKind::Time)
    }

    /// The verb group at an index.
    pub(crate) fn group(&self, index: usize) -> Option<VerbGroup> {
        self.chunks.get(index).and_then(Chunk::verb)
    }

    /// Whether the first word of a chunk reads `word`.
    pub(crate) fn reads(&self, index: usize, word: &str) -> bool {
        self.chunks.get(index).is_some_and(|chunk| self.reading.reads(chunk.first, word))
    }

    pub(super) fn before(&self, index: usize) -> Option<(usize, ChunkKind)> {
        let before = index.checked_sub(1)?;
        Some((before, self.kind(before)?))
    }

    /// The nearest chunk before that is no time and no particle.
    pub(super) fn before_but_time(&self, mut index: usize) -> Option<(usize, ChunkKind)> {
        loop {
            let (before, kind) = self.before(index)?;
            if !matches!(kind, ChunkKind::Time | ChunkKind::Particle) {
                return Some((before, kind));
            }
            index = before;
        }
    }

    /// Whether a noun phrase follows a preposition.
    pub(super) fn is_governed(&self, noun: usize) -> bool {
        matches!(self.before(noun), Some((_, ChunkKind::Preposition)))
    }

    /// The nearest verb group before `index`.
    pub(super) fn verb_before(&self, index: usize) -> Option<usize> {
        (0..index.min(self.chunks.len())).rev().find(|&at| self.group(at).is_some())
    }

    pub(super) fn finite_before(&self, index: usize) -> Option<usize> {
        (0..index).rev().find(|&at| self.is_finite(at))
    }

    pub(super) fn finite_after(&self, index: usize) -> Option<usize> {
        (index + 1..self.chunks.len()).find(|&at| self.is_finite(at))
    }

    pub(super) fn is_finite(&self, index: usize) -> bool {
        self.group(index).is_some_and(|group| match group.mood {
            Mood::Finite => true,
            Mood::Past => !self.is_reduced(index),
            _ => false,
        })
    }

    /// Whether the verb group is passive: by its auxiliary, or as a reduced relative clause.
    pub(crate) fn is_passive(&self, verb: usize) -> bool {
        self.group(verb).is_some_and(|group| group.passive) || self.is_reduced(verb)
    }

    /// Whether a past form without auxiliary is a participle that describes the noun before: "soldiers killed in
    /// the attack".
    pub(crate) fn is_reduced(&self, verb: usize) -> bool {
        let Some(group) = self.group(verb).filter(|group| group.mood == Mood::Past) else { return false };
        let word = self.vocabulary.word(self.reading.entry(group.head));
        if word.traits.has(Traits::INTRANSITIVE) || !word.forms.is(Forms::PARTICIPLE) || self.object(verb).is_some() {
            return false;
        }
        if !word.forms.is(Forms::PAST) {
            return true;
        }
        let mut after = verb + 1;
        while matches!(self.kind(after), Some(ChunkKind::Time | ChunkKind::Particle)) {
            after += 1;
        }
        if self.reads(after, "by") {
            return true;
        }
        let (before, kind) = match self.before(verb) {
            Some(found) => found,
            // "Led by a group", "Wounded in the war"
            None => return self.kind(after) == Some(ChunkKind::Preposition),
        };
        // "Under a deal signed last year, Norway"
        if kind == ChunkKind::Noun
            && self.is_governed(before)
            && self.verb_before(before).is_none()
            && !self.is_clausal(before - 1)
        {
            return true;
        }
        // a finite verb that has no other subject follows
        let mut at = verb + 1;
        while let Some(kind) = self.kind(at) {
            match kind {
                ChunkKind::Preposition if self.is_noun(at + 1) => at += 2,
                ChunkKind::Time | ChunkKind::Particle => at += 1,
                ChunkKind::Comma
                    if kind == ChunkKind::Comma && matches!(self.before(verb), Some((_, ChunkKind::Comma))) =>
                {
                    at += 1;
                }
                ChunkKind::Verb(next) => {
                    if next.mood == Mood::Finite || next.mood == Mood::Past && self.object(at).is_some() {
                        return true;
                    }
                    break;
                }
                _ => break,
            }
        }
        // the noun before is an object already
        kind == ChunkKind::Noun
            && match self.before_but_time(before) {
                Some((governor, ChunkKind::Verb(group))) => {
                    !self.says(governor) && group.verb > 0 && self.object_after(governor) == Some(before)
                }
                Some((preposition, ChunkKind::Preposition)) => self
                    .verb_before(preposition)
                    .is_some_and(|governor| self.group(governor).is_some_and(|group| group.mood != Mood::Ing)),
                _ => false,
            }
    }

    pub(super) fn traits(&self, group: VerbGroup) -> Traits {
        self.vocabulary.word(self.reading.entry(group.head)).traits
    }

    /// Whether a verb takes a clause rather than an object.
    pub(crate) fn says(&self, verb: usize) -> bool {
        self.group(verb).is_some_and(|group| self.traits(group).has(Traits::SAYING))
    }

    /// The object: the noun phrase that follows a verb group directly.
    pub(crate) fn object(&self, verb: usize) -> Option<usize> {
        let object = self.object_after(verb)?;
        // "said rebels had attacked"
        let clause = self.group(object + 1).is_some_and(|next| next.mood == Mood::Finite);
        (!clause).then_some(object)
    }

    fn object_after(&self, verb: usize) -> Option<usize> {
        let mut at = verb + 1;
        loop {
            match self.kind(at)? {
                ChunkKind::Particle | ChunkKind::Time => at += 1,
                // "lifted on Sunday a ban"
                ChunkKind::Preposition if self.is_time(at + 1) => at += 2,
                kind => return (kind == ChunkKind::Noun).then_some(at),
            }
        }
    }

    /// The prepositional phrases after chunk `from`, up to the next verb or clause: preposition and noun phrase.
    pub(crate) fn prepositional(self, from: usize) -> impl Iterator<Item = (usize, usize)> + 'c
    where
        Self: 'c,
    {
        let mut at = from;
        std::iter::from_fn(move || {
            loop {
                at += 1;
                match self.kind(at)? {
                    ChunkKind::Preposition if self.is_noun(at + 1) => {
                        at += 1;
                        return Some((at - 1, at));
                    }
                    ChunkKind::Preposition | ChunkKind::Noun | ChunkKind::Time | ChunkKind::Particle => {}
                    ChunkKind::Joining if self.is_noun(at + 1) || self.kind(at + 1) == Some(ChunkKind::Preposition) => {
                    }
                    ChunkKind::Comma if self.is_noun(at + 1) && self.kind(at + 2) == Some(ChunkKind::Joining) => {}
                    _ => return None,
                }
            }
        })
    }

    /// The infinitive that a verb governs: "agreed to send", "urged Norway to send".
    pub(crate) fn infinitive(&self, verb: usize) -> Option<usize> {
        let mut at = verb + 1;
        while let Some(kind) = self.kind(at) {
            match kind {
                ChunkKind::Verb(group) if group.mood == Mood::Infinitive => return Some(at),
                // "asked those held in Norway to leave"
                ChunkKind::Verb(_) if self.is_reduced(at) => at += 1,
                ChunkKind::Time | ChunkKind::Particle | ChunkKind::Noun => at += 1,
                ChunkKind::Joining if self.is_noun(at + 1) => at += 1,
                ChunkKind::Preposition if self.is_noun(at + 1) || self.is_time(at + 1) => at += 2,
                _ => return None,
            }
            if at > verb + FARTHEST {
                return None;
            }
        }
        None
    }

    /// The noun phrases joined to `noun`, itself first: those before it if it is a subject, else those after it.
    pub(crate) fn joined(&self, noun: usize, subject: bool) -> impl Iterator<Item = usize> {
        let mut found = [noun; MOST_JOINED];
        let mut count = 1;
        let mut at = noun;
        while count < MOST_JOINED {
            let next = if subject { self.joined_before(at) } else { self.joined_after(at) };
            let Some(next) = next else { break };
            found[count] = next;
            (at, count) = (next, count + 1);
        }
        found.into_iter().take(count)
    }

    fn joined_before(&self, noun: usize) -> Option<usize> {
        let (mut at, kind) = self.before(noun)?;
        let listed =
            kind == ChunkKind::Comma && matches!(self.kind(noun + 1), Some(ChunkKind::Joining | ChunkKind::Comma));
        if kind != ChunkKind::Joining && !listed {
            return None;
        }
        // "France, Spain, and Italy"
        if let Some((comma, ChunkKind::Comma)) = self.before(at) {
            at = comma;
        }
        let other = at.checked_sub(1)?;
        self.is_noun(other).then(|| self.head_of(other))
    }

    fn joined_after(&self, noun: usize) -> Option<usize> {
        let mut at = noun + 1;
        let listed = self.kind(at) == Some(ChunkKind::Comma)
            && (self.kind(at + 1) == Some(ChunkKind::Joining)
                || self.is_noun(at + 1) && matches!(self.kind(at + 2), Some(ChunkKind::Joining | ChunkKind::Comma)));
        if self.kind(at) != Some(ChunkKind::Joining) && !listed {
            return None;
        }
        at += 1;
        if self.kind(at) == Some(ChunkKind::Joining) {
            at += 1;
        }
        let clause = self.group(at + 1).is_some_and(|next| matches!(next.mood, Mood::Finite | Mood::Past));
        let pair = noun >= 1 && self.reads(noun - 1, "between");
        (self.is_noun(at) && (!clause || pair)).then_some(at)
    }
}
