//! Frames of quotations that no cue makes: `"…," X quipped`, `X fired back: "…"`, `X: "…"`, `"…" – X`. Called by
//! [`super::attribution`] where the words beside a quotation hold no cue of [`super::cues`], and for colons.

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{MentionAt, Reading, WordClass},
    attribution::{Quoted, Scene, Voice},
    speaker::Referent,
    wording::whole,
};

/// A speaker and the verb that stands for a cue.
pub(super) type Frame = (Voice, Range<usize>);

impl Scene<'_, '_> {
    /// `"…," X quipped` and `"…," quipped X`: behind words that end with a comma or ask, a person with a verb is who said
    /// them, whatever the verb.
    pub(super) fn verb_after(&self, quoted: &Quoted) -> Option<Frame> {
        let reading = self.reading;
        let inner = &reading.text[quoted.stretch.start..quoted.stretch.end];
        let comma = reading.word(quoted.after) == ",";
        if !(inner.ends_with([',', '?', '!']) || comma) || quoted.after >= reading.tokens.len() {
            return None;
        }
        let start = quoted.after + usize::from(comma);
        let sentence = reading.sentence_of(start);
        if !sentence.contains(&start) || self.breaks(quoted.stretch.after, reading.tokens[start].span.start()) {
            return None;
        }
        // `"Why?" Others saw` begins a sentence
        if !inner.ends_with(',') && !comma && reading.is_capital(start) && reading.name(start).is_none() {
            return None;
        }
        if is_past(reading, start) && reading.opens_subject(start + 1) {
            let phrase = reading.noun_phrase_after(start + 1, sentence.end)?;
            return self.person(phrase).map(|voice| (voice, start..start + 1));
        }
        let phrase = reading.noun_phrase_after(start, sentence.end)?;
        let (phrase, verb) = split_verb(reading, phrase);
        let end = whole(reading, phrase.clone()).end.max(phrase.end);
        let end = end + usize::from(end > phrase.end && reading.word(end) == ",");
        let verb = (verb.unwrap_or(end)..sentence.end.min(end + 3))
            .find(|&token| !reading.is(token, WordClass::ADVERB) && !reading.word(token).ends_with("ly"))?;
        let voice = is_past(reading, verb).then(|| self.person(phrase))??;
        Some((voice, verb..verb + 1))
    }

    /// `X fired back, "…"`: a person and a verb right before the comma or the colon, whatever the verb. The clause is the one
    /// behind the last comma with a subject of its own: `When Y spoke, X fired back: "…"`.
    pub(super) fn verb_before(&self, quoted: &Quoted) -> Option<Frame> {
        let reading = self.reading;
        let mark = quoted.open.checked_sub(1)?;
        let sentence = reading.sentence_of(mark);
        if mark <= sentence.start {
            return None;
        }
        let reach = mark.saturating_sub(LONGEST_CLAUSE).max(sentence.start);
        let opens = |&token: &usize| {
            let pronoun = reading.is(token, WordClass::SUBJECT) && !reading.is(token, WordClass::SUBORDINATOR);
            (token == sentence.start || matches!(reading.word(token - 1), "," | "and" | "but"))
                && (pronoun || reading.name(token).is_some_and(|at| at.first == token && reading.is_person(at.entity)))
        };
        let start = (reach..mark).rev().find(opens)?;
        let phrase = reading.noun_phrase_after(start, mark)?;
        let verb = (phrase.end..mark)
            .find(|&token| !reading.is(token, WordClass::ADVERB) && !reading.word(token).ends_with("ly"))?;
        let plain = (verb + 1..mark)
            .all(|token| reading.kind(token) != TokenKind::Punctuation && reading.kind(token) != TokenKind::Quote);
        let voice = (plain && is_past(reading, verb)).then(|| self.person(phrase))??;
        Some((voice, verb..verb + 1))
    }

    /// `X: "…"`: names right before the colon and nothing but a mark before them; `From the report: "…"`.
    pub(super) fn name_before(&self, quoted: &Quoted) -> Option<Voice> {
        let reading = self.reading;
        let colon = quoted.open.checked_sub(1).filter(|&colon| reading.word(colon) == ":")?;
        let sentence = reading.sentence_of(colon);
        let phrase = reading.noun_phrase_before(colon, sentence.start)?;
        let before = phrase.start.checked_sub(1).filter(|&before| before >= sentence.start);
        let apart = before.is_none_or(|before| {
            reading.is_dash(before) || matches!(reading.word(before), ")" | "]" | "." | "•" | "*")
        });
        let from = before.is_some_and(|before| reading.reads(before, "from"));
        let named = reading.name(phrase.start).is_some() && reading.name(phrase.end - 1).is_some();
        (apart && named || from).then(|| self.voice_of(phrase))
    }

    /// `"…" – Anna Brill` up to the end of the line, or in a line of its own.
    pub(super) fn signature(&self, quoted: &Quoted) -> Option<Voice> {
        let reading = self.reading;
        let first = quoted.after + 1;
        if !reading.is_dash(quoted.after) || !reading.is_capital(first) {
            return None;
        }
        let line = |token: usize| reading.tokens.get(token).map(|token| reading.paragraph(token.span.start()));
        let here = line(first);
        let end = (first..first + LONGEST_SIGNATURE).find(|&token| line(token) != here || here.is_none())?;
        let end = end - usize::from(matches!(reading.word(end - 1), "." | ","));
        let named = reading.name(first).is_some_and(|at| at.end == end);
        let capitals = (first..end).all(|token| reading.is_capital(token) || reading.word(token) == ".");
        (named || capitals && end > first + 1).then(|| self.voice_of(first..end))
    }

    /// The last person named in a part of a sentence, whom no preposition governs.
    pub(super) fn person_within(&self, part: Range<usize>) -> Option<Voice> {
        let reading = self.reading;
        let until = reading.mentions.partition_point(|at| at.first < part.end);
        let near = reading.mentions[..until].iter().rev().take(MOST_NAMES).take_while(|at| at.first >= part.start);
        let governed = |first: usize| first > part.start && reading.is(first - 1, WordClass::PREPOSITION);
        let person =
            |at: &&MentionAt| reading.name(at.first).is_some() && reading.is_person(at.entity) && !governed(at.first);
        near.into_iter().find(person).map(|at| self.voice_of(at.first..at.end))
    }

    /// The voice of a phrase that stands for a person: a name, a pronoun, or a noun for who speaks.
    fn person(&self, phrase: Range<usize>) -> Option<Voice> {
        let reading = self.reading;
        let speaks = reading.is(phrase.end - 1, WordClass::SPEAKER);
        let pronoun = ["he", "she", "they", "we", "i"].iter().any(|word| reading.reads(phrase.start, word));
        let voice = self.voice_of(phrase);
        let known = match voice.referent {
            Referent::Entity(id) => reading.is_person(id),
            Referent::Pronoun(..) => pronoun,
            Referent::Unnamed => speaks,
        };
        known.then_some(voice)
    }
}

/// How many mentions before a colon are looked at for a person.
const MOST_NAMES: usize = 12;

/// How many tokens before a mark a clause may begin.
const LONGEST_CLAUSE: usize = 12;

/// A signature has fewer tokens, its end included.
const LONGEST_SIGNATURE: usize = 9;

/// A noun phrase without the verb that was taken for a noun: "the mayor quipped".
fn split_verb(reading: &Reading<'_>, phrase: Range<usize>) -> (Range<usize>, Option<usize>) {
    let verb = (phrase.start + 1..phrase.end).find(|&token| {
        reading.name(token).is_none()
            && is_past(reading, token)
            && (reading.is(token - 1, WordClass::SPEAKER) || reading.name(token - 1).is_some())
    });
    (phrase.start..verb.unwrap_or(phrase.end), verb)
}

/// Whether a word can be the past tense of a verb: "quipped", "shot", "broke".
fn is_past(reading: &Reading<'_>, token: usize) -> bool {
    let word = reading.word(token);
    reading.kind(token) == TokenKind::Word
        && !reading.is_capital(token)
        && reading.name(token).is_none()
        && (word.len() > 3 && word.ends_with("ed") && !reading.is(token, WordClass::SPEAKER)
            || reading.is(token, WordClass::PAST)
            || matches!(word, "shot" | "spat" | "left" | "put" | "sang" | "read" | "swore" | "hit" | "had" | "sent"))
}
