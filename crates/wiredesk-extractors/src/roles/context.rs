//! Bodies that a text has just named and that an office is of: "Harbour Bank lost money. Chief Executive Anna Brill",
//! "a company spokesman", "chairman of the company", "In Tarn, Mayor Anna Brill". Called by [`super::completion`];
//! gives a body only where one alone was named.

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, EntityKind, MentionForm, TokenKind};

use super::{
    MOST_COMPARED,
    completion::{Completion, is_spokesman},
    patterns::Statement,
    words::Scope,
};
use crate::clause::{MentionAt, WordClass};

/// How many sentences before that of an office its body is named.
const BEFORE: usize = 1;
/// How many mentions back a body is looked for by the noun in its name.
const MENTIONS: usize = 60;

impl Completion<'_, '_> {
    /// "Crowds in Tarn cheered city mayor Anna Brill": of the town named last in the sentence.
    pub(super) fn towns(&self, kept: &mut [Statement]) {
        let reading = self.reading();
        let of_town = |statement: &&mut Statement| {
            let word = statement.title_at.checked_sub(1).map_or("", |before| reading.word(before));
            statement.of.is_none()
                && matches!(word, "city" | "town" | "village")
                && statement.rule == "title-before-name"
        };
        for statement in kept.iter_mut().filter(of_town).take(MOST_COMPARED) {
            let start = reading.sentence_of(statement.title_at).start;
            let town = |at: &&MentionAt| {
                let name = reading.entity(at.entity).filter(|entity| entity.kind == EntityKind::Place);
                name.is_some_and(|place| self.lexicons.country_named(&place.name).is_none())
            };
            let before = (start..statement.title_at).rev().filter_map(|token| reading.name(token));
            statement.of = before.into_iter().find(town).map(|town| town.entity);
        }
    }

    /// "The Green Party met. Party leader Anna Brill": a name made of the noun alone stands for the whole one.
    pub(super) fn generic_names(&self, kept: &mut [Statement]) {
        for statement in kept {
            let name = statement.of.and_then(|of| self.reading().entity(of)).map_or("", |body| &*body.name);
            if !name.contains(' ') && self.titles().is_body_noun(name) {
                statement.of = self.named_with(name, statement.span.start).or(statement.of);
            }
        }
    }

    /// Gives offices without a body the one that has just been named.
    pub(super) fn named_again(&self, kept: &mut [Statement]) {
        let reading = self.reading();
        for statement in kept.iter_mut().filter(|statement| statement.of.is_none()).take(MOST_COMPARED) {
            let noun = self.noun_before(statement).or_else(|| self.noun_behind(statement));
            statement.of = match noun {
                Some(noun) => self.called(reading.word(noun), noun),
                None if self.is_bare(statement) => self.only_named(statement),
                None => None,
            };
        }
    }

    /// "a company spokesman", "the university's president": the noun right before a title.
    fn noun_before(&self, statement: &Statement) -> Option<usize> {
        let reading = self.reading();
        let mut noun = statement.title_at.checked_sub(1).filter(|&token| token < reading.tokens.len())?;
        if reading.kind(noun) == TokenKind::Clitic {
            noun = noun.checked_sub(1)?;
        }
        let inside = reading.sentence_of(statement.title_at).contains(&noun);
        (inside && reading.name(noun).is_none() && self.titles().is_body_noun(reading.word(noun))).then_some(noun)
    }

    /// "chairman of the company": the noun behind a title.
    fn noun_behind(&self, statement: &Statement) -> Option<usize> {
        let reading = self.reading();
        let sentence = reading.sentence_of(statement.span.start);
        let title = statement.title_at..sentence.end.min(statement.title_at.saturating_add(LONGEST_TITLE));
        let of = title.into_iter().find(|&token| reading.is(token, WordClass::PREPOSITION))?;
        let noun = of + 2;
        let known = matches!(reading.word(of), "of" | "for" | "at" | "with")
            && of.checked_sub(1).is_some_and(|head| self.titles().is_head(reading, head))
            && reading.reads(of + 1, "the")
            && self.titles().is_body_noun(reading.word(noun))
            && reading.name(noun).is_none()
            && reading.kind(noun + 1) != TokenKind::Clitic
            // "the company that", "the group of"
            && !reading.is(noun + 1, WordClass::PREPOSITION)
            && !matches!(reading.word(noun + 1), "that" | "which");
        (known && sentence.contains(&noun)).then_some(noun)
    }

    /// The organization that a noun at a token names again: the last one with the noun in its name, else, where the noun
    /// fits any, the only one that was named just before.
    fn called(&self, noun: &str, token: usize) -> Option<EntityId> {
        let any = !PUBLIC.iter().any(|public| public.eq_ignore_ascii_case(noun));
        let just_before = || self.only(self.just_before(token), |at| self.patterns.is_firm(at.entity));
        self.named_with(noun, token).or_else(|| any.then(just_before).flatten())
    }

    /// The last organization before a token that has a noun in its name.
    fn named_with(&self, noun: &str, token: usize) -> Option<EntityId> {
        let reading = self.reading();
        let end = reading.mentions.partition_point(|at| at.first < token);
        let same = |at: &&MentionAt| {
            let name = reading.entity(at.entity).map_or("", |body| &*body.name);
            self.patterns.is_firm(at.entity)
                && name.contains(' ')
                && name.split(' ').any(|word| word.eq_ignore_ascii_case(noun))
        };
        reading.mentions[..end].iter().rev().take(MENTIONS).find(same).map(|at| at.entity)
    }

    /// What the sentence before a title says, or the one before that: the only town for a mayor, the only organization
    /// for whoever leads or speaks for one.
    fn only_named(&self, statement: &Statement) -> Option<EntityId> {
        let reading = self.reading();
        let token = statement.span.start;
        let scope = self.titles().scope(&statement.title);
        let sentence = reading.sentence_of(token).start..token;
        // there are governors of banks as well
        if scope == Some(Scope::Local) && statement.title != "governor" {
            let town = |at: &MentionAt| {
                let place = reading.entity(at.entity).filter(|entity| entity.kind == EntityKind::Place);
                place.is_some_and(|place| self.lexicons.country_named(&place.name).is_none())
            };
            return self.only(sentence, town).or_else(|| self.only(self.just_before(token), town));
        }
        if scope != Some(Scope::Corporate) && !is_spokesman(&statement.title) && !LEADERS.contains(&&*statement.title) {
            return None;
        }
        let firm = |at: &MentionAt| self.patterns.is_firm(at.entity);
        // "Harbour Bank said chief executive Anna Brill"
        let opened = self.only(sentence, firm).filter(|body| {
            let opens = |token: &usize| reading.name(*token).is_some_and(|name| name.entity == *body);
            (reading.sentence_of(token).start..token).take(OPENING).any(|token| opens(&token))
        });
        // in "the ships are old, chairman Tom Hale said" the chairman may be anybody's
        let capital = || reading.is_capital(statement.title_at);
        opened.or_else(|| self.only(self.just_before(token), firm).filter(|_| capital()))
    }

    /// The tokens before one, in its sentence and that before it.
    fn just_before(&self, token: usize) -> Range<usize> {
        let sentences = &self.reading().sentences;
        let index = sentences.partition_point(|sentence| sentence.end <= token);
        sentences.get(index.saturating_sub(BEFORE)).map_or(token..token, |first| first.start..token)
    }

    /// The one entity that is named in a range of tokens, of those that fit.
    fn only(&self, tokens: Range<usize>, fits: impl Fn(&MentionAt) -> bool) -> Option<EntityId> {
        let reading = self.reading();
        let first = reading.mentions.partition_point(|at| at.first < tokens.start);
        let inside = reading.mentions[first..].iter().take_while(|at| at.first < tokens.end).take(MENTIONS);
        let mut named = inside.filter(|at| at.mention.form == MentionForm::Name && fits(at));
        let found = named.next()?.entity;
        named.all(|other| other.entity == found).then_some(found)
    }
}

/// Nouns for bodies that stand beside others: "a ministry spokesman" is none of whoever was just named.
const PUBLIC: [&str; 10] = [
    "ministry",
    "court",
    "council",
    "committee",
    "commission",
    "party",
    "union",
    "authority",
    "federation",
    "association",
];

/// Titles of those who lead a body of any sort, as far as nothing beside them says which.
const LEADERS: [&str; 9] = [
    "majority leader",
    "minority leader",
    "majority whip",
    "minority whip",
    "director general",
    "director-general",
    "secretary-general",
    "secretary general",
    "executive director",
];
/// How far into its sentence the name of a body stands that the sentence is about.
const OPENING: usize = 4;
/// How many tokens of a statement its title is looked for in.
const LONGEST_TITLE: usize = 6;
