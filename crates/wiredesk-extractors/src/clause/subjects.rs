//! The subject of a verb group: what stands before a finite verb, and what an infinitive, a participle or a joined
//! verb takes over from the verb it depends on. Called through [`super::phrases`]. It goes back over what stands
//! between and takes the first phrase that can be it, so it can be wrong.

use wiredesk_core::annotation::EntityKind;

use super::{
    WordClass,
    chunks::{ChunkKind, Mood},
    phrases::Phrases,
    verbs::Traits,
};

/// How many verbs a subject is passed on through: "agreed to try to stop".
const DEEPEST: usize = 8;

impl Phrases<'_, '_> {
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
                self.reading.is(token, WordClass::POSSESSIVE)
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
    pub(super) fn is_clausal(&self, preposition: usize) -> bool {
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
    pub(super) fn head_of(&self, mut noun: usize) -> usize {
        while let Some(head) = self.governing(noun) {
            noun = head;
        }
        noun
    }
}
