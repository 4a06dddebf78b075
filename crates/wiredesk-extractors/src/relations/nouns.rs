//! Relations that a noun states: "Anna Brill, founder of the Tarn Trust", "his wife, Anna", "Tarn Group's subsidiary
//! Harbour Bank", "its acquisition of Harbour Bank". Called by [`super`] at every noun of the list.

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, RelationKind, TokenKind};

use super::{
    super::clause::WordClass,
    Statement,
    ends::Ends,
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
    if noun.kind == RelationKind::PartOf && matches!(reading.word(end), "company" | "companies" | "firm" | "group") {
        end += 1;
    }
    if ends.is_possessive(end) {
        return;
    }
    let start = phrase_start(ends, token, sentence.start);
    let strict = noun.strict();
    let owner = owner(ends, start, token, sentence.start, &strict);
    if let Some(link) = link(ends, end, sentence.end, noun) {
        let (others, after) = ends.names_after(link + 1, sentence.end, noun.other);
        if !others.is_empty() {
            let bearers = bearers_of_linked(ends, start, after, &sentence, noun);
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
    let (bearers, after) = bearers_of_owned(ends, start, end, &sentence, &strict);
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
        let inside = reading.kind(token) == TokenKind::Word && reading.name(token).is_none()
            || matches!(reading.word(token), "," | "/" | "&" | "(" | ")");
        if !inside || reading.is(token, WordClass::AUXILIARY.or(WordClass::SUBORDINATOR)) {
            return None;
        }
    }
    None
}

/// The first token of the phrase whose head is at `token`: up to its determiner, possessive or name before it.
fn phrase_start(ends: &Ends<'_, '_>, token: usize, least: usize) -> usize {
    let reading = ends.reading;
    let mut start = token;
    for _ in 0..QUALIFIERS {
        let Some(before) = start.checked_sub(1).filter(|&before| before >= least) else { break };
        if reading.name(before).is_some() || ends.is_possessive(before) {
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

/// How far before a name the noun for it may stand: "their two sons Ole".
const KIN: usize = 4;

/// The noun of the list at a token.
fn noun_at(ends: &Ends<'_, '_>, token: usize) -> Option<Noun> {
    match ends.triggers.get(ends.reading.entry(token)) {
        Some(Trigger::Noun(noun)) => Some(noun),
        _ => None,
    }
}

/// Who the noun's other end is, if it stands before the noun: "his wife", "Brill's founder", "Tarn founder".
fn owner(ends: &Ends<'_, '_>, start: usize, token: usize, least: usize, noun: &Noun) -> Vec<EntityId> {
    let (reading, sort) = (ends.reading, noun.other);
    if start < token && reading.is(start, WordClass::POSSESSIVE) {
        return ends.possessor(start, least, sort);
    }
    let Some(before) = start.checked_sub(1).filter(|&before| before >= least) else { return Vec::new() };
    if ends.is_possessive(before) {
        return ends.possessor(before, least, sort);
    }
    let bare = start == token || !reading.is(start, WordClass::DETERMINER);
    if bare && sort != Sort::Person {
        return ends.mention_before(start, least, sort).map(|at| at.entity).into_iter().collect();
    }
    if ["have", "has", "had"].iter().any(|have| reading.reads(before, have)) && noun.kind == RelationKind::ChildOf {
        return ends.acting_subject(before, noun.other);
    }
    // "Tom Hale and wife Anna", "lives with wife Anna"
    if bare && start == token && sort == Sort::Person && !reading.is_capital(token) {
        if ends.is_and(before) || reading.word(before) == "," {
            let Some(at) = ends.mention_before(before, least, sort) else { return Vec::new() };
            // "their son Ole and daughter Anna"
            let kin = (least..at.first).rev().take(KIN).find_map(|token| Some((token, noun_at(ends, token)?)));
            return match kin {
                Some((token, kin)) if kin.bearer == Sort::Person && kin.other == Sort::Person => {
                    let start = phrase_start(ends, token, least);
                    if start < token || kin.many { owner(ends, start, token, least, &kin) } else { Vec::new() }
                }
                _ if ends.is_and(before) && noun.kind == RelationKind::Spouse => vec![at.entity],
                _ => Vec::new(),
            };
        }
        if reading.reads(before, "with") {
            return ends.clause_subject(before, least, sort);
        }
    }
    Vec::new()
}

/// Who bears a noun with an "of": in apposition before, as a subject of "is", or after it.
fn bearers_of_linked(
    ends: &Ends<'_, '_>,
    start: usize,
    after: usize,
    sentence: &Range<usize>,
    noun: &Noun,
) -> Vec<EntityId> {
    let reading = ends.reading;
    let least = sentence.start;
    // "is one of the founders of"
    let one_of = start >= least + 2 && reading.reads(start - 1, "of") && reading.reads(start - 2, "one");
    let start = if one_of { start - 2 } else { start };
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
        }
        if ends.is_be(last)
            || reading.reads(last, "as")
            || ["became", "becomes", "remains", "remained", "become", "elected"]
                .iter()
                .any(|verb| reading.reads(last, verb))
        {
            let opens = reading.reads(last, "as")
                && (last == least || reading.word(least).ends_with("ed") || reading.reads(least, "born"));
            let found = if opens {
                ends.subject_after_comma(after, noun.bearer)
            } else {
                subject_of_copula(ends, last, least, noun.bearer)
            };
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
        if ends.is_and(last) || reading.word(last) == "," {
            let found = ends.through_list(last, least, noun.bearer);
            if !found.is_empty() {
                return found;
            }
        }
    }
    // "the founder of the Tarn Trust, Anna Brill," "founder of Tarn Anna Brill"
    let next = after + usize::from(matches!(reading.word(after), "," | ":"));
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

/// The subject of "is", "became" or "served as" at `verb`.
fn subject_of_copula(ends: &Ends<'_, '_>, verb: usize, least: usize, sort: Sort) -> Vec<EntityId> {
    let reading = ends.reading;
    let mut at = verb;
    if reading.word(verb) == "as" || reading.word(verb) == "elected" {
        // "has served as", "is known as"
        at = at.saturating_sub(1).max(least);
        if reading.name(at).is_some() || reading.kind(at) != TokenKind::Word {
            return Vec::new();
        }
    }
    ends.subject(at, sort)
}

/// Who bears a noun with a possessive: after it, in apposition before, or as a subject of "is".
fn bearers_of_owned(
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
    if ["named", "called", "the", "late", "including"].iter().any(|word| reading.reads(from, word)) {
        from += 1;
    }
    if let Some(at) = ends.name_after(from, sentence.end, noun.bearer) {
        let gap = at.first - from;
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
    } else {
        start
    };
    let Some(last) = phrase.checked_sub(1).filter(|&last| last >= least) else { return (Vec::new(), end) };
    if matches!(reading.word(last), "," | "(") {
        let before = ends.mention_before(last, least, noun.bearer);
        let closes = end >= sentence.end || reading.kind(end) == TokenKind::Punctuation || reading.word(end) == "and";
        return (before.filter(|_| closes).map(|at| at.entity).into_iter().collect(), end);
    }
    if ends.is_be(last) {
        return (ends.subject(last, noun.bearer), end);
    }
    (Vec::new(), end)
}

/// Where the owner before the clitic at `clitic` begins.
fn owner_start(ends: &Ends<'_, '_>, clitic: usize, least: usize) -> usize {
    let at = clitic.checked_sub(1).and_then(|token| ends.reading.mention(token));
    at.map_or(clitic, |at| at.first).max(least)
}

/// "Tarn Group's acquisition of Harbour Bank", "his marriage to Anna Brill".
pub(super) fn deed(ends: &Ends<'_, '_>, token: usize, kind: RelationKind, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    let (sort, object, rule) = if kind == RelationKind::Spouse {
        (Sort::Person, Sort::Person, "marriage-to")
    } else {
        (Sort::Owner, Sort::Firm, "acquisition-of")
    };
    if !matches!(reading.word(token + 1), "of" | "to" | "with") {
        return;
    }
    let start = phrase_start(ends, token, sentence.start);
    let owner = owner(ends, start, token, sentence.start, &Noun::deed(kind, sort));
    let (others, end) = ends.names_after(token + 2, sentence.end, object);
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
    let Some(last) = start.checked_sub(1).filter(|&last| last >= sentence.start) else { return };
    let states = ends.is_be(last) || reading.word(last) == ",";
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
