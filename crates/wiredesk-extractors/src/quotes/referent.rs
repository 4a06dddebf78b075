//! Whom the noun phrase of a speaker stands for: the entity of its name or description, the person of a pronoun, or an
//! institution that "it" and "the company" mean. Called by [`super::attribution`] and [`super::indirect`]; carries nobody
//! over from elsewhere (that is [`super::carry`]'s).

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, EntityKind, Gender, MentionForm, TokenKind};

use super::{
    super::clause::{Reading, WordClass},
    institutions,
};

/// Whom a noun phrase stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Referent {
    /// An entity, by name or description.
    Entity(EntityId),
    /// A pronoun of a gender, with what the entities layer makes of it.
    Pronoun(Option<Gender>, Option<EntityId>),
    /// Somebody without a name.
    Unnamed,
}

/// Whom the phrase stands for, and the phrase with a name in apposition: "the coach, Tom Hale,".
pub(super) fn referent(reading: &Reading<'_>, phrase: Range<usize>) -> (Referent, Range<usize>) {
    // "she said", "her claim"
    let pronoun = WordClass::SUBJECT.or(WordClass::POSSESSIVE);
    if phrase.len() == 1 && reading.name(phrase.start).is_none() && reading.is(phrase.start, pronoun) {
        let gender = match reading.word(phrase.start) {
            "he" | "He" | "his" | "His" => Some(Gender::Masculine),
            "she" | "She" | "her" | "Her" => Some(Gender::Feminine),
            _ => None,
        };
        let known =
            reading.mention(phrase.start).filter(|at| at.mention.form == MentionForm::Pronoun).map(|at| at.entity);
        let known = known.or_else(|| institutions::it(reading, phrase.start));
        return (Referent::Pronoun(gender, known), phrase);
    }
    let mut found = None;
    let mut bound = false;
    let mut token = phrase.start;
    while token < phrase.end {
        let Some(at) = reading.mention(token).filter(|at| at.end <= phrase.end) else {
            bound |= matches!(reading.word(token), "of" | "for" | "from" | "in" | "at" | "with");
            token += 1;
            continue;
        };
        let possessor = reading.kind(at.end) == TokenKind::Clitic && at.end < phrase.end;
        // "the CEO of the Tarn Trust Anna Brill": the name is no part of the body's
        let apart = reading.is_person(at.entity)
            && at.first > phrase.start
            && !reading.is(at.first - 1, WordClass::PREPOSITION);
        let usable =
            matches!(at.mention.form, MentionForm::Name | MentionForm::Nominal) && !possessor && (!bound || apart);
        if usable {
            let person = reading.is_person(at.entity);
            // a body's name in front of another noun describes it: "Interior Ministry officials"
            // but "the Interior Ministry statement" speaks for it
            let document = at.end + 1 == phrase.end && reading.is(at.end, WordClass::VENUE);
            let describes = at.end < phrase.end
                && !person
                && !document
                && !matches!(reading.word(at.end), "of" | "for" | "in" | "at" | "from" | "and");
            if !describes && (found.is_none() || person) {
                found = Some(at.entity);
            }
        }
        token = at.end.max(token + 1);
    }
    if let Some(entity) = found {
        return (Referent::Entity(entity), phrase);
    }
    let mut after = phrase.end;
    if reading.word(after) == "(" {
        // "the head of the RNLI (Royal National Lifeboat Institution), Tom Hale, said"
        let close = (after..after + LONGEST_BRACKET).find(|&token| reading.word(token) == ")");
        after = close.map_or(after, |close| close + 1);
    }
    if reading.word(after) == ","
        && let Some(at) = reading.name(after + 1)
        && reading.entity(at.entity).is_some_and(|entity| entity.kind == EntityKind::Person)
        && reading.sentence_of(phrase.start).contains(&at.first)
        && (matches!(reading.word(at.end), "," | "." | ")") || at.end >= reading.tokens.len())
    {
        return (Referent::Entity(at.entity), phrase.start..at.end);
    }
    // "Tom Hale, an engineer at the university, who said"
    if reading.word(phrase.end) == ","
        && reading.is(phrase.start, WordClass::DETERMINER)
        && let Some(comma) = phrase.start.checked_sub(1).filter(|&comma| comma > 0 && reading.word(comma) == ",")
        && let Some(at) = reading.name(comma - 1).filter(|at| reading.is_person(at.entity))
        && reading.sentence_of(phrase.start).contains(&at.first)
    {
        return (Referent::Entity(at.entity), phrase);
    }
    match institutions::described(reading, &phrase) {
        Some(body) => (Referent::Entity(body), phrase),
        None => (Referent::Unnamed, phrase),
    }
}

/// How many tokens a phrase in brackets after a speaker may have.
const LONGEST_BRACKET: usize = 10;

/// Whether a person can be meant by a pronoun of that gender.
pub(super) fn agrees(reading: &Reading<'_>, id: EntityId, gender: Option<Gender>) -> bool {
    let Some(entity) = reading.entity(id) else { return false };
    match (entity.facts.gender, gender) {
        (Some(of_entity), Some(of_pronoun)) => of_entity == of_pronoun && entity.kind == EntityKind::Person,
        (None, Some(_)) => entity.kind == EntityKind::Person,
        (_, None) => true,
    }
}
