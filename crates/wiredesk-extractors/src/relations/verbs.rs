//! Relations that a verb states: "Anna Brill founded the Tarn Trust", "Harbour Bank, bought by Tarn Group in 2010",
//! "a firm that she co-founded", "took over from Tom Hale". Called by [`super`] at every verb of the list.

use wiredesk_core::annotation::{EntityId, RelationKind, TokenKind};

use super::{
    super::clause::WordClass,
    Statement,
    auxiliaries::{BY, agent_word, before_adverbs, gets, has_be, has_have, is_carried_out, is_unreal},
    ends::Ends,
    posts,
    triggers::{Form, Sort, Verb, Word},
};

/// How far before a verb its "where" may stand.
const WHERE: usize = 4;
/// How far before "was married" its "to whom" may stand.
const WHOM: usize = 5;
/// How far after a husband or wife the next one may stand: "first to Anna, whom he divorced in 1971, then to Ida".
const LATER: usize = 16;
/// How far after a verb its preposition may stand: "worked as an engineer for".
const LINK: usize = 10;

/// Those whom a body has, behind its name and "'s".
const STAFF: [&str; 7] = ["staff", "faculty", "board", "team", "ranks", "roster", "squad"];

/// Participles of what is done to bodies and never to persons, so that what looks like a person's name is none.
const BODIES_ONLY: [&str; 4] = ["established", "formed", "launched", "started"];

/// Words for offices, in whose company "replaces" tells of a successor.
const OFFICES: [&str; 26] = [
    "as",
    "president",
    "chairman",
    "chairwoman",
    "chief",
    "executive",
    "minister",
    "director",
    "leader",
    "head",
    "secretary",
    "governor",
    "mayor",
    "ceo",
    "manager",
    "coach",
    "editor",
    "officer",
    "commander",
    "ambassador",
    "judge",
    "senator",
    "post",
    "office",
    "role",
    "job",
];

/// Reads the verb at `token`.
pub(super) fn read(ends: &Ends<'_, '_>, token: usize, verb: &Verb, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    if is_unreal(ends, token, sentence.start) {
        return;
    }
    // "has found" is another verb
    let helps = token > sentence.start && matches!(reading.word(token - 1), "helped" | "helps" | "help" | "helping");
    let told = helps || token > sentence.start && reading.reads(token - 1, "to");
    if verb.form == Form::Base && reading.reads(token, "found") && !told {
        return;
    }
    if verb.form == Form::Base && !helps && !is_carried_out(ends, token, sentence.start) {
        return;
    }
    let participle = matches!(verb.form, Form::Ed | Form::Participle);
    let gets = verb.kind == RelationKind::Spouse && gets(ends, token, sentence.start);
    let be = has_be(ends, token, sentence.start) || gets;
    let replaces = verb.kind == RelationKind::Succeeds && reading.word(token).starts_with("repl");
    // a substitute on the field succeeds nobody
    if replaces && !sentence.clone().any(|at| OFFICES.iter().any(|word| reading.reads(at, word))) {
        return;
    }
    // "founded the Tarn Trust, bought by": what follows at once is the object
    let object = !be && reading.name(token + 1).is_some();
    let by = if participle && !object { agent_word(ends, token + 1, sentence.end) } else { None };
    let by = by.or_else(|| {
        let with = (token + 1..sentence.end.min(token + 4)).find(|&at| reading.reads(at, "with"));
        with.filter(|_| replaces && be)
    });
    let (mut actors, patients, end, rule);
    if verb.kind == RelationKind::Spouse && participle && (be || reading.reads(token + 1, "to")) {
        // "is married to", "was married in 1999 to"
        let to = (token + 1..sentence.end.min(token + BY)).find(|&token| {
            reading.reads(token, "to") || reading.reads(token, "from") && reading.word(token - 1) == "divorced"
        });
        let Some(to) = to else {
            // "Anna Brill, to whom he was married"
            let whom = (sentence.start..token).rev().take(WHOM).find(|&at| reading.reads(at, "whom"));
            if let Some(whom) = whom.filter(|&whom| whom > sentence.start && be && reading.reads(whom - 1, "to")) {
                let others = ends.antecedent(whom - 1, sentence.start, verb.patient, 2);
                let one = ends.subject(token, verb.actor);
                return pair(verb.kind, true, &one, &others, (token..token + 1, "verb-relative"), found);
            }
            // "Anna Brill and Tom Hale were married in 1990"
            if be && let [one, other] = ends.subject(token - usize::from(gets), verb.actor)[..] {
                pair(verb.kind, true, &[one], &[other], (token..token + 1, "verb-couple"), found);
            }
            return;
        };
        (patients, end) = ends.names_after(to + 1, sentence.end, verb.patient);
        (actors, rule) = (ends.subject(token - usize::from(gets), verb.actor), "verb-passive");
        // "was married first to Anna Brill and then to Ida Vik"
        let then = (end..sentence.end.min(end + LATER)).find(|&at| {
            reading.reads(at, "to")
                && ["then", "secondly", "second", "later", "finally"].iter().any(|word| reading.reads(at - 1, word))
        });
        if let Some(then) = then.filter(|_| !patients.is_empty()) {
            let (later, end) = ends.names_after(then + 1, sentence.end, verb.patient);
            pair(verb.kind, true, &actors, &later[..later.len().min(1)], (token..end, rule), found);
        }
    } else if let (true, Some(by)) = (verb.is_direct(), by) {
        (actors, end) = agents(ends, by + 1, sentence.end, verb.actor);
        let mut found = ends.passive_subject(token, verb.patient);
        if found.is_empty() && BODIES_ONLY.contains(&reading.word(token)) && !actors.is_empty() {
            found = ends.passive_subject(token, Sort::Person);
        }
        (patients, rule) = (found, "verb-passive");
    } else if let (true, Some(by)) = (be && reading.reads(token, "signed"), by) {
        // "was signed by Tarn United"
        let (teams, end) = ends.names_after(by + 1, sentence.end, Sort::Org);
        let players = if teams.is_empty() { Vec::new() } else { ends.subject(token, verb.actor) };
        return pair(verb.kind, true, &players, &teams, (token..end, "verb-passive"), found);
    } else if participle && be || verb.form == Form::Participle && !has_have(ends, token, sentence.start) {
        return;
    } else {
        (patients, end, rule) = objects(ends, token, verb);
        if patients.is_empty() && verb.kind == RelationKind::Spouse && couple_acts(ends, token, sentence.end) {
            // "Anna Brill and Tom Hale married in 1990"
            if let [one, other] = ends.acting_subject(token, verb.actor)[..] {
                pair(verb.kind, true, &[one], &[other], (token..token + 1, "verb-couple"), found);
            }
            return;
        }
        actors = if patients.is_empty() {
            Vec::new()
        } else if rule == "verb-relative" {
            ends.names_before(before_adverbs(ends, token, sentence.start), sentence.start, verb.actor)
        } else if verb.form == Form::Ing && is_governed(ends, token, verb, sentence.start) {
            let before = ends.clause_subject(token - 1, sentence.start, verb.actor);
            if before.is_empty() { ends.subject_after_comma(end, verb.actor) } else { before }
        } else if verb.form == Form::Ing && leads_in(ends, token, sentence.start) {
            ends.subject_after_comma(end, verb.actor)
        } else {
            ends.acting_subject(token - usize::from(helps), verb.actor)
        };
    }
    // "Harbour Bank belongs to Quay Group"
    if actors.is_empty() && !patients.is_empty() && reading.word(token).starts_with("belong") {
        let parts = ends.acting_subject(token, Sort::Org);
        return pair(RelationKind::PartOf, true, &parts, &patients, (token..end.max(token + 1), rule), found);
    }
    if verb.kind == RelationKind::Founded && !patients.is_empty() && matches!(rule, "verb" | "verb-relative") {
        actors.extend(partners(ends, end, sentence.end));
    }
    let one = matches!(verb.kind, RelationKind::Succeeds | RelationKind::Spouse);
    let patients = if one { &patients[..patients.len().min(1)] } else { &patients };
    pair(verb.kind, verb.is_subject, &actors, patients, (token..end.max(token + 1), rule), found);
}

/// Whether a name that ends at `end` is no part of a longer phrase: "left Quay Group last week", but not "left the Quay
/// Group offices".
fn is_whole(ends: &Ends<'_, '_>, end: usize) -> bool {
    let reading = ends.reading;
    reading.kind(end) != TokenKind::Word && !ends.is_possessive(end)
        || reading.class(end) != WordClass::default()
        || matches!(reading.word(end), "last" | "next" | "early" | "late" | "amid")
        || reading.word(end).ends_with("ed")
        || ends.is_word(end, Word::Body)
}

/// Whether nothing but a time or a place follows: "married in 1990", "divorced.".
fn couple_acts(ends: &Ends<'_, '_>, token: usize, most: usize) -> bool {
    let reading = ends.reading;
    let next = token + 1;
    next >= most
        || matches!(reading.word(next), "." | "," | ";" | "in" | "on" | "at" | "after" | "before" | "when" | "and")
        || reading.is(next, WordClass::DAY.or(WordClass::ADVERB))
        || reading.kind(next) == TokenKind::Number
}

/// Whether an -ing form goes with a preposition in the midst of a clause: "is known for founding".
fn is_governed(ends: &Ends<'_, '_>, token: usize, verb: &Verb, least: usize) -> bool {
    const GOVERNORS: [&str; 9] = ["for", "with", "by", "of", "after", "before", "since", "while", "when"];
    if token <= least + 2 {
        return false;
    }
    // "had no interest in running"
    let word = ends.reading.word(token - 1);
    GOVERNORS.contains(&word) || verb.kind == RelationKind::Founded && word == "in"
}

/// Who acts in a passive: "by Anna Brill and Tom Hale", "by a lawyer, Anna Brill".
fn agents(ends: &Ends<'_, '_>, from: usize, most: usize, sort: Sort) -> (Vec<EntityId>, usize) {
    let found = ends.names_after(from, most, sort);
    if !found.0.is_empty() {
        return found;
    }
    let described = ends.described_after(from, most, sort);
    let from = described.map_or_else(|| ends.past_including(from, most), |at| at.first);
    ends.names_after(from, most, sort)
}

/// Whether an -ing form opens its sentence: "Before joining Harbour Bank, Anna Brill …".
fn leads_in(ends: &Ends<'_, '_>, token: usize, least: usize) -> bool {
    token - least <= 3
        && token > least
        && (least..token).all(|at| {
            ends.reading.mention(at).is_none()
                && (ends.reading.is(at, WordClass::PREPOSITION.or(WordClass::SUBORDINATOR).or(WordClass::ADVERB))
                    || matches!(ends.reading.word(at), "Prior" | "Upon" | "Since"))
        })
}

/// The objects of an active verb.
fn objects(ends: &Ends<'_, '_>, token: usize, verb: &Verb) -> (Vec<EntityId>, usize, &'static str) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    if !verb.is_direct() {
        let most = sentence.end.min(token + LINK);
        // "moved to Quay Group", but not "moved the money to"
        let most = if verb.patient == Sort::Org && verb.links("to") { most.min(token + 3) } else { most };
        let mut links = (token + 1..most)
            .take_while(|&token| {
                matches!(reading.kind(token), TokenKind::Word | TokenKind::Number)
                    && (!reading.is(token, WordClass::PREPOSITION.or(WordClass::JOINING)) || reading.reads(token, "as"))
                    || verb.links(reading.word(token))
                    // "moved on to"
                    || reading.reads(token, "on") && reading.reads(token + 1, "to")
            })
            .filter(|&token| verb.links(reading.word(token)));
        // "worked for ten years at the Tarn Trust"
        let (names, end) = links
            .find_map(|link| {
                let strict = verb.patient == Sort::Org || reading.reads(link, "in");
                if verb.kind == RelationKind::MemberOf && matches!(verb.patient, Sort::Team | Sort::Firm | Sort::Org) {
                    let word = if strict { "in" } else { reading.word(link) };
                    let bodies = posts::bodies(ends, link + 1, sentence.end, word);
                    if strict || !bodies.0.is_empty() {
                        return Some(bodies).filter(|bodies| !bodies.0.is_empty());
                    }
                }
                let from = ends.past_board(link + 1, sentence.end);
                let found = ends.names_after(from, sentence.end, verb.patient);
                (!found.0.is_empty()).then_some(found)
            })
            .unwrap_or((Vec::new(), token));
        // "Tarn University, where she taught"
        let least = sentence.start.max(token.saturating_sub(WHERE));
        if names.is_empty()
            && verb.kind == RelationKind::MemberOf
            && verb.links("at")
            && let Some(place) = (least..token).find(|&at| reading.reads(at, "where"))
        {
            return (ends.antecedent(place, sentence.start, Sort::Org, 2), token + 1, "verb-where");
        }
        return (names, end, "verb-link");
    }
    let mut from = token + 1;
    // "married, secondly, Anna Brill"
    let comma = reading.word(from) == "," && reading.word(from + 1).ends_with("ly") && reading.word(from + 2) == ",";
    if comma {
        from += 3;
    }
    while (reading.is(from, WordClass::ADVERB) || reading.word(from).ends_with("ly")) && reading.name(from).is_none() {
        from += 1;
    }
    // "joined the faculty of the University of Tarn"
    if verb.kind == RelationKind::MemberOf {
        from = ends.past_board(from, sentence.end);
    }
    let (mut names, mut end) = ends.objects_after(from, sentence.end, verb.patient);
    // "formed her company, Tarn", "married her manager, Tom Hale"
    if names.is_empty()
        && matches!(verb.kind, RelationKind::Founded | RelationKind::Spouse)
        && let sort = if verb.kind == RelationKind::Founded { Sort::Body } else { verb.patient }
        && let Some(at) = ends.described_after(from, sentence.end, sort)
    {
        (names, end) = (vec![at.entity], at.end);
    }
    if verb.patient == Sort::Org && !is_whole(ends, end) {
        names.clear();
    }
    // "joined the Tarn Trust's staff"
    if names.is_empty() && verb.kind == RelationKind::MemberOf {
        let the = usize::from(reading.is(from, WordClass::DETERMINER));
        let body = reading.name(from + the).filter(|at| ends.is_possessive(at.end) && ends.fits(at, Sort::Org));
        let body = body.filter(|at| STAFF.iter().any(|staff| reading.reads(at.end + 1, staff)));
        if let Some(at) = body {
            return (vec![at.entity], at.end + 2, "verb");
        }
    }
    // "founded the company"
    if names.is_empty()
        && verb.kind == RelationKind::Founded
        && let Some((body, end)) = ends.topic_after(from, sentence.end, verb.patient)
    {
        return (vec![body], end, "verb");
    }
    if !names.is_empty() {
        return (names, end, "verb");
    }
    // "founded and led the Tarn Trust", "founded and is chairman of the Tarn Trust"
    let and = from + usize::from(reading.word(from) == ",");
    if matches!(verb.kind, RelationKind::Founded | RelationKind::PartOf) && ends.is_and(and) {
        let path = (and + 1..sentence.end.min(and + BY)).take_while(|&token| {
            (reading.kind(token) == TokenKind::Word || reading.word(token) == ",")
                && !reading.is(token, WordClass::SUBJECT.or(WordClass::SUBORDINATOR))
        });
        let sort = if verb.kind == RelationKind::Founded { Sort::Thing } else { verb.patient };
        let name = path.filter_map(|token| reading.name(token)).find(|at| ends.fits(at, sort));
        if let Some(at) = name {
            return (vec![at.entity], at.end, "verb");
        }
    }
    // "the Tarn Trust, which she founded in 1986", "a firm she co-founded"
    let ends_clause = reading.kind(from) != TokenKind::Word
        || reading.is(from, WordClass::PREPOSITION.or(WordClass::JOINING).or(WordClass::SUBORDINATOR));
    let subject = before_adverbs(ends, token, sentence.start);
    let Some(at) = ends.mention_before(subject, sentence.start, verb.actor).filter(|_| ends_clause) else {
        return (Vec::new(), token, "verb");
    };
    let Some(last) = at.first.checked_sub(1).filter(|&last| last > sentence.start) else {
        return (Vec::new(), token, "verb");
    };
    let relative = matches!(reading.word(last), "which" | "that" | "whom");
    let names = if relative {
        ends.antecedent(last, sentence.start, verb.patient, 2)
    } else if reading.kind(last) == TokenKind::Word || reading.name(last).is_some() {
        ends.phrase_ending(last + 1, sentence.start, verb.patient, 2)
    } else {
        Vec::new()
    };
    (names, token + 1, "verb-relative")
}

/// "founded the Tarn Trust in 1950 together with Tom Hale and Ole Vik".
fn partners(ends: &Ends<'_, '_>, from: usize, most: usize) -> Vec<EntityId> {
    let reading = ends.reading;
    let with = (from..most.min(from + BY)).find(|&token| reading.reads(token, "with"));
    let Some(with) = with else { return Vec::new() };
    let plain = (from..with).all(|token| {
        reading.kind(token) == TokenKind::Number
            || reading.is(token, WordClass::PREPOSITION.or(WordClass::DAY).or(WordClass::ADVERB))
            || reading.name(token).is_some()
            || matches!(reading.word(token), "," | "(" | ")" | "together" | "along" | "jointly")
    });
    if plain { ends.names_after(with + 1, most, Sort::Person).0 } else { Vec::new() }
}

/// Adds every pair of an actor and a patient.
pub(super) fn pair(
    kind: RelationKind,
    is_subject: bool,
    actors: &[EntityId],
    patients: &[EntityId],
    (words, rule): (std::ops::Range<usize>, &'static str),
    found: &mut Vec<Statement>,
) {
    for &actor in actors {
        for &patient in patients {
            let (subject, object) = if is_subject { (actor, patient) } else { (patient, actor) };
            found.push(Statement { kind, subject, object, words: words.clone(), rule });
        }
    }
}
