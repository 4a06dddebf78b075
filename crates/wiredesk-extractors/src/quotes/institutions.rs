//! Which body a speaker without a name is: "it said" and "the company said". Called by [`super::referent`]; looks at the
//! names before the words only.

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, EntityKind, TokenKind};

use super::super::clause::{MentionAt, Reading, WordClass};

/// Nouns for a body, each with the words in a name that fit it; any body that has none of the words of this table in its
/// name fits the nouns without such words.
const BODIES: [(&str, &[&str]); 40] = [
    ("company", &["company", "corporation", "inc", "corp", "ltd", "motors", "airlines", "airways", "industries"]),
    ("firm", &["company", "corporation", "inc", "corp", "ltd", "associates", "partners"]),
    ("corporation", &["company", "corporation", "inc", "corp"]),
    ("manufacturer", &["company", "corporation", "inc", "corp", "motors"]),
    ("carmaker", &["motors", "motor"]),
    ("automaker", &["motors", "motor"]),
    ("airline", &["airlines", "airline", "airways", "air"]),
    ("retailer", &["stores", "company", "inc"]),
    ("group", &["group", "front", "movement", "watch", "international", "coalition"]),
    ("organization", &["organization", "international", "foundation", "society", "watch"]),
    ("organisation", &["organisation", "international", "foundation", "society", "watch"]),
    ("charity", &["foundation", "trust", "society", "international"]),
    ("foundation", &["foundation"]),
    ("association", &["association"]),
    ("federation", &["federation"]),
    ("league", &["league"]),
    ("union", &["union", "workers"]),
    ("party", &["party"]),
    ("ministry", &["ministry"]),
    ("department", &["department"]),
    ("agency", &["agency", "administration", "bureau", "service"]),
    ("bureau", &["bureau"]),
    ("commission", &["commission"]),
    ("committee", &["committee"]),
    ("council", &["council"]),
    ("board", &["board"]),
    ("court", &["court"]),
    ("bank", &["bank"]),
    ("university", &["university"]),
    ("college", &["college"]),
    ("school", &["school", "academy", "college"]),
    ("hospital", &["hospital"]),
    ("church", &["church"]),
    ("institute", &["institute"]),
    ("museum", &["museum", "gallery"]),
    ("newspaper", &["times", "post", "herald", "news", "journal", "tribune", "guardian", "gazette", "chronicle"]),
    ("magazine", &["magazine", "journal", "weekly"]),
    ("network", &["network", "news", "television", "tv", "radio"]),
    ("broadcaster", &["broadcasting", "television", "tv", "radio", "news"]),
    ("alliance", &["alliance", "treaty"]),
];

/// Nouns that a body of whatever name can be meant by.
const OPEN: [&str; 9] =
    ["company", "firm", "manufacturer", "carmaker", "automaker", "airline", "retailer", "group", "organization"];

/// How many mentions back a body is looked for.
const REACH: usize = 24;

/// How many sentences back one may have been named that is meant by a noun.
const SENTENCES: usize = 3;

/// "The harbour company said": the body that a phrase of an article and a noun stands for.
pub(super) fn described(reading: &Reading<'_>, phrase: &Range<usize>) -> Option<EntityId> {
    let article = phrase.len() == 2 && reading.reads(phrase.start, "the");
    let noun = reading.word(phrase.end.checked_sub(1)?);
    let (_, words) = BODIES.iter().find(|(known, _)| article && noun.eq_ignore_ascii_case(known))?;
    let mut open = None;
    for at in bodies_before(reading, phrase.start, SENTENCES) {
        let name = &reading.entity(at.entity)?.name;
        let has = |words: &[&str]| name.split([' ', '-', '.']).any(|w| words.iter().any(|x| w.eq_ignore_ascii_case(x)));
        if has(words) {
            return Some(at.entity);
        }
        let other = || BODIES.iter().any(|(known, words)| !OPEN.contains(known) && has(words));
        if open.is_none() && OPEN.iter().any(|known| noun.eq_ignore_ascii_case(known)) && !is_addressed(reading, at) {
            open = Some(at.entity).filter(|_| !other());
        }
    }
    open
}

/// "It said": the body or country with which the sentence or the one before begins.
pub(super) fn it(reading: &Reading<'_>, token: usize) -> Option<EntityId> {
    if !reading.reads(token, "it") && !reading.reads(token, "its") {
        return None;
    }
    let sentence = reading.sentence_of(token);
    let begins = |of: &Range<usize>, end: usize| {
        let subject = reading.opening_subject(of.start, end)?;
        let named = subject.clone().find_map(|token| reading.name(token)).filter(|at| {
            at.end == subject.end && (at.first == subject.start || reading.is(subject.start, WordClass::DETERMINER))
        })?;
        is_body(reading, named.entity, true).then_some(named.entity)
    };
    if let Some(found) = begins(&sentence, token).filter(|_| token > sentence.start) {
        return Some(found);
    }
    let before = reading.sentence_of(sentence.start.checked_sub(1)?);
    begins(&before, before.end)
}

/// The bodies named before a token and at most so many sentences back, the last first.
fn bodies_before<'r>(reading: &'r Reading<'_>, token: usize, sentences: usize) -> impl Iterator<Item = &'r MentionAt> {
    let mut from = reading.sentence_of(token).start;
    for _ in 0..sentences {
        from = from.checked_sub(1).map_or(0, |last| reading.sentence_of(last).start);
    }
    let until = reading.mentions.partition_point(|at| at.first < token);
    let near = reading.mentions[..until].iter().rev().take(REACH).take_while(move |at| at.first >= from);
    near.filter(|at| reading.name(at.first).is_some() && is_body(reading, at.entity, false))
}

fn is_body(reading: &Reading<'_>, id: EntityId, countries: bool) -> bool {
    reading.entity(id).is_some_and(|entity| match entity.kind {
        EntityKind::Organization => true,
        EntityKind::Place => countries && entity.facts.country.is_some() && entity.name.len() > 2,
        _ => false,
    })
}

/// "told the Herald", "an employee of the Herald": one whom somebody speaks to, or belongs to.
fn is_addressed(reading: &Reading<'_>, at: &MentionAt) -> bool {
    let Some(before) = at.first.checked_sub(1) else { return false };
    let before = before - usize::from(before > 0 && reading.is(before, WordClass::DETERMINER));
    let follows = reading.kind(at.end) == TokenKind::Word && reading.is(at.end, WordClass::SPEAKER);
    follows || ["told", "to", "tells", "telling", "with", "by"].iter().any(|word| reading.reads(before, word))
}
