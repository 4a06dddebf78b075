//! Noun phrases and verb groups of one sentence, after Abney's chunks: what stands between them is kept as chunks
//! of their own, so that a clause can be walked through. Made by extractors that look at who does what;
//! [`super::phrases`] finds subjects and objects among them. Never looks across a sentence end.

use super::{
    Reading, WordClass,
    parts::{Part, Tagger},
    verbs::{Forms, Lemma, Vocabulary},
};

/// What a stretch of tokens is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChunkKind {
    /// A noun phrase without what follows its head.
    Noun,
    Verb(VerbGroup),
    Preposition,
    Joining,
    Comma,
    Relative,
    Subordinator,
    /// "out", "down".
    Particle,
    /// A day, "last week".
    Time,
    Mark,
}

/// How a verb group stands in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    Finite,
    Infinitive,
    /// A form in -ing without auxiliary.
    Ing,
    /// A past form without auxiliary: finite, or a reduced relative clause; [`super::phrases`] tells them apart.
    Past,
}

/// A verb with its auxiliaries and negation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct VerbGroup {
    /// Token of the main verb; of the last auxiliary if there is none.
    pub(crate) head: usize,
    /// 0 for auxiliaries alone and verbs that are not listed.
    pub(crate) verb: Lemma,
    pub(crate) mood: Mood,
    pub(crate) passive: bool,
    pub(crate) negated: bool,
    /// "will", "would", "may".
    pub(crate) modal: bool,
}

/// A stretch of tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chunk {
    pub(crate) kind: ChunkKind,
    pub(crate) first: usize,
    pub(crate) end: usize,
}

impl Chunk {
    /// The verb group that it is.
    pub(crate) fn verb(&self) -> Option<VerbGroup> {
        match self.kind {
            ChunkKind::Verb(group) => Some(group),
            _ => None,
        }
    }
}

/// The chunks of a sentence; kept between sentences for its memory.
#[derive(Default)]
pub(crate) struct Chunks {
    parts: Vec<Part>,
    /// In text order, without gaps but for adverbs and quotation marks.
    pub(crate) chunks: Vec<Chunk>,
    /// First token of the sentence.
    first: usize,
}

impl Chunks {
    /// Reads the sentence `first..end`.
    pub(crate) fn read(&mut self, reading: &Reading<'_>, vocabulary: &Vocabulary, first: usize, end: usize) {
        self.first = first;
        self.chunks.clear();
        let tagger = Tagger { reading, vocabulary, first, end };
        tagger.tag(&mut self.parts);
        let mut token = first;
        while token < end {
            token = self.chunk(&tagger, token).max(token + 1);
        }
    }

    fn part(&self, token: usize) -> Option<Part> {
        self.parts.get(token - self.first).copied()
    }

    fn push(&mut self, kind: ChunkKind, first: usize, end: usize) -> usize {
        self.chunks.push(Chunk { kind, first, end });
        end
    }

    /// Makes the chunk that begins at a token; the token after it.
    fn chunk(&mut self, tagger: &Tagger<'_, '_>, token: usize) -> usize {
        let Some(part) = self.part(token) else { return token };
        match part {
            Part::Noun | Part::Determiner | Part::Possessive => self.noun_phrase(tagger, token),
            Part::Pronoun => self.push(ChunkKind::Noun, token, token + 1),
            Part::Verb | Part::Auxiliary | Part::To => self.verb_group(tagger, token),
            Part::Negation if self.begins_group(token) => self.verb_group(tagger, token),
            Part::Preposition => self.push(ChunkKind::Preposition, token, token + 1),
            Part::Joining => self.push(ChunkKind::Joining, token, token + 1),
            Part::Comma => self.push(ChunkKind::Comma, token, token + 1),
            Part::Relative => self.push(ChunkKind::Relative, token, token + 1),
            Part::Subordinator => self.push(ChunkKind::Subordinator, token, token + 1),
            Part::Particle => self.push(ChunkKind::Particle, token, token + 1),
            Part::Day => self.push(ChunkKind::Time, token, token + 1),
            Part::Mark => self.push(ChunkKind::Mark, token, token + 1),
            Part::Adverb | Part::Negation | Part::Quote | Part::Genitive => token + 1,
        }
    }

    /// "not to send", "never denied".
    fn begins_group(&self, token: usize) -> bool {
        matches!(self.part(token + 1), Some(Part::To | Part::Verb | Part::Auxiliary))
    }

    fn noun_phrase(&mut self, tagger: &Tagger<'_, '_>, first: usize) -> usize {
        let reading = tagger.reading;
        let mut token = first;
        let mut filled = false;
        while let Some(part) = self.part(token) {
            match part {
                // "the sanctions last month"
                Part::Noun if filled && matches!(reading.word(token), "last" | "next" | "earlier") => break,
                Part::Noun => filled = true,
                Part::Genitive if filled => {}
                Part::Determiner | Part::Possessive => {
                    let opens = !filled || self.part(token - 1) == Some(Part::Genitive);
                    if !opens {
                        break;
                    }
                }
                // "two more clerics"; quotation marks inside a phrase
                Part::Adverb | Part::Quote if token > first => {
                    let goes_on = self.part(token + 1) == Some(Part::Noun)
                        && (!filled || part == Part::Quote && self.part(token - 1) != Some(Part::Comma));
                    if !goes_on {
                        break;
                    }
                }
                _ => break,
            }
            // a person's name ends its phrase: "told Anna Brill troops had left"
            let person = reading.name(token).filter(|at| at.end == token + 1 && reading.is_person(at.entity));
            token += 1;
            if person.is_some() && self.part(token) != Some(Part::Genitive) {
                break;
            }
        }
        let kind = if is_time(reading, first, token) { ChunkKind::Time } else { ChunkKind::Noun };
        self.push(kind, first, token)
    }

    fn verb_group(&mut self, tagger: &Tagger<'_, '_>, first: usize) -> usize {
        let reading = tagger.reading;
        let mut group =
            VerbGroup { head: first, verb: 0, mood: Mood::Finite, passive: false, negated: false, modal: false };
        let (mut token, mut end, mut be, mut auxiliary) = (first, first + 1, false, false);
        while let Some(part) = self.part(token) {
            match part {
                Part::To if token == first || self.part(token - 1) == Some(Part::Negation) && !auxiliary => {
                    group.mood = Mood::Infinitive;
                }
                Part::Auxiliary => {
                    let word = reading.word(token);
                    auxiliary = true;
                    be |= is_be(word);
                    group.modal |= is_modal(word);
                    (group.head, end) = (token, token + 1);
                }
                Part::Negation => group.negated = true,
                Part::Adverb | Part::Day if token > first => {}
                Part::Verb => {
                    let word = tagger.known(token);
                    (group.head, group.verb, end) = (token, word.verb, token + 1);
                    let ing = word.forms.is(Forms::ING) || word.verb == 0 && reading.word(token).ends_with("ing");
                    group.passive = be && !ing;
                    if group.mood != Mood::Infinitive && !auxiliary {
                        group.mood = match word.forms {
                            _ if ing => Mood::Ing,
                            forms if forms.is(Forms::PAST.or(Forms::PARTICIPLE)) => Mood::Past,
                            _ if word.verb == 0 => Mood::Past,
                            _ => Mood::Finite,
                        };
                    }
                    // "being held", "having met"
                    let opening = reading.word(first);
                    if auxiliary && matches!(opening, "being" | "having" | "Having" | "Being") {
                        group.mood = Mood::Ing;
                    }
                    break;
                }
                _ => break,
            }
            token += 1;
        }
        // "had no", "is not": a negation after the auxiliary counts without its verb
        self.push(ChunkKind::Verb(group), first, end.max(first + 1))
    }
}

fn is_be(word: &str) -> bool {
    ["is", "are", "was", "were", "be", "been", "being", "am", "'s", "’s", "'re", "’re"]
        .iter()
        .any(|form| word.eq_ignore_ascii_case(form))
}

fn is_modal(word: &str) -> bool {
    ["will", "would", "can", "could", "may", "might", "shall", "should", "must", "'ll", "’ll", "'d"]
        .iter()
        .any(|form| word.eq_ignore_ascii_case(form))
}

/// "last week", "this month", "two years".
fn is_time(reading: &Reading<'_>, first: usize, end: usize) -> bool {
    let head = reading.word(end - 1);
    let unit = matches!(
        head,
        "week"
            | "weeks"
            | "month"
            | "months"
            | "year"
            | "years"
            | "day"
            | "days"
            | "night"
            | "morning"
            | "evening"
            | "afternoon"
            | "weekend"
            | "hours"
            | "hour"
            | "minutes"
    );
    unit && end - first <= 4
        && (first + 1 == end
            || reading.is(first, WordClass::DETERMINER)
            || matches!(reading.word(first), "last" | "next" | "past" | "late" | "early" | "earlier")
            || reading.word(first).as_bytes().first().is_some_and(u8::is_ascii_digit))
}
