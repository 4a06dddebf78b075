//! Who bears a noun: in apposition before it, as the subject of "is", or named after it. Called by [`super::nouns`] and
//! [`super::posts`].

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, RelationKind, TokenKind};

use super::{
    super::clause::WordClass,
    auxiliaries::has_be,
    ends::Ends,
    nouns::phrase_start,
    posts::is_title,
    triggers::{Noun, Sort},
};

/// Who bears a noun with an "of": in apposition before, as a subject of "is", or after it.
pub(super) fn bearers_of_linked(
    ends: &Ends<'_, '_>,
    start: usize,
    after: usize,
    sentence: &Range<usize>,
    noun: &Noun,
) -> Vec<EntityId> {
    let reading = ends.reading;
    let least = sentence.start;
    // "is one of the founders of"
    let one_of =
        start >= least + 2 && reading.reads(start - 1, "of") && ONE.iter().any(|one| reading.reads(start - 2, one));
    let mut start = if one_of { phrase_start(ends, start - 2, least) } else { start };
    // "is also one of", "(also the founder of)", "itself a unit of"
    while start > least
        && reading.name(start - 1).is_none()
        && (reading.is(start - 1, WordClass::ADVERB)
            || matches!(reading.word(start - 1), "currently" | "itself" | "himself" | "herself"))
    {
        start -= 1;
    }
    let start = start;
    if let Some(last) = start.checked_sub(1).filter(|&last| last >= least) {
        let mut end = last;
        if matches!(reading.word(last), "," | "(" | "-" | "–" | "—" | "--") {
            // "Anna Brill, 57, a founder"
            if end >= least + 2 && reading.kind(end - 1) == TokenKind::Number && reading.word(end - 2) == "," {
                end -= 2;
            }
            let found = ends.names_before(end, least, noun.bearer);
            if let Some(&first) = found.first() {
                return if noun.many { found } else { vec![first] };
            }
            if let Some(at) = ends.addressed_before(end, least, noun.bearer) {
                return vec![at.entity];
            }
        }
        if ends.is_be(last)
            || reading.reads(last, "as")
            || ["became", "becomes", "remains", "remained", "become", "becoming", "elected"]
                .iter()
                .any(|verb| reading.reads(last, verb))
            || matches!(reading.word(last), "appointed" | "named" | "made" | "hired") && has_be(ends, last, least)
        {
            let opens = reading.reads(last, "as")
                && (last == least || reading.word(least).ends_with("ed") || reading.reads(least, "born"));
            let mut found = if opens { ends.subject_after_comma(after, noun.bearer) } else { Vec::new() };
            if found.is_empty() {
                found = subject_of_copula(ends, last, least, noun.bearer);
            }
            if !found.is_empty() {
                return found;
            }
        }
        if let Some(at) = ends.mention_before(start, least, noun.bearer)
            && start < after
            && !reading.is_capital(start)
        {
            return vec![at.entity];
        }
        // "Hale, the trust's chairman and a founder of Tarn"
        let born = noun.kind == RelationKind::ChildOf && reading.name(last).is_some();
        if ends.is_and(last) || reading.word(last) == "," || born {
            let found = ends.through_list(last, least, noun.bearer);
            if !found.is_empty() {
                return found;
            }
        }
    }
    // "the founder of the Tarn Trust, Anna Brill," "founder of Tarn Anna Brill"
    let next = after + usize::from(matches!(reading.word(after), "," | ":") || ends.is_be(after));
    if start <= least + 1
        && let Some(at) = reading.mention(next).filter(|at| ends.fits(at, noun.bearer))
        && reading.is(next, WordClass::SUBJECT)
    {
        return vec![at.entity];
    }
    let (found, last) = ends.names_after(next, sentence.end, noun.bearer);
    let first = ends.name_after(next, sentence.end, noun.bearer);
    let close = first.is_some_and(|at| at.first <= next + 3);
    let alone = last >= sentence.end || !reading.is(last, WordClass::JOINING);
    if close && alone && (noun.many || found.len() == 1) { found } else { Vec::new() }
}

/// Words for one of several: "one of the founders of", "the third of four sons of".
const ONE: [&str; 11] =
    ["one", "first", "second", "third", "fourth", "fifth", "sixth", "youngest", "eldest", "oldest", "last"];

/// How far before "as" its verb may stand.
const AS: usize = 9;

/// Verbs for holding or getting a post, before "as".
fn is_serving(word: &str) -> bool {
    const VERBS: [&str; 24] = [
        "served",
        "serves",
        "serving",
        "serve",
        "worked",
        "works",
        "working",
        "work",
        "acted",
        "acts",
        "acting",
        "appointed",
        "named",
        "elected",
        "hired",
        "employed",
        "promoted",
        "continued",
        "continues",
        "began",
        "joined",
        "retired",
        "returned",
        "taught",
    ];
    VERBS.contains(&word)
}

/// The subject of "is", "became" or "served as" at `verb`.
fn subject_of_copula(ends: &Ends<'_, '_>, verb: usize, least: usize, sort: Sort) -> Vec<EntityId> {
    let reading = ends.reading;
    let mut at = verb;
    if reading.word(verb) == "as" || reading.word(verb) == "elected" {
        // "has served as", "is known as"
        at = at.saturating_sub(1).max(least);
        // "served for ten years as": the verb is further ahead, and the person between them is whom it is said of
        if reading.word(verb) == "as" && sort.is_personal() {
            let path = (least..verb).rev().take(AS);
            for token in path {
                if let Some(name) = reading.name(token).filter(|name| ends.fits(name, sort)) {
                    return vec![name.entity];
                }
                if is_serving(reading.word(token)) {
                    let begins = token > least && matches!(reading.word(token - 1), "began" | "started" | "continued");
                    return ends.subject(token - usize::from(begins), sort);
                }
            }
            return ends.clause_subject(verb, least, sort);
        }
        // "was founded in 1990 as a subsidiary of"
        if reading.word(verb) == "as" {
            let passed = |token: usize| {
                reading.kind(token) == TokenKind::Number
                    || reading.is(token, WordClass::PREPOSITION.or(WordClass::DAY))
                    || reading.name(token).is_some_and(|name| ends.fits(name, Sort::Place))
            };
            let most = at.saturating_sub(AS).max(least);
            while at > most && passed(at) {
                at -= 1;
            }
        }
        if reading.name(at).is_some() || reading.kind(at) != TokenKind::Word {
            return Vec::new();
        }
    }
    ends.subject(at, sort)
}

/// Who bears a noun with a possessive: after it, in apposition before, or as a subject of "is".
pub(super) fn bearers_of_owned(
    ends: &Ends<'_, '_>,
    start: usize,
    end: usize,
    sentence: &Range<usize>,
    noun: &Noun,
) -> (Vec<EntityId>, usize) {
    let reading = ends.reading;
    let mut from = end;
    if from < sentence.end
        && (matches!(reading.word(from), "," | ":" | "-" | "–" | "—" | "--" | "(" | ";") || ends.is_be(from))
    {
        from += 1;
    }
    // "founder and chief executive Anna Brill"
    if noun.bearer.is_personal() && (ends.is_and(from) || reading.word(from) == "/") && is_title(ends, from + 1) {
        from += 1;
        while from < sentence.end && reading.name(from).is_none() && is_title(ends, from) {
            from += 1;
        }
    }
    // "a subsidiary in Norway called"
    if reading.reads(from, "in")
        && let Some(place) = reading.name(from + 1)
        && ["called", "named"].iter().any(|word| reading.reads(place.end, word))
    {
        from = place.end;
    }
    let led = ["named", "called", "the", "late", "including"].iter().any(|word| reading.reads(from, word));
    if led && reading.name(from).is_none() {
        from += 1;
    }
    if let Some(at) = ends.name_after(from, sentence.end, noun.bearer) {
        let gap = at.first.saturating_sub(from);
        let titled = (from..at.first).all(|token| {
            reading.mention(token).is_some()
                || reading.is_capital(token)
                || reading.is(token, WordClass::SPEAKER.or(WordClass::DETERMINER).or(WordClass::JOINING))
                || matches!(reading.kind(token), TokenKind::Punctuation | TokenKind::Quote)
                || reading.class(token) == WordClass::default()
                    && !reading.word(token).ends_with("ed")
                    && !reading.word(token).ends_with("ing")
        });
        if gap <= 4 && titled {
            let (names, last) = ends.names_after(from, sentence.end, noun.bearer);
            return if noun.many { (names, last) } else { (vec![at.entity], at.end) };
        }
    }
    // "Anna Brill, his wife", "Anna Brill is his wife"
    let least = sentence.start;
    let phrase = if end > start && start > least && ends.is_possessive(start - 1) {
        owner_start(ends, start - 1, least)
    } else if let Some(owner) = start.checked_sub(1).and_then(|last| reading.name(last)).filter(|at| at.end == start) {
        // "Harbour Bank, a Quay Group subsidiary,"
        ends.phrase_before(owner.first, least)
    } else {
        start
    };
    let Some(mut last) = phrase.checked_sub(1).filter(|&last| last >= least) else { return (Vec::new(), end) };
    // "is the Quay Group's subsidiary"
    if phrase < start && last > least && reading.is(last, WordClass::DETERMINER) {
        last -= 1;
    }
    // "one of Quay Group's founders"
    let one_of = last > least + 1 && reading.reads(last, "of") && ONE.iter().any(|one| reading.reads(last - 1, one));
    let last = if one_of { last - 2 } else { last };
    if matches!(reading.word(last), "," | "(") {
        let before = ends.mention_before(last, least, noun.bearer);
        let closes = end >= sentence.end || reading.kind(end) == TokenKind::Punctuation || reading.word(end) == "and";
        return (before.filter(|_| closes).map(|at| at.entity).into_iter().collect(), end);
    }
    if ends.is_be(last) || reading.reads(last, "as") {
        return (subject_of_copula(ends, last, least, noun.bearer), end);
    }
    (Vec::new(), end)
}

/// Where the owner before the clitic at `clitic` begins.
fn owner_start(ends: &Ends<'_, '_>, clitic: usize, least: usize) -> usize {
    let at = clitic.checked_sub(1).and_then(|token| ends.reading.mention(token));
    at.map_or(clitic, |at| at.first).max(least)
}
