//! Persons named with their body and nothing else: "Anna Brill of the Tarn Trust", "Harbour Bank's Tom Hale". Called by
//! [`super`] once per document.

use wiredesk_core::annotation::{EntityKind, MentionForm, RelationKind, TokenKind};

use super::{
    super::clause::{MentionAt, WordClass},
    Statement,
    ends::Ends,
    posts,
    triggers::Sort,
    verbs::pair,
};

/// Reads every name of a person that a preposition and an organization follow.
pub(super) fn read(ends: &Ends<'_, '_>, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    for at in &reading.mentions {
        owned(ends, at, found);
        placed(ends, at, found);
        let link = reading.word(at.end);
        if at.mention.form != MentionForm::Name || !matches!(link, "of" | "at") || !ends.fits(at, Sort::Person) {
            continue;
        }
        // "an Engagement Manager at Harbour Bank" is nobody's name
        if ends.is_titled(at) {
            continue;
        }
        let most = reading.sentence_of(at.first).end;
        let Some(body) = ends.name_after(at.end + 1, most, Sort::Firm) else { continue };
        let organization = reading.entity(body.entity).is_some_and(|entity| entity.kind == EntityKind::Organization);
        // "met Hale at the White House" tells where
        let near = (at.end + 1..body.first).all(|token| {
            link == "of" && reading.is(token, WordClass::DETERMINER)
                || reading.mention(token).is_some()
                || ends.is_possessive(token)
        });
        // "met Hale at Harbour Bank headquarters" tells where
        let venue = link == "at"
            && reading.kind(body.end) == TokenKind::Word
            && !reading.is_capital(body.end)
            && reading.class(body.end) == WordClass::default();
        if organization && near && !venue && body.mention.form == MentionForm::Name {
            // "at Oslo University and later at Harbour Bank"
            let (bodies, end) = posts::bodies(ends, at.end + 1, most, link);
            if bodies.is_empty() {
                continue;
            }
            // "Anna Brill and Tom Hale at Harbour Bank"
            let persons = ends.names_before(at.end, reading.sentence_of(at.first).start, Sort::Person);
            pair(RelationKind::MemberOf, true, &persons, &bodies, (at.first..end, "person-of-body"), found);
        }
    }
}

/// "Harbour Bank's Tom Hale": whoever a body has by name belongs to it.
fn owned(ends: &Ends<'_, '_>, at: &MentionAt, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    if at.mention.form != MentionForm::Name || !ends.is_possessive(at.end) || !ends.fits(at, Sort::Org) {
        return;
    }
    let person =
        reading.name(at.end + 1).filter(|person| person.first == at.end + 1 && ends.fits(person, Sort::Person));
    if let Some(person) = person.filter(|person| !ends.is_possessive(person.end) && !ends.is_titled(person)) {
        let words = (at.first..person.end, "body-of-person");
        pair(RelationKind::MemberOf, true, &[person.entity], &[at.entity], words, found);
    }
}

/// "Anna Brill (Tarn University)", "Tom Hale, formerly of Harbour Bank", "Anna Brill and Tom Hale, both at Quay Group".
fn placed(ends: &Ends<'_, '_>, at: &MentionAt, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let opening = reading.word(at.end);
    if at.mention.form != MentionForm::Name || !matches!(opening, "(" | ",") || !ends.fits(at, Sort::Person) {
        return;
    }
    let sentence = reading.sentence_of(at.first);
    let next = at.end + 1;
    let when = matches!(reading.word(next), "formerly" | "previously" | "now" | "currently" | "both" | "late" | "then");
    let (bodies, end) = if when && matches!(reading.word(next + 1), "of" | "at" | "with") {
        posts::bodies(ends, next + 2, sentence.end, "of")
    } else {
        let body = reading.name(next).filter(|body| opening == "(" && ends.fits(body, Sort::Org));
        let body = body.filter(|body| body.first == next && reading.word(body.end) == ")");
        // "(ESP)" in a list of results is a country
        let body = body.filter(|body| body.end > next + 1 || reading.word(next).len() > 3);
        (body.map(|body| body.entity).into_iter().collect(), body.map_or(next, |body| body.end))
    };
    let persons = if reading.word(next) == "both" {
        ends.names_before(at.end, sentence.start, Sort::Person)
    } else {
        vec![at.entity]
    };
    pair(RelationKind::MemberOf, true, &persons, &bodies, (at.first..end, "person-of-body"), found);
}
