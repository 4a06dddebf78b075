//! Relations that a noun states: "Anna Brill, founder of the Tarn Trust", "his wife, Anna", "Tarn Group's subsidiary
//! Harbour Bank", "its acquisition of Harbour Bank". Called by [`super`] at every noun of the list.

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, EntityKind, RelationKind, TokenKind};

use super::{
    super::clause::WordClass,
    Statement,
    bearers::{bearers_of_linked, bearers_of_owned},
    ends::Ends,
    owners::owner,
    triggers::{Noun, Sort, Trigger, Word},
    verbs::pair,
};

/// How many words may stand between a noun and its "of": "founder and chief executive officer of".
const TITLES: usize = 8;
/// How many words may qualify the noun: "his second wife", "a wholly owned subsidiary".
const QUALIFIERS: usize = 7;

/// Reads the noun at `token`.
pub(super) fn read(ends: &Ends<'_, '_>, token: usize, noun: &Noun, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    let mut end = token + 1;
    // "a holding company", but not "holding shares"
    if reading.reads(token, "holding") && !reading.reads(end, "company") {
        return;
    }
    if noun.kind == RelationKind::PartOf && matches!(reading.word(end), "company" | "companies" | "firm" | "group") {
        end += 1;
    }
    if ends.is_possessive(end) {
        return;
    }
    let start = phrase_start(ends, token, sentence.start);
    let strict = noun.strict();
    let owner = owner(ends, start, token, sentence.start, &strict, found);
    if let Some(link) = link(ends, end, sentence.end, noun) {
        let mut from = link + 1;
        if noun.kind == RelationKind::MemberOf {
            from = ends.past_including(ends.past_board(from, sentence.end), sentence.end);
        }
        let (mut others, mut after) = ends.objects_after(from, sentence.end, noun.other);
        // "the father of two children, Ole Vik and Ida Vik"
        if others.is_empty()
            && noun.kind == RelationKind::ChildOf
            && let Some(at) = ends.described_after(from, sentence.end, noun.other)
        {
            (others, after) = ends.names_after(at.first, sentence.end, noun.other);
        }
        // "the founder of the company"
        if others.is_empty()
            && !noun.other.is_personal()
            && let Some((body, end)) = ends.topic_after(from, sentence.end, noun.other)
        {
            (others, after) = (vec![body], end);
        }
        if !others.is_empty() {
            let mut bearers = Vec::new();
            if let Some(likely) = noun.bearer.likely() {
                bearers = bearers_of_linked(ends, start, after, &sentence, &noun.with_bearer(likely));
            }
            if bearers.is_empty() {
                bearers = bearers_of_linked(ends, start, after, &sentence, noun);
            }
            pair(noun.kind, noun.is_subject, &bearers, &others, (start..after, "noun-of"), found);
        }
        return;
    }
    let owner = if owner.is_empty() && noun.kind == RelationKind::ChildOf && noun.is_subject {
        couple(ends, start, &sentence, found)
    } else {
        owner
    };
    if owner.is_empty() {
        return;
    }
    let (mut bearers, mut after) = (Vec::new(), end);
    if let Some(likely) = strict.bearer.likely() {
        (bearers, after) = bearers_of_owned(ends, start, end, &sentence, &strict.with_bearer(likely));
    }
    if bearers.is_empty() {
        (bearers, after) = bearers_of_owned(ends, start, end, &sentence, &strict);
    }
    let bearers: Vec<EntityId> = bearers.into_iter().filter(|bearer| !owner.contains(bearer)).collect();
    pair(noun.kind, noun.is_subject, &bearers, &owner, (start..after.max(end), "noun-owned"), found);
}

/// Whom "their" and "they have" stand for where a wedding was told just before.
fn couple(ends: &Ends<'_, '_>, start: usize, sentence: &Range<usize>, found: &[Statement]) -> Vec<EntityId> {
    let reading = ends.reading;
    let they = start >= sentence.start + 2 && reading.reads(start - 2, "they");
    if !reading.reads(start, "their") && !they {
        return Vec::new();
    }
    let least = reading.sentence_of(sentence.start.saturating_sub(1)).start.min(sentence.start);
    let wedding = found.last().filter(|last| last.kind == RelationKind::Spouse && last.words.start >= least);
    wedding.map(|wedding| vec![wedding.subject, wedding.object]).unwrap_or_default()
}

/// The preposition that ties a noun to the other end: "founder of", "founder and president of".
fn link(ends: &Ends<'_, '_>, end: usize, most: usize, noun: &Noun) -> Option<usize> {
    let reading = ends.reading;
    if noun.links(reading.word(end)) {
        return Some(end);
    }
    // "daughter and heir of"
    let heir = ends.is_and(end) && noun.bearer.is_personal() && reading.class(end + 1) == WordClass::default();
    if heir && reading.name(end + 1).is_none() && end + 2 < most && noun.links(reading.word(end + 2)) {
        return Some(end + 2);
    }
    let goes_on = ends.is_and(end) || matches!(reading.word(end), "," | "/" | "(");
    if !goes_on
        || noun.bearer != Sort::Person
        || noun.kind == RelationKind::ChildOf
        || noun.kind == RelationKind::Spouse
    {
        return None;
    }
    for token in end..most.min(end + TITLES) {
        if noun.links(reading.word(token)) || matches!(reading.word(token), "of" | "at") {
            return (token > end + 1).then_some(token);
        }
        let inside = reading.kind(token) == TokenKind::Word
            && reading.name(token).is_none_or(|name| ends.is_titled(name))
            || matches!(reading.word(token), "," | "/" | "&" | "(" | ")");
        if !inside || reading.is(token, WordClass::AUXILIARY.or(WordClass::SUBORDINATOR)) {
            return None;
        }
    }
    None
}

/// The first token of the phrase whose head is at `token`: up to its determiner, possessive or name before it.
pub(super) fn phrase_start(ends: &Ends<'_, '_>, token: usize, least: usize) -> usize {
    let reading = ends.reading;
    let mut start = token;
    for _ in 0..QUALIFIERS {
        let Some(before) = start.checked_sub(1).filter(|&before| before >= least) else { break };
        // "a U.S. subsidiary", "an Israeli-American professor"
        if let Some(name) = reading.name(before)
            && reading.entity(name.entity).is_some_and(|it| matches!(it.kind, EntityKind::Place | EntityKind::Group))
            && name.first > least
            && matches!(reading.word(name.first - 1), "a" | "an")
        {
            start = name.first - 1;
            break;
        }
        if reading.name(before).is_some() || ends.is_possessive(before) {
            break;
        }
        if matches!(reading.word(before), "became" | "becomes" | "become" | "remains" | "remained") {
            break;
        }
        let class = reading.class(before);
        if class.is(WordClass::DETERMINER.or(WordClass::POSSESSIVE)) {
            start = before;
            if class.is(WordClass::POSSESSIVE) || matches!(reading.word(before), "a" | "an" | "the" | "The" | "A") {
                break;
            }
            continue;
        }
        let word = reading.word(before);
        let joined = (ends.is_and(before) || matches!(word, "," | "/"))
            && before > least
            && (reading.entry(before - 1) != 0 || TITLE_WORDS.iter().any(|title| reading.reads(before - 1, title)));
        let owned = reading.reads(before, "and") && before > least && reading.word(before - 1).ends_with("ed");
        let inside = owned
            || matches!(reading.kind(before), TokenKind::Number | TokenKind::Symbol)
            || reading.kind(before) == TokenKind::Word
                && (class == WordClass::default() || class.is(WordClass::SPEAKER.or(WordClass::ADVERB)))
                && !matches!(ends.triggers.get(reading.entry(before)), Some(Trigger::Verb(verb)) if verb.is_direct() && !word.ends_with("ed"));
        if !inside && !joined {
            break;
        }
        start = before;
    }
    start
}

/// Titles that share an "of" with the noun after them: "chairman and founder of".
const TITLE_WORDS: [&str; 10] =
    ["chairman", "ceo", "president", "director", "owner", "executive", "leader", "officer", "chief", "head"];

/// "Tarn Group's acquisition of Harbour Bank", "his marriage to Anna Brill".
pub(super) fn deed(ends: &Ends<'_, '_>, token: usize, kind: RelationKind, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    let (sort, object, rule) = if kind == RelationKind::Spouse {
        (Sort::Person, Sort::Person, "marriage-to")
    } else {
        (Sort::Owner, Sort::Firm, "acquisition-of")
    };
    // "her first marriage was to"
    let link = token + 1 + usize::from(ends.is_be(token + 1));
    if !matches!(reading.word(link), "of" | "to" | "with") {
        return;
    }
    let start = phrase_start(ends, token, sentence.start);
    let owner = owner(ends, start, token, sentence.start, &Noun::deed(kind, sort), found);
    let (others, end) = ends.names_after(link + 1, sentence.end, object);
    let first = &others[..others.len().min(1)];
    pair(kind, true, &owner, first, (start..end, rule), found);
}

/// "Harbour Bank, part of Tarn Group", "Harbour Bank is part of Tarn Group".
pub(super) fn part(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    if !reading.reads(token + 1, "of") {
        return;
    }
    let Some(whole) = ends.name_after(token + 2, sentence.end, Sort::Firm) else { return };
    let noun = Noun::of_bodies(RelationKind::PartOf);
    let start = phrase_start(ends, token, sentence.start);
    let own = start > sentence.start && reading.reads(start - 1, "itself");
    let start = start - usize::from(own);
    let Some(last) = start.checked_sub(1).filter(|&last| last >= sentence.start) else { return };
    let becomes = matches!(reading.word(last), "became" | "becomes" | "forms" | "remains" | "remained");
    let states = ends.is_be(last) || matches!(reading.word(last), "," | "(") || becomes;
    if states && !ends.is_word(token, Word::Body) {
        let parts = bearers_of_linked(ends, start, whole.end, &sentence, &noun);
        pair(RelationKind::PartOf, true, &parts, &[whole.entity], (start..whole.end, "part-of"), found);
    }
}

/// "a founding member of the Tarn Trust": the noun after "founding" bears the relation.
pub(super) fn founding(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    let most = sentence.end.min(token + TITLES);
    let of = (token + 1..most).find(|&token| matches!(reading.word(token), "of" | "at"));
    let Some(of) = of.filter(|&of| of > token + 1 && (token + 1..of).all(|token| reading.mention(token).is_none()))
    else {
        // "founding Tarn Trust in 1950"
        if let Some(verb) = ends.triggers.founding() {
            super::verbs::read(ends, token, &verb, found);
        }
        return;
    };
    let (others, after) = ends.names_after(of + 1, sentence.end, Sort::Thing);
    if others.is_empty() {
        return;
    }
    let noun = Noun::deed(RelationKind::Founded, Sort::Person);
    let start = phrase_start(ends, token, sentence.start);
    let founders = bearers_of_linked(ends, start, after, &sentence, &noun);
    pair(RelationKind::Founded, true, &founders, &others, (start..after, "founding"), found);
}
