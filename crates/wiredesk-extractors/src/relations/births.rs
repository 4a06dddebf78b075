//! Where persons were born: "was born on 3 May 1950 in Tarn, Norway", "(born 1950 in Tarn)", "Born in Tarn, she …",
//! "Tarn-born", "a native of Tarn"; and to whom: "born to Tom Hale and Anna Brill". Called by [`super`].

use wiredesk_core::annotation::{EntityId, EntityKind, MentionForm, RelationKind, TokenKind};

use super::{
    super::clause::WordClass,
    Statement,
    ends::Ends,
    seats::{address, is_where, place_of},
    triggers::{Sort, Word},
    verbs::pair,
};

/// How far after "born" its place may stand: "born on Thursday, the 3rd of May, 1950, in".
const REACH: usize = 14;

/// Reads "born" at `token`.
pub(super) fn born(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    let bracket = open_bracket(ends, token, sentence.start);
    let (mut places, mut end) = birthplace(ends, token, sentence.end, bracket.is_some());
    // "Oslo, where she was born"
    let least = sentence.start.max(token.saturating_sub(REACH / 3));
    if places.is_empty()
        && let Some(place) = (least..token).find(|&at| reading.reads(at, "where"))
    {
        places = ends.antecedent(place, sentence.start, Sort::Place, 2);
    }
    let parents = parents(ends, token, sentence.end);
    if places.is_empty() && parents.0.is_empty() {
        return;
    }
    let person = match bracket {
        Some(open) => bracketed(ends, open, sentence.start),
        None if token == sentence.start => opened(ends, end.max(token + 1)),
        None => ends.subject(token, Sort::Person),
    };
    let Some(&person) = person.first() else { return };
    end = end.max(token + 1);
    pair(RelationKind::BornIn, true, &[person], &places, (token..end, "born-in"), found);
    pair(RelationKind::ChildOf, true, &[person], &parents.0, (token..parents.1.max(end), "born-to"), found);
}

/// "Born in Tarn, Anna Brill left", "Born in Tarn she left".
fn opened(ends: &Ends<'_, '_>, from: usize) -> Vec<EntityId> {
    let next = ends.reading.mention(from).filter(|at| ends.fits(at, Sort::Person) && at.first == from);
    next.map_or_else(|| ends.subject_after_comma(from, Sort::Person), |at| vec![at.entity])
}

/// "Anna Brill is originally from Tarn", "Originally from Tarn, Anna Brill".
pub(super) fn origin(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    if !reading.reads(token + 1, "from") {
        return;
    }
    let (places, end) = address(ends, token + 2, sentence.end);
    if places.is_empty() {
        return;
    }
    let persons = if token == sentence.start {
        opened(ends, end)
    } else if ends.is_be(token - 1) || reading.word(token - 1) == "," {
        ends.subject(token, Sort::Person)
    } else {
        Vec::new()
    };
    pair(RelationKind::BornIn, true, &persons, &places, (token..end, "originally-from"), found);
}

/// "Anna Brill gave birth to Ida Vik".
pub(super) fn gave_birth(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    let Some(verb) = token.checked_sub(1).filter(|&verb| verb >= sentence.start) else { return };
    let gives = matches!(reading.word(verb), "gave" | "gives" | "given" | "giving");
    if !gives || !reading.reads(token + 1, "to") {
        return;
    }
    let (mut children, mut end) = ends.names_after(token + 2, sentence.end, Sort::Person);
    // "gave birth to a son, Ole Vik"
    if children.is_empty()
        && let Some(at) = ends.described_after(token + 2, sentence.end, Sort::Person)
    {
        (children, end) = ends.names_after(at.first, sentence.end, Sort::Person);
    }
    let mothers = if children.is_empty() { Vec::new() } else { ends.acting_subject(verb, Sort::Person) };
    pair(RelationKind::ChildOf, false, &mothers, &children, (verb..end, "gave-birth"), found);
}

/// Reads the brackets behind names that hold two dates with their places: "Anna Brill (3 May 1950, Oslo – 4 June 2020,
/// Bergen)". Called once per document.
pub(super) fn life_spans(ends: &Ends<'_, '_>, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    for at in &reading.mentions {
        if at.mention.form != MentionForm::Name || reading.word(at.end) != "(" || !ends.fits(at, Sort::Person) {
            continue;
        }
        let close = ends.past_bracket(at.end, reading.sentence_of(at.first).end);
        let dash = (at.end..close).find(|&token| reading.is_dash(token));
        let Some(dash) = dash.filter(|&dash| dated(ends, dash + 1)) else { continue };
        let place = (at.end + 1..dash).find(|&token| reading.name(token).is_some_and(|at| ends.fits(at, Sort::Place)));
        let Some(place) = place.filter(|&place| (at.end + 1..place).any(|token| is_year(reading.word(token)))) else {
            continue;
        };
        let told = (at.end + 1..dash).any(|token| ends.is_word(token, Word::Born));
        let behind = reading.word(place - 1) == "," || is_where(ends, place - 1);
        let (places, end) = address(ends, place, dash);
        if !told && behind && end == dash {
            pair(RelationKind::BornIn, true, &[at.entity], &places, (at.first..end, "life-span"), found);
        }
    }
}

/// Four digits.
fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
}

/// The bracket in which a token stands, if it does.
fn open_bracket(ends: &Ends<'_, '_>, token: usize, least: usize) -> Option<usize> {
    let mut closed = 0_u32;
    for at in (least..token).rev().take(40) {
        match ends.reading.word(at) {
            ")" | "]" => closed += 1,
            "(" | "[" if closed == 0 => return Some(at),
            "(" | "[" => closed -= 1,
            _ => {}
        }
    }
    None
}

/// The person before a bracket, other brackets passed over; else the first one inside it.
fn bracketed(ends: &Ends<'_, '_>, open: usize, least: usize) -> Vec<EntityId> {
    // "Anna Brill (Norwegian: …) (born"
    let end = ends.before_bracket(ends.before_bracket(open, least), least);
    ends.mention_before(end, least, Sort::Person).map(|at| at.entity).into_iter().collect()
}

/// The places after "born", past the date.
fn birthplace(ends: &Ends<'_, '_>, token: usize, most: usize, bracket: bool) -> (Vec<EntityId>, usize) {
    let reading = ends.reading;
    let most = most.min(token + 1 + 3 * REACH);
    let mut at = token + 1;
    // "born and raised in"
    if ends.is_and(at) {
        at += 2;
    }
    while at < most.min(token + 1 + REACH) {
        if is_where(ends, at) && !dated(ends, at + 1) {
            let (places, end) = address(ends, at + 1, most);
            if !places.is_empty() {
                return (places, end);
            }
        } else if let Some(name) = reading.name(at) {
            let place = reading.entity(name.entity).is_some_and(|entity| entity.kind == EntityKind::Place);
            if place && (bracket || at == token + 1 || reading.word(at - 1) == ",") {
                return address(ends, at, most);
            }
            // "born Anna Marie Brill in Tarn"
            if reading.is_person(name.entity) {
                at = name.end;
                continue;
            }
        }
        if reading.is(at, WordClass::AUXILIARY.or(WordClass::SUBORDINATOR).or(WordClass::SUBJECT))
            && !is_where(ends, at)
            && reading.word(at) != "May"
            || matches!(reading.word(at), ")" | ";")
        {
            break;
        }
        at += 1;
    }
    (Vec::new(), token)
}

/// Whether a date stands at `token`: "in 1950", "on 3 May", "in the spring of".
fn dated(ends: &Ends<'_, '_>, token: usize) -> bool {
    let reading = ends.reading;
    reading.kind(token) == TokenKind::Number || reading.is(token, WordClass::DAY) || reading.word(token) == "May"
}

/// "born to Tom Hale and Anna Brill".
fn parents(ends: &Ends<'_, '_>, token: usize, most: usize) -> (Vec<EntityId>, usize) {
    let reading = ends.reading;
    let to = (token + 1..most.min(token + 1 + REACH)).find(|&at| reading.reads(at, "to"));
    match to {
        Some(to) => ends.names_after(to + 1, most, Sort::Person),
        None => (Vec::new(), token),
    }
}

/// "Tarn-born singer Anna Brill", "Anna Brill, a Tarn-born singer".
pub(super) fn compound(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    let Some(place) = place_of(ends, token, sentence.start) else { return };
    let words = (token..token + 1, "place-born");
    if let Some(at) = ends.name_after(token + 1, sentence.end, Sort::Person) {
        return pair(RelationKind::BornIn, true, &[at.entity], &[place], words, found);
    }
    let start = ends.phrase_before(reading.mention(token).map_or(token, |at| at.first), sentence.start);
    let persons = apposed(ends, start, sentence.start, false);
    pair(RelationKind::BornIn, true, &persons, &[place], words, found);
}

/// "a native of Tarn", "a Tarn native".
pub(super) fn native(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    // "his native Norway", "Brill's native city of Oslo"
    if let Some(whose) = token.checked_sub(1).filter(|&whose| whose >= sentence.start)
        && (ends.is_possessive(whose) || reading.is(whose, WordClass::POSSESSIVE))
    {
        let next = token + 1;
        let city = reading.kind(next) == TokenKind::Word && reading.reads(next + 1, "of");
        let at = if city && reading.name(next).is_none() { next + 2 } else { next };
        let place = reading.name(at).filter(|place| place.first == at && ends.fits(place, Sort::Place));
        if let Some(place) = place {
            let persons = ends.possessor(whose, sentence.start, Sort::Person);
            let words = (token..place.end, "his-native");
            return pair(RelationKind::BornIn, true, &persons, &[place.entity], words, found);
        }
    }
    // "a native Oklahoman from Tulsa"
    let next = token + 1;
    let people = reading.is_capital(next) && reading.reads(next + 1, "from") && reading.word(token) == "native";
    let (places, end, start) = if people {
        let (places, end) = address(ends, next + 2, sentence.end);
        (places, end, token)
    } else if matches!(reading.word(token + 1), "of" | "from" | "to") {
        let (places, end) = address(ends, token + 2, sentence.end);
        (places, end, token)
    } else {
        let Some(at) = ends.mention_before(token, sentence.start, Sort::Place) else { return };
        (vec![at.entity], token + 1, at.first)
    };
    let many = reading.reads(token, "natives");
    let mut start = ends.phrase_before(start, sentence.start);
    // "Anna Brill and Tom Hale, both natives of"
    let both = start > sentence.start && reading.reads(start - 1, "both");
    start -= usize::from(both);
    let mut persons = apposed(ends, start, sentence.start, many);
    if persons.is_empty() {
        // "A Tarn native, Anna Brill", "the Tarn native Anna Brill"
        let next = end + usize::from(reading.word(end) == ",");
        let after = ends.name_after(next, sentence.end, Sort::Person);
        persons = match after {
            Some(at) if many => ends.names_after(at.first, sentence.end, Sort::Person).0,
            Some(at) => vec![at.entity],
            None if token <= sentence.start + 3 => ends.subject_after_comma(end, Sort::Person),
            None => reading
                .mention(next)
                .filter(|at| ends.fits(at, Sort::Person) && reading.is(next, WordClass::SUBJECT))
                .map(|at| at.entity)
                .into_iter()
                .collect(),
        };
    }
    pair(RelationKind::BornIn, true, &persons, &places, (token..end.max(token + 1), "native"), found);
}

/// Whom a phrase that starts at `start` is said of: "Anna Brill, a …", "Anna Brill is a …".
fn apposed(ends: &Ends<'_, '_>, start: usize, least: usize, many: bool) -> Vec<EntityId> {
    let reading = ends.reading;
    let Some(last) = start.checked_sub(1).filter(|&last| last >= least) else { return Vec::new() };
    if many && reading.word(last) == "," {
        return ends.names_before(last, least, Sort::Person);
    }
    if matches!(reading.word(last), "," | "(") {
        return ends.mention_before(last, least, Sort::Person).map(|at| at.entity).into_iter().collect();
    }
    if ends.is_be(last) { ends.subject(last, Sort::Person) } else { Vec::new() }
}
