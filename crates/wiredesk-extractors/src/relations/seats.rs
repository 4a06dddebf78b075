//! Where organizations sit: "Tarn Group, based in Oslo", "the Oslo-based Tarn Group", "its headquarters in Oslo".
//! Called by [`super`] at the words for it and at hyphenated words.

use wiredesk_core::annotation::{Entity, EntityId, EntityKind, RelationKind, TokenKind};

use super::{
    super::clause::WordClass,
    Statement, births,
    ends::Ends,
    triggers::{Sort, Word},
    verbs::pair,
};

/// How many places are read in a row: "Oslo, Norway, and now in Bergen, Norway".
const ADDRESS: usize = 8;
/// How far after a preposition its place may stand: "in the old harbour district of Tarn".
const PLACE: usize = 9;

/// "based in", "is headquartered in".
pub(super) fn seated(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    let mut link = token + 1;
    while reading.is(link, WordClass::ADVERB) || reading.reads(link, "primarily") {
        link += 1;
    }
    // "based out of Oslo"
    link += usize::from(reading.reads(link, "out") && reading.reads(link + 1, "of"));
    let out_of = reading.reads(link, "of") && reading.reads(link - 1, "out");
    if !is_where(ends, link) && !out_of {
        return compound(ends, token, found);
    }
    let (places, end) = address(ends, link + 1, sentence.end);
    // only bodies are headquartered, whatever the name looks like
    let sort = if reading.reads(token, "headquartered") { Sort::Any } else { Sort::Thing };
    let mut bodies = Vec::new();
    if token == sentence.start && !places.is_empty() {
        bodies = ends.subject_after_comma(end.saturating_sub(1).max(token), Sort::Body);
    }
    if bodies.is_empty() && !places.is_empty() {
        bodies = ends.subject(token, sort);
    }
    // "Tarn is a unit of Harbour Bank based in Oslo": said of Tarn
    if let Some(at) = token.checked_sub(1).and_then(|last| reading.name(last))
        && let Some(of) = ends.governor(at.first, sentence.start)
    {
        let described = ends.copula_before(of, sentence.start, Sort::Body, 2);
        bodies = if described.is_empty() || places.is_empty() { bodies } else { described };
    }
    // "Tarn is a company based in Oslo": a body, whatever the name looks like
    if bodies.is_empty() && !places.is_empty() {
        let mut head = token;
        while head > sentence.start && (reading.word(head - 1) == "," || reading.word(head - 1).ends_with("ly")) {
            head -= 1;
        }
        if head > sentence.start && ends.is_word(head - 1, Word::Body) {
            bodies = ends.subject(token, Sort::Any);
        }
    }
    // "Founded in 1946 and headquartered in Oslo, Harbour Bank"
    let opens = token == sentence.start
        || reading.name(sentence.start).is_none() && ends.is_participle(reading.word(sentence.start));
    if bodies.is_empty() && !places.is_empty() && opens {
        bodies = ends.subject_after_comma(end.max(token), Sort::Body);
    }
    bodies.retain(|body| !places.contains(body));
    pair(RelationKind::LocatedIn, true, &bodies, &places, (token..end.max(token + 1), "based-in"), found);
}

/// "its headquarters in Oslo", "the headquarters of Tarn Group are in Oslo".
pub(super) fn head_office(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    if reading.reads(token, "office") && !(token > 0 && is_head(reading.word(token - 1))) {
        return;
    }
    let mut link = token + 1;
    let mut owner = Vec::new();
    if reading.reads(link, "of") {
        let (bodies, end) = ends.names_after(link + 1, sentence.end, Sort::Body);
        (owner, link) = (bodies, end);
    }
    while reading.is(link, WordClass::AUXILIARY.or(WordClass::ADVERB)) || reading.reads(link, "located") {
        link += 1;
    }
    let from = token.saturating_sub(5).max(sentence.start);
    // "moved its headquarters from Bergen to Oslo"
    if reading.reads(link, "from")
        && let Some(place) = reading.name(link + 1)
        && reading.reads(place.end, "to")
    {
        link = place.end;
    }
    let moves = reading.reads(link, "to") && (from..token).any(|at| is_moving(reading.word(at)));
    if !is_where(ends, link) && !moves {
        return;
    }
    let (places, end) = address(ends, link + 1, sentence.end);
    if places.is_empty() {
        return;
    }
    if owner.is_empty() {
        owner = ends.mention_before(token, sentence.start, Sort::Body).map(|at| at.entity).into_iter().collect();
    }
    if owner.is_empty() {
        let before = (sentence.start..token).rev().take(5);
        let possessive = before
            .into_iter()
            .find(|&at| ends.is_possessive(at) || reading.reads(at, "its") || reading.reads(at, "whose"));
        owner = match possessive {
            Some(whose) if reading.reads(whose, "whose") => ends.antecedent(whose, sentence.start, Sort::Body, 2),
            Some(at) => ends.possessor(at, sentence.start, Sort::Body),
            None if (token.saturating_sub(4).max(sentence.start)..token).any(|at| is_having(reading.word(at))) => {
                ends.clause_subject(token, sentence.start, Sort::Body)
            }
            None => Vec::new(),
        };
    }
    // "With headquarters in Oslo, Tarn Group"
    let leads = (sentence.start..token).all(|at| {
        reading.is(at, WordClass::PREPOSITION.or(WordClass::POSSESSIVE))
            || reading.kind(at) == TokenKind::Word && !reading.is_capital(at)
    });
    let opens = leads || token <= sentence.start + 2;
    if owner.is_empty() && opens && reading.is(sentence.start, WordClass::PREPOSITION) {
        owner = ends.subject_after_comma(end.saturating_sub(1), Sort::Body);
    }
    pair(RelationKind::LocatedIn, true, &owner, &places, (token..end, "headquarters-in"), found);
}

/// Words for the office that is the seat.
fn is_head(word: &str) -> bool {
    matches!(word, "head" | "main" | "corporate" | "registered" | "principal" | "central" | "home")
}

/// Verbs for a change of the head office, before "to".
fn is_moving(word: &str) -> bool {
    matches!(word, "moved" | "moves" | "moving" | "move" | "relocated" | "relocate" | "relocating" | "transferred")
}

/// Words between a body and its head office.
fn is_having(word: &str) -> bool {
    matches!(word, "has" | "have" | "had" | "with" | "maintains" | "keeps" | "moved" | "opened")
}

/// "the Oslo-based Tarn Group", "Oslo-born Anna Brill": a place and a participle in one word or side by side.
pub(super) fn compound(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let word = reading.word(token);
    if word.ends_with("-born") || word.ends_with("-Born") {
        return births::compound(ends, token, found);
    }
    let seated = ["based", "headquartered"].iter().any(|last| {
        word.len() >= last.len()
            && word.is_char_boundary(word.len() - last.len())
            && word[word.len() - last.len()..].eq_ignore_ascii_case(last)
    });
    if !seated || is_where(ends, token + 1) {
        return;
    }
    let sentence = reading.sentence_of(token);
    let place = place_of(ends, token, sentence.start);
    let Some(place) = place else { return };
    let bodies: Vec<EntityId> = match ends.name_after(token + 1, sentence.end, Sort::Body) {
        Some(at) => vec![at.entity],
        None => {
            // "Tarn Group, an Oslo-based maker of ships", "Tarn Group is an Oslo-based maker"
            let start = reading.mention(token).or_else(|| token.checked_sub(1).and_then(|at| reading.mention(at)));
            let start = ends.phrase_before(start.map_or(token, |at| at.first), sentence.start);
            let end = start.saturating_sub(usize::from(start > sentence.start && reading.word(start - 1) == ","));
            if start > sentence.start && ends.is_be(start - 1) {
                ends.subject(start - 1, Sort::Body)
            } else if end < start {
                ends.names_before(end, sentence.start, Sort::Body).into_iter().take(1).collect()
            } else {
                Vec::new()
            }
        }
    };
    pair(RelationKind::LocatedIn, true, &bodies, &[place], (token..token + 1, "place-based"), found);
}

/// The place inside a compound ("Oslo-based"), or before it ("Oslo, Norway-based", "Oslo based").
pub(super) fn place_of(ends: &Ends<'_, '_>, token: usize, least: usize) -> Option<EntityId> {
    let reading = ends.reading;
    let inside = reading.mention(token).filter(|at| ends.fits(at, Sort::Place));
    inside.or_else(|| ends.mention_before(token, least, Sort::Place)).map(|at| at.entity)
}

/// Whether a word at `token` says where.
pub(super) fn is_where(ends: &Ends<'_, '_>, token: usize) -> bool {
    matches!(ends.reading.word(token), "in" | "at" | "near" | "on" | "outside" | "within")
}

/// The places that follow each other from `start`: "Tarn, Norway", "the village of Ask (now part of Tarn)".
pub(super) fn address(ends: &Ends<'_, '_>, start: usize, most: usize) -> (Vec<EntityId>, usize) {
    let reading = ends.reading;
    let mut places = Vec::new();
    let mut at = start;
    let mut end = start;
    for step in 0..ADDRESS {
        // behind a comma only the next larger place, not "near Tarn"
        if step > 0 && reading.name(at).is_none() && !reading.is(at, WordClass::DETERMINER) {
            break;
        }
        let Some((place, after)) = place_after(ends, at, most, if step == 0 { PLACE } else { 2 }) else { break };
        places.push(place);
        end = after;
        at = ends.past_bracket(after, most);
        // "Oslo (Norway)"
        if at > after
            && let Some(inner) = reading.name(after + 1)
            && inner.end + 1 == at
            && ends.fits(inner, Sort::Place)
        {
            places.push(inner.entity);
        }
        // "Tarn, ME": the letters of a state may be taken for anything
        if reading.word(at) == "," && is_letters(reading.word(at + 1)) {
            let state = reading.name(at + 1).filter(|state| state.end == at + 2);
            places.extend(state.map(|state| state.entity));
            end = (at + 2).min(most);
            at = end;
        }
        // "in Oslo and Bergen", "in Oslo, later in Bergen and now in Tarn"
        if let Some(next) = next_seat(ends, at) {
            at = next;
            continue;
        }
        let comma = reading.word(at) == ",";
        let of = step == 0 && matches!(reading.word(at), "of" | "in");
        // a name that ends in its "of"
        let open = reading.word(after - 1) == "of" && at == after;
        if !comma && !of && !open {
            break;
        }
        at += usize::from(!open);
    }
    (places, end)
}

/// Where the next of several seats begins, if one follows at once.
fn next_seat(ends: &Ends<'_, '_>, start: usize) -> Option<usize> {
    let reading = ends.reading;
    let mut at = start + usize::from(reading.word(start) == ",");
    at += usize::from(ends.is_and(at));
    let joined = at > start && ends.is_and(at - 1);
    let when = matches!(reading.word(at), "later" | "then" | "now" | "formerly" | "currently");
    at += usize::from(when);
    let again = reading.reads(at, "in");
    at += usize::from(again);
    let place = reading.name(at).filter(|place| place.first == at && ends.fits(place, Sort::Place))?;
    // "in Oslo and Norway beat"
    let closed =
        !joined || again || reading.kind(place.end) == TokenKind::Punctuation || reading.name(place.end).is_some();
    ((joined || when && again) && closed && !ends.is_possessive(place.end)).then_some(at)
}

/// "Tarn is a trade union in Norway", "Tarn, a museum in Oslo".
pub(super) fn in_place(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    if !matches!(reading.word(token + 1), "in" | "from") || reading.name(token).is_some() {
        return;
    }
    let near = reading.name(token + 2).or_else(|| reading.name(token + 3));
    if !near.is_some_and(|at| ends.fits(at, Sort::Place)) {
        return;
    }
    let (places, end) = address(ends, token + 2, sentence.end);
    let start = ends.phrase_before(token, sentence.start);
    let Some(last) = start.checked_sub(1).filter(|&last| last >= sentence.start && start < token) else { return };
    let bodies: Vec<EntityId> = if ends.is_be(last) {
        ends.subject(last, Sort::Body)
    } else if matches!(reading.word(last), "," | "(") {
        ends.addressed_before(last, sentence.start, Sort::Firm).map(|at| at.entity).into_iter().collect()
    } else {
        Vec::new()
    };
    pair(RelationKind::LocatedIn, true, &bodies, &places, (token..end, "body-in"), found);
}

/// Two capital letters.
fn is_letters(word: &str) -> bool {
    word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// The first place from `start`, at most `reach` tokens away.
fn place_after(ends: &Ends<'_, '_>, start: usize, most: usize, reach: usize) -> Option<(EntityId, usize)> {
    let reading = ends.reading;
    // "at 12 Main Street, Oslo"
    let street = start > 0 && reading.word(start - 1) == "at" && reading.kind(start) == TokenKind::Number;
    let mut token = start;
    while token < most.min(start + reach) {
        if let Some(at) = reading.name(token) {
            // an unknown town is told by its preposition
            let unknown = |entity: &Entity| matches!(entity.kind, EntityKind::Other | EntityKind::Group);
            let town = token == start && reading.entity(at.entity).is_some_and(unknown);
            if ends.fits(at, Sort::Place) || town {
                return (!ends.is_possessive(at.end)).then_some((at.entity, at.end));
            }
            // "in Ask, Norway" with an unknown town
            token = at.end + usize::from(reading.word(at.end) == "," && (token == start || street));
            continue;
        }
        let passed = street && (token == start || reading.word(token) == ",")
            || reading.kind(token) == TokenKind::Word
                && (matches!(reading.word(token), "of" | "and" | "in" | "both")
                    || !reading.is(
                        token,
                        WordClass::PREPOSITION
                            .or(WordClass::JOINING)
                            .or(WordClass::SUBORDINATOR)
                            .or(WordClass::AUXILIARY)
                            .or(WordClass::SUBJECT)
                            .or(WordClass::DAY),
                    ));
        if !passed || reading.mention(token).is_some() {
            return None;
        }
        token += 1;
    }
    None
}
