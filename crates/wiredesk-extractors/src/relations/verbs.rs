//! Relations that a verb states: "Anna Brill founded the Tarn Trust", "Harbour Bank, bought by Tarn Group in 2010",
//! "a firm that she co-founded", "took over from Tom Hale". Called by [`super`] at every verb of the list.

use wiredesk_core::annotation::{EntityId, MentionForm, RelationKind, TokenKind};

use super::{
    super::clause::WordClass,
    Statement,
    ends::Ends,
    triggers::{Form, Sort, Verb},
};

/// How far after a participle its "by" may stand.
const BY: usize = 10;
/// How far after a verb its preposition may stand: "worked as an engineer for".
const LINK: usize = 7;

/// Reads the verb at `token`.
pub(super) fn read(ends: &Ends<'_, '_>, token: usize, verb: &Verb, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    if is_unreal(ends, token, sentence.start) {
        return;
    }
    let participle = matches!(verb.form, Form::Ed | Form::Participle);
    let be = has_be(ends, token, sentence.start);
    let by = if participle { agent_word(ends, token + 1, sentence.end) } else { None };
    let (actors, patients, end, rule);
    if verb.kind == RelationKind::Spouse && participle && (be || reading.reads(token + 1, "to")) {
        // "is married to", "was married in 1999 to"
        let to = (token + 1..sentence.end.min(token + BY)).find(|&token| reading.reads(token, "to"));
        let Some(to) = to else { return };
        (patients, end) = ends.names_after(to + 1, sentence.end, verb.patient);
        (actors, rule) = (ends.subject(token, verb.actor), "verb-passive");
    } else if let (true, Some(by)) = (verb.is_direct(), by) {
        (actors, end) = ends.names_after(by + 1, sentence.end, verb.actor);
        (patients, rule) = (ends.subject(token, verb.patient), "verb-passive");
    } else if participle && be || verb.form == Form::Participle && !has_have(ends, token, sentence.start) {
        return;
    } else {
        (patients, end, rule) = objects(ends, token, verb);
        actors = if patients.is_empty() {
            Vec::new()
        } else if rule == "verb-relative" {
            ends.names_before(before_adverbs(ends, token, sentence.start), sentence.start, verb.actor)
        } else {
            ends.subject(token, verb.actor)
        };
    }
    let one = matches!(verb.kind, RelationKind::Succeeds | RelationKind::Spouse);
    let patients = if one { &patients[..patients.len().min(1)] } else { &patients };
    pair(verb.kind, verb.is_subject, &actors, patients, (token..end.max(token + 1), rule), found);
}

/// The objects of an active verb.
fn objects(ends: &Ends<'_, '_>, token: usize, verb: &Verb) -> (Vec<EntityId>, usize, &'static str) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    if !verb.is_direct() {
        let most = sentence.end.min(token + LINK);
        let link = (token + 1..most)
            .take_while(|&token| {
                reading.kind(token) == TokenKind::Word
                    && (!reading.is(token, WordClass::PREPOSITION.or(WordClass::JOINING)) || reading.reads(token, "as"))
                    || verb.links(reading.word(token))
            })
            .find(|&token| verb.links(reading.word(token)));
        let (names, end) =
            link.map_or((Vec::new(), token), |link| ends.names_after(link + 1, sentence.end, verb.patient));
        return (names, end, "verb-link");
    }
    let mut from = token + 1;
    while reading.is(from, WordClass::ADVERB) && reading.name(from).is_none() {
        from += 1;
    }
    let (names, end) = ends.names_after(from, sentence.end, verb.patient);
    if !names.is_empty() {
        return (names, end, "verb");
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

/// "took over from Tom Hale as head of the Tarn Trust", "takes over as head of the Tarn Trust from Tom Hale".
pub(super) fn takeover(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    if !reading.reads(token + 1, "over") || is_unreal(ends, token, sentence.start) {
        return;
    }
    let from = (token + 2..sentence.end.min(token + 18)).filter(|&token| reading.reads(token, "from"));
    for from in from {
        if let Some(old) = ends.name_after(from + 1, sentence.end, Sort::Person) {
            let new = ends.subject(token, Sort::Person);
            pair(RelationKind::Succeeds, true, &new, &[old.entity], (token..old.end, "take-over"), found);
            return;
        }
    }
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

/// Whether the verb is negated or only may be true.
fn is_unreal(ends: &Ends<'_, '_>, token: usize, least: usize) -> bool {
    let reading = ends.reading;
    for at in (least..token).rev().take(4) {
        if reading.name(at).is_some() {
            return false;
        }
        if reading.is(at, WordClass::NEGATION)
            || matches!(reading.word(at), "would" | "could" | "may" | "might" | "should" | "if" | "denied")
        {
            return true;
        }
        let class = reading.class(at);
        if !class.is(WordClass::AUXILIARY.or(WordClass::ADVERB)) && reading.word(at) != "to" {
            return false;
        }
    }
    false
}

/// The auxiliaries and adverbs before a verb, nearest first.
fn auxiliaries<'e>(ends: &'e Ends<'_, '_>, token: usize, least: usize) -> impl Iterator<Item = usize> + 'e {
    let reading = ends.reading;
    (least..token).rev().take(5).take_while(move |&at| {
        reading.name(at).is_none()
            && (reading.is(at, WordClass::AUXILIARY.or(WordClass::ADVERB)) || reading.word(at).ends_with("ly"))
    })
}

fn has_be(ends: &Ends<'_, '_>, token: usize, least: usize) -> bool {
    let direct = auxiliaries(ends, token, least).any(|at| ends.is_be(at));
    // "was founded and funded by"
    let joined =
        token > least + 2 && ends.is_and(token - 1) && auxiliaries(ends, token - 2, least).any(|at| ends.is_be(at));
    direct || joined
}

fn has_have(ends: &Ends<'_, '_>, token: usize, least: usize) -> bool {
    auxiliaries(ends, token, least).any(|at| ["has", "have", "had"].iter().any(|form| ends.reading.reads(at, form)))
}

/// The end of the subject before a verb, adverbs and auxiliaries left out.
fn before_adverbs(ends: &Ends<'_, '_>, token: usize, least: usize) -> usize {
    auxiliaries(ends, token, least).last().unwrap_or(token)
}

/// The "by" of a participle: dates and places may stand between.
fn agent_word(ends: &Ends<'_, '_>, from: usize, most: usize) -> Option<usize> {
    let reading = ends.reading;
    for token in from..most.min(from + BY) {
        if reading.reads(token, "by") {
            return Some(token);
        }
        let name = reading.mention(token).is_some_and(|at| at.mention.form == MentionForm::Name);
        let passed = name
            || reading.kind(token) == TokenKind::Number
            || matches!(reading.word(token), "," | "(" | ")" | "of" | "year")
            || reading.is(token, WordClass::DAY.or(WordClass::DETERMINER).or(WordClass::ADVERB))
            || matches!(reading.word(token), "in" | "on" | "at" | "early" | "late" | "and" | "jointly" | "solely")
            || ends.reading.word(token).ends_with("ed");
        if !passed {
            return None;
        }
    }
    None
}
