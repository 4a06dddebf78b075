//! Who does what in a clause: the subject, the object and the prepositional phrases of a verb group among the
//! chunks of its sentence. Called by extractors with the chunks of [`super::chunks`]; phrases are given as indices of
//! chunks. A reading by position alone: it builds no tree and can be wrong.

use wiredesk_core::annotation::EntityKind;

use super::{
    Reading,
    chunks::{Chunk, ChunkKind, Mood, VerbGroup},
    verbs::{Forms, Traits, Vocabulary},
};

/// How many verbs a subject is passed on through: "agreed to try to stop".
const DEEPEST: usize = 8;

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

    fn is_time(&self, index: usize) -> bool {
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

    fn before(&self, index: usize) -> Option<(usize, ChunkKind)> {
        let before = index.checked_sub(1)?;
        Some((before, self.kind(before)?))
    }

    /// The nearest chunk before that is no time and no particle.
    fn before_but_time(&self, mut index: usize) -> Option<(usize, ChunkKind)> {
        loop {
            let (before, kind) = self.before(index)?;
            if !matches!(kind, ChunkKind::Time | ChunkKind::Particle) {
                return Some((before, kind));
            }
            index = before;
        }
    }

    /// Whether a noun phrase follows a preposition.
    fn is_governed(&self, noun: usize) -> bool {
        matches!(self.before(noun), Some((_, ChunkKind::Preposition)))
    }

    /// The nearest verb group before `index`.
    fn verb_before(&self, index: usize) -> Option<usize> {
        (0..index.min(self.chunks.len())).rev().find(|&at| self.group(at).is_some())
    }

    fn finite_before(&self, index: usize) -> Option<usize> {
        (0..index).rev().find(|&at| self.is_finite(at))
    }

    fn finite_after(&self, index: usize) -> Option<usize> {
        (index + 1..self.chunks.len()).find(|&at| self.is_finite(at))
    }

    fn is_finite(&self, index: usize) -> bool {
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

    fn traits(&self, group: VerbGroup) -> Traits {
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

    /// The subject of a verb group; of what it stands in for ("agreed **to send**") otherwise.
    pub(crate) fn subject(&self, verb: usize) -> Option<usize> {
        self.subject_within(verb, DEEPEST)
    }

    fn subject_within(&self, verb: usize, depth: usize) -> Option<usize> {
        let depth = depth.checked_sub(1)?;
        match self.group(verb)?.mood {
            Mood::Infinitive => self.infinitive_subject(verb, depth),
            Mood::Ing => self.participle_subject(verb, depth),
            Mood::Past if self.is_reduced(verb) => match self.before_but_time(verb) {
                Some((noun, ChunkKind::Noun)) => Some(noun),
                Some((comma, ChunkKind::Comma)) if self.is_noun(comma.wrapping_sub(1)) => Some(self.head_of(comma - 1)),
                None => self.finite_after(verb).and_then(|next| self.subject_within(next, depth)),
                _ => self.finite_subject(verb, depth),
            },
            Mood::Finite | Mood::Past => self.finite_subject(verb, depth),
        }
    }

    fn infinitive_subject(&self, verb: usize, depth: usize) -> Option<usize> {
        let governor = self.verb_before(verb);
        if let Some((noun, ChunkKind::Noun)) = self.before_but_time(verb) {
            let Some(governor) = governor else { return Some(noun) };
            if self.hands_over(governor) || self.has_owner(noun) {
                return Some(noun);
            }
        }
        governor.and_then(|governor| self.subject_within(governor, depth))
    }

    /// Whether the object of a verb is the subject of the infinitive after it.
    fn hands_over(&self, verb: usize) -> bool {
        self.group(verb).is_some_and(|group| !group.passive && self.traits(group).has(Traits::HANDING))
    }

    /// Whether a phrase has a possessive in it: "his efforts", "Norway's offer".
    fn has_owner(&self, noun: usize) -> bool {
        self.chunks.get(noun).is_some_and(|chunk| {
            (chunk.first..chunk.end.saturating_sub(1)).any(|token| {
                self.reading.is(token, super::WordClass::POSSESSIVE)
                    || matches!(self.reading.word(token), "'s" | "’s" | "'" | "’")
            })
        })
    }

    fn participle_subject(&self, verb: usize, depth: usize) -> Option<usize> {
        let Some((before, kind)) = self.before_but_time(verb) else {
            return self.finite_after(verb).and_then(|next| self.subject_within(next, depth));
        };
        match kind {
            ChunkKind::Noun => Some(before),
            ChunkKind::Verb(_) => self.subject_within(before, depth),
            ChunkKind::Joining => {
                let other = self.verb_before(before)?;
                self.subject_within(other, depth)
            }
            ChunkKind::Preposition if self.reads(before, "of") || self.reads(before, "for") => {
                // "accused Norway of attacking"
                let governor = self.verb_before(before)?;
                match self.object(governor) {
                    Some(object) if object < before => Some(object),
                    _ => self.subject_within(governor, depth),
                }
            }
            _ => match self.finite_before(before).or_else(|| self.finite_after(verb)) {
                Some(other) => self.subject_within(other, depth),
                None => None,
            },
        }
    }

    fn finite_subject(&self, verb: usize, depth: usize) -> Option<usize> {
        let (mut index, mut comma, mut fallback) = (verb, false, None);
        while let Some((at, kind)) = self.before(index) {
            match kind {
                ChunkKind::Noun => {
                    if let Some(subject) = self.as_subject(at, verb, comma) {
                        return Some(subject);
                    }
                    fallback = fallback.or(Some(at));
                }
                ChunkKind::Relative => return self.antecedent(at),
                ChunkKind::Subordinator => return None,
                ChunkKind::Joining if self.is_beside(at, verb) => {
                    let finite = self.finite_before(at).filter(|_| self.is_finite(verb));
                    let other = finite.or_else(|| self.verb_before(at))?;
                    return self.subject_within(other, depth);
                }
                ChunkKind::Verb(group) if !matches!(group.mood, Mood::Infinitive | Mood::Ing) => {
                    return self.subject_within(at, depth);
                }
                ChunkKind::Comma => comma |= self.is_beside(at, verb),
                _ => {}
            }
            index = at;
        }
        fallback
    }

    /// The noun phrase that a relative pronoun stands for.
    fn antecedent(&self, relative: usize) -> Option<usize> {
        let noun = (0..relative).rev().take(3).find(|&noun| self.is_noun(noun))?;
        let head = self.chunks.get(noun)?.end - 1;
        let place = self
            .reading
            .mention(head)
            .and_then(|at| self.reading.entity(at.entity))
            .is_some_and(|entity| entity.kind == EntityKind::Place);
        // "the workers from Norway who left"
        Some(if place && self.reads(relative, "who") { self.head_of(noun) } else { noun })
    }

    /// The subject, if the noun phrase at `at` before a verb is it or stands in its apposition or relative clause.
    fn as_subject(&self, at: usize, verb: usize, comma: bool) -> Option<usize> {
        match self.before(at) {
            // "fighting between the army and the rebels has"
            Some((joining, ChunkKind::Joining))
                if joining >= 2
                    && self.is_noun(joining - 1)
                    && self.is_governed(joining - 1)
                    && at + 1 == verb
                    && self.reads(joining - 2, "between") =>
            {
                None
            }
            Some((preposition, ChunkKind::Preposition)) => {
                let clausal = self.is_clausal(preposition);
                (clausal && self.is_beside(at, verb)).then_some(at)
            }
            // "the minister, a former general, said"
            Some((before, ChunkKind::Comma)) if comma && self.is_noun(before.wrapping_sub(1)) => {
                Some(self.head_of(before - 1))
            }
            // "the man who led the group was freed"
            Some((other, ChunkKind::Verb(group))) if !self.says(other) => match self.before(self.chain_start(other)) {
                Some((relative, ChunkKind::Relative)) => self.antecedent(relative),
                Some((noun, ChunkKind::Noun)) if group.mood == Mood::Ing => Some(noun),
                _ => Some(at),
            },
            _ => Some(at),
        }
    }

    /// The first of verbs that follow each other: "helped to secure".
    fn chain_start(&self, mut verb: usize) -> usize {
        while let Some((before, ChunkKind::Verb(_))) = self.before(verb) {
            verb = before;
        }
        verb
    }

    /// Whether a preposition may begin a clause: "after a bomb killed".
    fn is_clausal(&self, preposition: usize) -> bool {
        ["after", "before", "since", "until", "as", "like"].iter().any(|word| self.reads(preposition, word))
    }

    /// Whether nothing but adverbs and times stand between a joining word and a verb.
    fn is_beside(&self, joining: usize, verb: usize) -> bool {
        (joining + 1..verb).all(|at| matches!(self.kind(at), Some(ChunkKind::Time | ChunkKind::Particle)))
    }

    /// The noun phrase that one in a prepositional phrase stands beside: "the leader" for "the rebels" in "the leader
    /// of the rebels".
    pub(crate) fn governing(&self, noun: usize) -> Option<usize> {
        let head = noun.checked_sub(2)?;
        (self.is_governed(noun) && self.is_noun(head)).then_some(head)
    }

    /// The first phrase of such a chain.
    fn head_of(&self, mut noun: usize) -> usize {
        while let Some(head) = self.governing(noun) {
            noun = head;
        }
        noun
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
