//! Who the other end of a noun is where it stands before the noun: "his wife", "Brill's founder", "Tarn founder", "has
//! two sons". Called by [`super::nouns`].

use wiredesk_core::annotation::{EntityId, Gender, MentionForm, RelationKind};

use super::{
    super::clause::WordClass,
    Statement,
    ends::Ends,
    nouns::phrase_start,
    triggers::{Noun, Trigger},
};

/// How far before a name the noun for it may stand: "their two sons Ole".
const KIN: usize = 4;

/// The noun of the list at a token.
fn noun_at(ends: &Ends<'_, '_>, token: usize) -> Option<Noun> {
    match ends.triggers.get(ends.reading.entry(token)) {
        Some(Trigger::Noun(noun)) => Some(noun),
        _ => None,
    }
}

/// Words before relatives who are counted: "a daughter", "two sons".
fn is_count(word: &str) -> bool {
    matches!(word, "a" | "an" | "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight")
}

/// Whether a person may be meant by "his" or "her".
fn agrees(ends: &Ends<'_, '_>, person: EntityId, his: bool) -> bool {
    let gender = ends.reading.entity(person).and_then(|entity| entity.facts.gender);
    gender.is_none_or(|gender| (gender == Gender::Masculine) == his)
}

/// Who the noun's other end is, if it stands before the noun: "his wife", "Brill's founder", "Tarn founder".
pub(super) fn owner(
    ends: &Ends<'_, '_>,
    start: usize,
    token: usize,
    least: usize,
    noun: &Noun,
    found: &[Statement],
) -> Vec<EntityId> {
    let (reading, sort) = (ends.reading, noun.other);
    // "the banker Tom Hale and his wife": whose it is stands before the "and"
    if start < token
        && sort.is_personal()
        && start > least
        && reading.is(start, WordClass::POSSESSIVE)
        && (ends.is_and(start - 1) || reading.reads(start - 1, "with"))
    {
        let close = start - 1 - usize::from(start > least + 1 && reading.word(start - 2) == ",");
        let his = reading.reads(start, "his");
        if let Some(at) = ends.addressed_before(close, least, sort)
            && (his || reading.reads(start, "her"))
            && at.mention.form == MentionForm::Name
            && agrees(ends, at.entity, his)
        {
            return vec![at.entity];
        }
    }
    if start < token && reading.is(start, WordClass::POSSESSIVE) {
        return ends.possessor(start, least, sort);
    }
    let Some(before) = start.checked_sub(1).filter(|&before| before >= least) else { return Vec::new() };
    if ends.is_possessive(before) {
        return ends.possessor(before, least, sort);
    }
    let bare = start == token || !reading.is(start, WordClass::DETERMINER);
    if bare && !sort.is_personal() {
        return ends.mention_before(start, least, sort).map(|at| at.entity).into_iter().collect();
    }
    let had = matches!(noun.kind, RelationKind::ChildOf | RelationKind::PartOf);
    if had && ["have", "has", "had"].iter().any(|have| reading.reads(before, have)) {
        // "they had" is said of the couple, which the caller knows
        if before > least && reading.reads(before - 1, "they") {
            return Vec::new();
        }
        let mut had = ends.acting_subject(before, noun.other);
        // "Tom Hale and his wife, Anna, had two sons"
        if let (Some(wedding), [one]) = (found.last().filter(|last| last.kind == RelationKind::Spouse), &had[..])
            && (wedding.words.end..=wedding.words.end + 1).contains(&before)
        {
            let other = if wedding.subject == *one { wedding.object } else { wedding.subject };
            had.push(other);
        }
        return had;
    }
    // "Tom Hale and wife Anna", "lives with wife Anna"
    let counted = start + 1 == token && is_count(reading.word(start)) && ends.is_and(before);
    if (bare && start == token || counted) && sort.is_personal() && !reading.is_capital(token) {
        if ends.is_and(before) || reading.word(before) == "," {
            // "with his wife, Anna, and two sons"
            let close = before - usize::from(before > least && reading.word(before - 1) == ",");
            let Some(at) = ends.mention_before(close, least, sort) else { return Vec::new() };
            // "their son Ole and daughter Anna"
            let kin = (least..at.first).rev().take(KIN).find_map(|token| Some((token, noun_at(ends, token)?)));
            return match kin {
                Some((token, kin)) if kin.bearer.is_personal() && kin.other.is_personal() => {
                    let start = phrase_start(ends, token, least);
                    if start < token || kin.many { owner(ends, start, token, least, &kin, found) } else { Vec::new() }
                }
                _ if ends.is_and(before) && (noun.kind == RelationKind::Spouse || noun.is_subject) => vec![at.entity],
                _ => Vec::new(),
            };
        }
        if reading.reads(before, "with") {
            return ends.clause_subject(before, least, sort);
        }
    }
    Vec::new()
}
