//! Which body a speaker without a name is: "it said" and "the company said". Called by [`super::referent`]; looks at the
//! names before the words only.

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, EntityKind, TokenKind};

use super::super::clause::{MentionAt, Reading, WordClass};

/// Nouns for a body, each with the words in a name that fit it; any body that has none of the words of this table in its
/// name fits the nouns without such words.
const BODIES: [(&str, &[&str]); 46] = [
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
    ("team", &["team"]),
    ("club", &["club"]),
    ("site", &["com"]),
    ("website", &["com"]),
    ("station", &["station", "radio", "tv"]),
    ("channel", &["channel", "television", "tv"]),
];

/// Nouns that a body of whatever name can be meant by.
const OPEN: [&str; 13] = [
    "company",
    "firm",
    "manufacturer",
    "carmaker",
    "automaker",
    "airline",
    "retailer",
    "group",
    "organization",
    "team",
    "club",
    "site",
    "website",
];

/// How many mentions back a body is looked for.
const REACH: usize = 24;

/// How many sentences back one may have been named that is meant by a noun.
const SENTENCES: usize = 3;

/// "The company said", "the statement said": the body or whoever else a phrase of an article and a noun stands for.
pub(super) fn described(reading: &Reading<'_>, phrase: &Range<usize>) -> Option<EntityId> {
    let noun = reading.word(phrase.end.checked_sub(1)?);
    if phrase.len() == 2 && reading.reads(phrase.start, "the") && matches!(noun, "statement" | "release") {
        return behind_statement(reading, phrase.start);
    }
    by_noun(reading, phrase)
}

/// The body that "the company" stands for; "the company that owns the ferry" says itself which.
fn by_noun(reading: &Reading<'_>, phrase: &Range<usize>) -> Option<EntityId> {
    let described = ["that", "which", "of", "whose"].iter().any(|word| reading.reads(phrase.end, word));
    let article = phrase.len() == 2 && reading.reads(phrase.start, "the") && !described;
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

/// "It said": the body or country with which the sentence or one shortly before begins, by its name or as "the company", or
/// which says something there: things that are no bodies say nothing.
pub(super) fn it(reading: &Reading<'_>, token: usize) -> Option<EntityId> {
    // "it is safe to say" is nobody
    let be = ["is", "was", "'s", "’s"].iter().any(|form| reading.reads(token + 1, form));
    let idle = be && !reading.word(token + 2).ends_with("ing");
    if !reading.reads(token, "its") && (!reading.reads(token, "it") || idle) {
        return None;
    }
    let sentence = reading.sentence_of(token);
    if token > sentence.start
        && let Some(found) = beginning(reading, sentence.start..token)
    {
        return Some(found);
    }
    let mut start = sentence.start;
    for back in 0..SENTENCES {
        let before = reading.sentence_of(start.checked_sub(1)?);
        if before.is_empty() {
            return None;
        }
        // what somebody is quoted with is about something else
        if reading.kind(before.start) != TokenKind::Quote {
            let found = beginning(reading, before.clone()).or_else(|| saying(reading, before.clone()));
            let place = |id: EntityId| reading.entity(id).is_some_and(|entity| entity.kind == EntityKind::Place);
            if let Some(found) = found.filter(|&id| back == 0 || !place(id)) {
                return Some(found);
            }
        }
        start = before.start;
    }
    None
}

/// "The statement said": whoever begins the last sentence in which one was made.
fn behind_statement(reading: &Reading<'_>, the: usize) -> Option<EntityId> {
    let mut start = reading.sentence_of(the).start;
    for _ in 0..SENTENCES {
        let before = reading.sentence_of(start.checked_sub(1)?);
        if before.is_empty() {
            return None;
        }
        let made = |token: usize| {
            ["statement", "release"].iter().any(|word| reading.reads(token, word)) && !reading.reads(token - 1, "the")
        };
        if before.clone().skip(1).any(made) {
            let subject = reading.opening_subject(before.start, before.end)?;
            return only_name(reading, &subject).or_else(|| by_noun(reading, &subject));
        }
        start = before.start;
    }
    None
}

/// The body with which a sentence begins.
fn beginning(reading: &Reading<'_>, part: Range<usize>) -> Option<EntityId> {
    let subject = reading.opening_subject(part.start, part.end)?;
    if let Some(body) = described(reading, &subject) {
        return Some(body);
    }
    only_name(reading, &subject).filter(|&id| is_body(reading, id, true))
}

/// The entity of a phrase that is a name and its article.
fn only_name(reading: &Reading<'_>, phrase: &Range<usize>) -> Option<EntityId> {
    let first = phrase.start + usize::from(reading.is(phrase.start, WordClass::DETERMINER));
    reading.name(first).filter(|at| at.first == first && at.end == phrase.end).map(|at| at.entity)
}

/// The body that stands beside a word of saying: "the Harbour Authority said", "said the Harbour Authority".
fn saying(reading: &Reading<'_>, part: Range<usize>) -> Option<EntityId> {
    let from = reading.mentions.partition_point(|at| at.first < part.start);
    let here = reading.mentions[from..].iter().take(REACH).take_while(|at| at.first < part.end);
    let said = |at: &&MentionAt| {
        let before = at.first.saturating_sub(1);
        let before = before - usize::from(before > part.start && reading.is(before, WordClass::DETERMINER));
        reading.name(at.first).is_some()
            && is_body(reading, at.entity, true)
            && (at.end < part.end && reading.entry(at.end) != 0 || before >= part.start && reads_said(reading, before))
    };
    here.into_iter().find(said).map(|at| at.entity)
}

fn reads_said(reading: &Reading<'_>, token: usize) -> bool {
    ["said", "says", "announced", "reported", "added"].iter().any(|word| reading.reads(token, word))
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
    follows || ["told", "to", "tells", "telling", "with", "by", "(", "["].iter().any(|word| reading.reads(before, word))
}
