//! Finds the ends of a relation beside the word that states it: the names after a token, the subject of a verb, what
//! "who", "which", "its" and "a company" stand for. Called by every pattern of [`super`]; reads the mentions of the
//! entities layer and looks at most a few dozen tokens away, so that any text takes linear time.

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, MentionForm, TokenKind};

use super::{
    super::clause::{MentionAt, Reading, WordClass},
    triggers::{Sort, Trigger, Triggers, Word},
};

/// How many words may stand between a place to look and the name: "the Danish software company Tarn".
const LEAD: usize = 9;
/// How many tokens an insertion in brackets may have.
const BRACKET: usize = 40;
/// How far back the subject of a verb is looked for.
const SUBJECT: usize = 60;
/// Most names of one list.
const LIST: usize = 8;
/// How far a list of descriptions reaches back.
const LISTED: usize = 20;
/// How often one phrase is followed to another.
const DEPTH: u8 = 3;

/// The ends of relations in one document.
pub(super) struct Ends<'r, 'd> {
    pub(super) reading: &'r Reading<'d>,
    pub(super) triggers: &'r Triggers,
}

/// Words that cannot stand between a determiner and the name it belongs to.
const APART: WordClass = WordClass::PREPOSITION
    .or(WordClass::JOINING)
    .or(WordClass::SUBORDINATOR)
    .or(WordClass::AUXILIARY)
    .or(WordClass::NEGATION)
    .or(WordClass::SUBJECT)
    .or(WordClass::DAY);

impl<'r> Ends<'r, '_> {
    /// Whether a mention can be an end of that sort.
    pub(super) fn fits(&self, at: &MentionAt, sort: Sort) -> bool {
        at.mention.form != MentionForm::Adjective
            && self.reading.entity(at.entity).is_some_and(|entity| sort.admits(entity.kind))
    }

    /// Whether a token is "'s" or its like.
    pub(super) fn is_possessive(&self, token: usize) -> bool {
        self.reading.kind(token) == TokenKind::Clitic && matches!(self.reading.word(token), "'s" | "’s" | "'" | "’")
    }

    /// Whether a token is a form of "be".
    pub(super) fn is_be(&self, token: usize) -> bool {
        const BE: [&str; 8] = ["is", "was", "are", "were", "been", "being", "be", "'s"];
        self.reading.is(token, WordClass::AUXILIARY) && BE.iter().any(|form| self.reading.reads(token, form))
    }

    /// Whether a token links a title or name to another one.
    pub(super) fn is_and(&self, token: usize) -> bool {
        matches!(self.reading.word(token), "and" | "&" | "And")
    }

    /// The trigger of that class at a token.
    pub(super) fn is_word(&self, token: usize, word: Word) -> bool {
        matches!(self.triggers.get(self.reading.entry(token)), Some(Trigger::Word(found)) if found == word)
    }

    /// Past a bracket that opens at `token`, if one does.
    pub(super) fn past_bracket(&self, token: usize, most: usize) -> usize {
        if !matches!(self.reading.word(token), "(" | "[") {
            return token;
        }
        let mut depth = 0_u32;
        for at in token..most.min(token + BRACKET) {
            match self.reading.word(at) {
                "(" | "[" => depth += 1,
                ")" | "]" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        token
    }

    /// The token before the bracket that closes before `end`, if one does, as an exclusive end.
    pub(super) fn before_bracket(&self, end: usize, least: usize) -> usize {
        if end <= least || !matches!(self.reading.word(end - 1), ")" | "]") {
            return end;
        }
        let mut depth = 0_u32;
        for at in (least..end).rev().take(BRACKET) {
            match self.reading.word(at) {
                ")" | "]" => depth += 1,
                "(" | "[" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at;
            }
        }
        end
    }

    /// The first mention of the noun phrase that starts at `start` that fits: what stands before it must be words
    /// that may describe it.
    pub(super) fn name_after(&self, start: usize, most: usize, sort: Sort) -> Option<&'r MentionAt> {
        let reading = self.reading;
        let most = most.min(start + LEAD).min(reading.tokens.len());
        let mut token = start;
        while token < most {
            if let Some(at) = reading.mention(token) {
                let possessor = self.is_possessive(at.end);
                match at.mention.form {
                    MentionForm::Name | MentionForm::Nominal if self.fits(at, sort) && !possessor => {
                        // "the Tarn Trust director Anna Brill": a body before a person describes the person
                        return Some(at);
                    }
                    MentionForm::Pronoun => {
                        let object = reading.is(token, WordClass::OBJECT) && token == start;
                        return Some(at).filter(|_| object && self.fits(at, sort) && !self.qualifies(at.end));
                    }
                    MentionForm::Name if !possessor && reading.is_person(at.entity) => return None,
                    MentionForm::Nominal => return None,
                    _ => {}
                }
                token = at.end + usize::from(possessor);
                continue;
            }
            let inside = match reading.kind(token) {
                TokenKind::Word => {
                    !reading.is(token, APART)
                        || reading.is(token, WordClass::DETERMINER.or(WordClass::POSSESSIVE))
                        || token > start && self.joins_descriptions(token)
                }
                TokenKind::Number | TokenKind::Quote | TokenKind::Symbol => true,
                TokenKind::Clitic => self.is_possessive(token),
                TokenKind::Punctuation => matches!(reading.word(token), "-" | "."),
            };
            if !inside {
                return None;
            }
            token += 1;
        }
        None
    }

    /// "the writer and game designer Anna Brill": an "and" between plain nouns.
    fn joins_descriptions(&self, and: usize) -> bool {
        let plain = |token: usize| {
            self.reading.mention(token).is_none()
                && self.reading.kind(token) == TokenKind::Word
                && !self.reading.is_capital(token)
                && !self.is_verbal(token)
                && !self.reading.is(token, APART.or(WordClass::DETERMINER))
        };
        self.is_and(and) && plain(and - 1) && plain(and + 1)
    }

    /// Whether a word goes on a noun phrase, so that the pronoun before it is a possessive.
    fn qualifies(&self, token: usize) -> bool {
        let reading = self.reading;
        reading.kind(token) == TokenKind::Word
            && (reading.name(token).is_some()
                || !reading.is(token, APART.or(WordClass::DETERMINER).or(WordClass::ADVERB).or(WordClass::OBJECT)))
    }

    /// The names of a list that starts at `start`: "Anna Brill, Tom Hale and the lawyer Ole Vik"; with `many`
    /// false the first one and those joined to it by "and". Also the token after the last one.
    pub(super) fn names_after(&self, start: usize, most: usize, sort: Sort) -> (Vec<EntityId>, usize) {
        let mut names = Vec::new();
        let mut pending = Vec::new();
        let Some(first) = self.name_after(start, most, sort) else { return (names, start) };
        names.push(first.entity);
        let (mut end, mut at) = (first.end, first.end);
        for _ in 0..LIST {
            at = self.past_bracket(at, most);
            let comma = self.reading.word(at) == ",";
            let mut next = at + usize::from(comma);
            // "Brill, 57, and"
            if comma && self.reading.kind(next) == TokenKind::Number && self.reading.word(next + 1) == "," {
                next += 2;
            }
            let and = self.is_and(next);
            next += usize::from(and);
            if !comma && !and || next >= most {
                break;
            }
            let Some(name) = self.name_after(next, most, sort) else {
                // "Tarn Bank, Harbour Bank and other lenders"
                if and && !pending.is_empty() {
                    names.append(&mut pending);
                    end = at;
                }
                break;
            };
            // "founded the trust and Hale left": a clause of its own
            if and && !comma && self.starts_clause(name.end, most) {
                break;
            }
            pending.push(name.entity);
            at = name.end;
            if and {
                names.append(&mut pending);
                end = name.end;
            }
        }
        (names, end)
    }

    /// Whether a verb follows at `token`, as far as auxiliaries and pronouns of speech tell.
    fn starts_clause(&self, token: usize, most: usize) -> bool {
        token < most && self.reading.is(token, WordClass::AUXILIARY)
    }

    /// The names of a list that ends before `end`.
    pub(super) fn names_before(&self, end: usize, least: usize, sort: Sort) -> Vec<EntityId> {
        let mut names = Vec::new();
        let end = self.before_bracket(end, least);
        let Some(last) = self.mention_before(end, least, sort) else { return names };
        names.push(last.entity);
        let Some(and) = last.first.checked_sub(1).filter(|&and| and > least) else { return names };
        if !self.is_and(and) {
            return names;
        }
        // "Anna Brill, Tom Hale and Ole Vik"
        let mut close = and;
        for _ in 0..LIST {
            if close > least + 1 && self.reading.word(close - 1) == "," {
                close -= 1;
            } else if close != and {
                break;
            }
            let Some(other) = self.mention_before(self.before_bracket(close, least), least, sort) else { break };
            names.push(other.entity);
            close = other.first;
        }
        names
    }

    /// The mention that ends right before `end`, if it fits.
    pub(super) fn mention_before(&self, end: usize, least: usize, sort: Sort) -> Option<&'r MentionAt> {
        let last = end.checked_sub(1).filter(|&last| last >= least)?;
        let at = self.reading.mention(last)?;
        (at.end == end && at.first >= least && self.fits(at, sort)).then_some(at)
    }

    /// The subject of the verb or participle at `verb`.
    pub(super) fn subject(&self, verb: usize, sort: Sort) -> Vec<EntityId> {
        let least = self.reading.sentence_of(verb).start;
        self.subject_in(verb, least.max(verb.saturating_sub(SUBJECT)), sort, DEPTH)
    }

    /// The subject of an active verb: a name before a comma is its subject only where it opens the clause.
    pub(super) fn acting_subject(&self, verb: usize, sort: Sort) -> Vec<EntityId> {
        let least = self.reading.sentence_of(verb).start.max(verb.saturating_sub(SUBJECT));
        let comma = verb.checked_sub(1).filter(|&comma| comma > least && self.reading.word(comma) == ",");
        if let Some(comma) = comma
            && let Some(at) = self.mention_before(comma, least, sort)
            && at.first > least
        {
            return self.clause_subject(at.first, least, sort);
        }
        self.subject(verb, sort)
    }

    fn subject_in(&self, verb: usize, least: usize, sort: Sort, depth: u8) -> Vec<EntityId> {
        let reading = self.reading;
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        let mut end = verb;
        let mut joined = false;
        while end > least {
            let token = end - 1;
            let passed = reading.name(token).is_none()
                && (reading.is(token, WordClass::AUXILIARY.or(WordClass::ADVERB).or(WordClass::NEGATION))
                    || reading.word(token).ends_with("ly")
                    || matches!(reading.word(token), "to" | "then" | "who" if joined));
            if passed {
                end = token;
            } else if self.is_and(token) && token > least && self.is_verbal(token - 1) {
                end = token - 1;
                joined = true;
            } else {
                break;
            }
        }
        if end <= least {
            return self.subject_after_comma(verb, sort);
        }
        let last = end - 1;
        match reading.word(last) {
            "who" | "which" | "that" | "whom" => return self.antecedent(last, least, sort, depth),
            "," => return self.before_comma(last, least, sort, depth),
            // "named Brill to succeed Hale"
            "to" => {
                let named = self.mention_before(last, least, sort).map(|at| vec![at.entity]);
                return named.unwrap_or_else(|| self.clause_subject(last, least, sort));
            }
            "both" | "all" | "each" if last > least => return self.subject_in(last, least, sort, depth),
            "and" | "then" | "&" | "but" | "or" => return self.clause_subject(last, least, sort),
            ")" => {
                let open = self.before_bracket(end, least);
                return if open < end { self.phrase_ending(open, least, sort, depth) } else { Vec::new() };
            }
            _ => {}
        }
        if reading.kind(last) == TokenKind::Number && reading.mention(last).is_none() {
            return self.clause_subject(last, least, sort);
        }
        self.phrase_ending(end, least, sort, depth)
    }

    /// Whether a word looks like a verb in the past: "founded and ran".
    fn is_verbal(&self, token: usize) -> bool {
        let reading = self.reading;
        reading.name(token).is_none()
            && !reading.is_capital(token)
            && (reading.word(token).ends_with("ed")
                || matches!(self.triggers.get(reading.entry(token)), Some(Trigger::Verb(_)))
                || self.is_word(token, Word::Born))
    }

    /// Whom a phrase stands for that ends before `end`: a name, or a description of somebody named before it.
    pub(super) fn phrase_ending(&self, end: usize, least: usize, sort: Sort, depth: u8) -> Vec<EntityId> {
        let reading = self.reading;
        if let Some(at) = self.mention_before(end, least, sort) {
            let before = at.first.checked_sub(1).filter(|&before| before >= least);
            let possessed = before.is_some_and(|before| self.is_possessive(before)) && reading.is_person(at.entity);
            return if possessed { vec![at.entity] } else { self.names_before(end, least, sort) };
        }
        let Some(phrase) = reading.noun_phrase_before(end, least) else { return Vec::new() };
        let start = phrase.start;
        let found = self.described(phrase, least, sort, depth);
        if found.is_empty() && !reading.is(start, WordClass::POSSESSIVE) {
            return self.copula_before(start, least, sort, depth.saturating_sub(1));
        }
        found
    }

    /// Whom a noun phrase describes: "X, a company", "X is a company", "the company".
    fn described(&self, phrase: Range<usize>, least: usize, sort: Sort, depth: u8) -> Vec<EntityId> {
        let reading = self.reading;
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        let start = phrase.start;
        if !matches!(sort, Sort::Person | Sort::Place) {
            let pronoun = phrase.len() == 1 && matches!(reading.word(start), "it" | "It");
            let definite = phrase.len() <= 3
                && matches!(reading.word(start), "the" | "The" | "this" | "This")
                && self.is_word(phrase.end - 1, Word::Body);
            if pronoun || definite {
                return self.topic(start, sort).into_iter().collect();
            }
        }
        // "Tarn Trust, based in": a name inside that goes to the end was seen before this
        let Some(last) = start.checked_sub(1).filter(|&last| last >= least) else { return Vec::new() };
        let opened = reading.is(start, WordClass::DETERMINER);
        if !opened && !matches!(reading.word(last), "," | "(") && !self.is_and(last) {
            return Vec::new();
        }
        if reading.word(last) == "," || reading.is_dash(last) || reading.word(last) == "(" {
            let end = self.before_bracket(last, least);
            return self.mention_before(end, least, sort).map(|at| at.entity).into_iter().collect();
        }
        if self.is_be(last) || reading.word(last) == "as" {
            return self.subject_in(last, least, sort, depth);
        }
        if self.is_and(last) { self.through_list(last, least, sort) } else { Vec::new() }
    }

    /// "Tarn is a publicly traded chain, bank and insurer" up to `end`: the subject of the copula before a long
    /// description.
    fn copula_before(&self, end: usize, least: usize, sort: Sort, depth: u8) -> Vec<EntityId> {
        let reading = self.reading;
        for token in (least..end).rev().take(LISTED) {
            if self.is_be(token) {
                let article = reading.is(token + 1, WordClass::DETERMINER);
                return if article { self.subject_in(token, least, sort, depth) } else { Vec::new() };
            }
            let inside = match reading.kind(token) {
                TokenKind::Word => {
                    reading.word(token) == "of"
                        || !reading.is(
                            token,
                            WordClass::PREPOSITION
                                .or(WordClass::SUBORDINATOR)
                                .or(WordClass::AUXILIARY)
                                .or(WordClass::SUBJECT)
                                .or(WordClass::POSSESSIVE),
                        )
                }
                TokenKind::Punctuation => matches!(reading.word(token), "," | "(" | ")" | "/" | "-"),
                _ => true,
            };
            if !inside {
                break;
            }
        }
        Vec::new()
    }

    /// Through "Anna Brill, a lawyer and" or "Anna Brill is a lawyer and" to the one described.
    pub(super) fn through_list(&self, last: usize, least: usize, sort: Sort) -> Vec<EntityId> {
        let reading = self.reading;
        for token in (least..last).rev().take(LISTED) {
            if self.is_be(token) {
                return self.subject(token, sort);
            }
            if reading.is(token, WordClass::SUBJECT.or(WordClass::SUBORDINATOR)) {
                break;
            }
            if matches!(reading.word(token), "," | "(")
                && let Some(at) = self.mention_before(self.before_bracket(token, least), least, sort)
                && !(at.first > least && reading.is(at.first - 1, WordClass::PREPOSITION))
            {
                return vec![at.entity];
            }
        }
        Vec::new()
    }

    /// What "who", "which" or "that" at `token` stands for.
    pub(super) fn antecedent(&self, token: usize, least: usize, sort: Sort, depth: u8) -> Vec<EntityId> {
        let mut end = token;
        if end > least && self.reading.word(end - 1) == "," {
            end -= 1;
        }
        end = self.before_bracket(end, least);
        if let Some(at) = self.mention_before(end, least, sort) {
            return vec![at.entity];
        }
        self.phrase_ending(end, least, sort, depth)
    }

    /// The subject of a verb after a comma: "X, founded in", "X, a company in Y, was bought".
    fn before_comma(&self, comma: usize, least: usize, sort: Sort, depth: u8) -> Vec<EntityId> {
        let reading = self.reading;
        let end = self.before_bracket(comma, least);
        // the insertion between two commas
        let open = (least..end).rev().take(SUBJECT).find(|&token| reading.word(token) == ",");
        if let Some(open) = open {
            let inserted = reading.name(open + 1).is_none()
                && (reading.is(open + 1, WordClass::DETERMINER.or(WordClass::POSSESSIVE).or(WordClass::SUBORDINATOR))
                    || reading.kind(open + 1) == TokenKind::Number
                    || self.triggers.get(reading.entry(open + 1)).is_some());
            let before = self.before_bracket(open, least);
            if inserted && let Some(at) = self.mention_before(before, least, sort) {
                return vec![at.entity];
            }
        }
        if let Some(at) = self.mention_before(end, least, sort) {
            return vec![at.entity];
        }
        let found = self.phrase_ending(end, least, sort, depth);
        if found.is_empty() { self.clause_subject(comma, least, sort) } else { found }
    }

    /// The subject of the clause that reaches up to `end`: the last subject pronoun or name with a verb behind it,
    /// else the one with which the sentence opens.
    pub(super) fn clause_subject(&self, end: usize, least: usize, sort: Sort) -> Vec<EntityId> {
        let reading = self.reading;
        let mut token = end;
        while token > least {
            token -= 1;
            let Some(at) = reading.mention(token) else { continue };
            token = at.first.max(least);
            if !self.fits(at, sort) || at.end >= end {
                continue;
            }
            let pronoun = at.mention.form == MentionForm::Pronoun && reading.is(at.first, WordClass::SUBJECT);
            let bound = at.first > least
                && (reading.is(at.first - 1, WordClass::PREPOSITION) || self.is_possessive(at.first - 1));
            let next = at.end;
            let acts = reading.is(next, WordClass::AUXILIARY)
                || reading.kind(next) == TokenKind::Word
                    && !reading.is_capital(next)
                    && reading.name(next).is_none()
                    && (reading.class(next) == WordClass::default() || reading.is(next, WordClass::ADVERB));
            if pronoun || at.mention.form != MentionForm::Pronoun && acts && !bound {
                return vec![at.entity];
            }
        }
        let opening = reading.opening_subject(least, end);
        let Some(opening) = opening else { return Vec::new() };
        let first = opening.clone().find_map(|token| reading.mention(token).filter(|at| self.fits(at, sort)));
        first.filter(|at| !self.is_possessive(at.end)).map(|at| at.entity).into_iter().collect()
    }

    /// "Born in Tarn, Anna Brill …": the subject after the comma that ends the opening phrase.
    pub(super) fn subject_after_comma(&self, from: usize, sort: Sort) -> Vec<EntityId> {
        let reading = self.reading;
        let end = reading.sentence_of(from).end.min(from + SUBJECT);
        for comma in (from..end).filter(|&token| reading.word(token) == ",") {
            if let Some(at) = reading.mention(comma + 1) {
                let subject = at.mention.form != MentionForm::Pronoun || reading.is(comma + 1, WordClass::SUBJECT);
                // "Tarn, Fla., the group"
                let state = at.end == comma + 2 && reading.word(comma + 1).len() <= 4 && reading.word(at.end) == ",";
                if subject && !state && self.fits(at, sort) && !self.is_possessive(at.end) {
                    return vec![at.entity];
                }
            } else if let Some(at) = self.name_after(comma + 1, end, sort) {
                return vec![at.entity];
            }
        }
        Vec::new()
    }

    /// The organization that "it" or "the company" at `token` stands for: the one that the sentence before is about,
    /// else one of the two before that.
    pub(super) fn topic(&self, token: usize, sort: Sort) -> Option<EntityId> {
        let reading = self.reading;
        let mut start = reading.sentence_of(token).start;
        for _ in 0..3 {
            let sentence = reading.sentence_of(start.checked_sub(1)?);
            if sentence.is_empty() {
                return None;
            }
            let mut at = sentence.start;
            while at < sentence.end {
                match reading.mention(at) {
                    Some(found) => {
                        if found.mention.form == MentionForm::Name && self.fits(found, sort) {
                            return Some(found.entity);
                        }
                        at = found.end.max(at + 1);
                    }
                    None => at += 1,
                }
            }
            start = sentence.start;
        }
        None
    }

    /// The owner that a possessive at `token` names: "his", "its", "Brill's" with `token` at the clitic.
    pub(super) fn possessor(&self, token: usize, least: usize, sort: Sort) -> Vec<EntityId> {
        let reading = self.reading;
        if self.is_possessive(token) {
            return self.names_before(token, least, sort);
        }
        if let Some(at) = reading.mention(token).filter(|at| self.fits(at, sort)) {
            return vec![at.entity];
        }
        if reading.mention(token).is_some() {
            return Vec::new();
        }
        if reading.reads(token, "its") {
            let before = (least..token)
                .rev()
                .take(SUBJECT)
                .find_map(|token| reading.name(token).filter(|at| self.fits(at, sort) && at.first >= least));
            return before.map(|at| at.entity).or_else(|| self.topic(token, sort)).into_iter().collect();
        }
        if reading.reads(token, "whose") {
            return self.antecedent(token, least, sort, 2);
        }
        if reading.reads(token, "their") && sort == Sort::Person {
            return self.couple(token, least);
        }
        Vec::new()
    }

    /// The two persons joined by "and" before `end` in its sentence: whom "their" stands for.
    fn couple(&self, end: usize, least: usize) -> Vec<EntityId> {
        let reading = self.reading;
        for and in (least..end).rev().take(SUBJECT).filter(|&token| self.is_and(token)) {
            let before = self.mention_before(self.before_bracket(and, least), least, Sort::Person);
            let after = self.name_after(and + 1, end, Sort::Person);
            if let (Some(before), Some(after)) = (before, after) {
                return vec![before.entity, after.entity];
            }
            // "Tom Hale and his wife, Anna"
            let after = (and + 1..end.min(and + 5)).find_map(|token| reading.name(token));
            if let (Some(before), Some(after)) = (before, after.filter(|at| self.fits(at, Sort::Person))) {
                return vec![before.entity, after.entity];
            }
        }
        Vec::new()
    }
}
