//! Finds whose deed a verb tells and whom a description is said of: subjects before and after a verb, what "who" and
//! "which" stand for, the body behind "is a company based in". Called by the patterns of [`super`] through
//! [`Ends`]; follows one phrase to another a few times at most.

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, MentionForm, TokenKind};

use super::{
    super::clause::WordClass,
    ends::Ends,
    triggers::{Sort, Trigger, Word},
};

/// How far back the subject of a verb is looked for.
pub(super) const SUBJECT: usize = 60;
/// How far a list of descriptions reaches back.
const LISTED: usize = 20;
/// How often one phrase is followed to another.
const DEPTH: u8 = 3;

impl Ends<'_, '_> {
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

    /// The subject of a passive verb; among things of any kind what looks like a body comes first, and a place only
    /// where the verb follows it at once: not "a bank in Oslo, founded by".
    pub(super) fn passive_subject(&self, verb: usize, sort: Sort) -> Vec<EntityId> {
        if sort != Sort::Any {
            return self.subject(verb, sort);
        }
        let bodies = self.subject(verb, Sort::Body);
        if !bodies.is_empty() {
            return bodies;
        }
        let mut found = self.subject(verb, sort);
        let adjacent = verb.checked_sub(1).is_some_and(|last| self.is_be(last));
        found.retain(|&id| adjacent || self.reading.entity(id).is_some_and(|entity| !Sort::Place.admits(entity.kind)));
        found
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
                    || matches!(reading.word(token), "itself" | "himself" | "herself" | "themselves")
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
                let named = self.mention_before(last, least, sort).filter(|at| !self.is_left(at.first, least));
                let named = named.map(|at| vec![at.entity]);
                return named.unwrap_or_else(|| self.clause_subject(last, least, sort));
            }
            "both" | "all" | "each" if last > least => return self.subject_in(last, least, sort, depth),
            "and" | "then" | "&" | "but" | "or" => return self.clause_subject(last, least, sort),
            ")" => {
                // "Anna Brill (née Vik) (1950–2020) was"
                let open = self.before_bracket(self.before_bracket(end, least), least);
                return if open < end { self.phrase_ending(open, least, sort, depth) } else { Vec::new() };
            }
            _ => {}
        }
        if reading.kind(last) == TokenKind::Number && reading.mention(last).is_none() {
            return self.clause_subject(last, least, sort);
        }
        self.phrase_ending(end, least, sort, depth)
    }

    /// Whether somebody leaves what is named at `first`: "left Harbour Bank to join".
    fn is_left(&self, first: usize, least: usize) -> bool {
        let reading = self.reading;
        let the = first > least && reading.is(first - 1, WordClass::DETERMINER);
        let before = (first - usize::from(the)).checked_sub(1).filter(|&before| before >= least);
        before.is_some_and(|before| matches!(reading.word(before), "left" | "leaving" | "leaves" | "quit" | "from"))
    }

    /// Whether a word looks like a verb in the past: "founded and ran".
    pub(super) fn is_verbal(&self, token: usize) -> bool {
        let reading = self.reading;
        reading.name(token).is_none()
            && !reading.is_capital(token)
            && (reading.word(token).ends_with("ed")
                || matches!(self.triggers.get(reading.entry(token)), Some(Trigger::Verb(_)))
                || self.is_word(token, Word::Born))
    }

    /// Whether a word that opens a sentence is a participle: "Founded in 1946 and based in Tarn, Harbour Bank".
    pub(super) fn is_participle(&self, word: &str) -> bool {
        word.len() > 4 && word.ends_with("ed")
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
        let apposed = start > least && reading.word(start - 1) == ",";
        let named = apposed && self.addressed_before(start - 1, least, sort).is_some();
        if !sort.is_personal() && sort != Sort::Place && !named {
            let pronoun = phrase.len() == 1 && matches!(reading.word(start), "it" | "It");
            let definite = phrase.len() <= 3
                && matches!(reading.word(start), "the" | "The" | "this" | "This")
                && self.is_word(phrase.end - 1, Word::Body);
            if pronoun || definite {
                let sort = if matches!(sort, Sort::Any | Sort::Thing) { Sort::Body } else { sort };
                // "Harbour Bank said that it was founded"
                if pronoun
                    && start > least
                    && let Some(opening) = reading.opening_subject(least, start)
                    && let Some(at) = self.mention_before(opening.end, least, sort)
                    && at.first >= opening.start
                {
                    return vec![at.entity];
                }
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
            return self.addressed_before(last, least, sort).map(|at| at.entity).into_iter().collect();
        }
        // "Anna Brill the painter"
        if opened && let Some(at) = self.mention_before(start, least, sort) {
            return vec![at.entity];
        }
        if self.is_be(last) || reading.word(last) == "as" {
            return self.subject_in(last, least, sort, depth);
        }
        if self.is_and(last) { self.through_list(last, least, sort) } else { Vec::new() }
    }

    /// "Tarn is a publicly traded chain, bank and insurer" up to `end`: the subject of the copula before a long
    /// description.
    pub(super) fn copula_before(&self, end: usize, least: usize, sort: Sort, depth: u8) -> Vec<EntityId> {
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
        if end > least && (self.reading.word(end - 1) == "," || self.reading.is_dash(end - 1)) {
            end -= 1;
        }
        if let Some(at) = self.addressed_before(end, least, sort) {
            // "Tarn and Harbour Bank, which are"
            let several = ["are", "were", "have"].iter().any(|verb| self.reading.reads(token + 1, verb));
            return if several { self.names_before(end, least, sort) } else { vec![at.entity] };
        }
        end = self.before_seat(self.before_bracket(end, least), least);
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
            if inserted && let Some(at) = self.addressed_before(open, least, sort) {
                return vec![at.entity];
            }
        }
        if let Some(at) = self.addressed_before(end, least, sort) {
            return vec![at.entity];
        }
        let found = self.phrase_ending(self.before_seat(end, least), least, sort, depth);
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
}
