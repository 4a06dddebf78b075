//! Persons named with their body and nothing else: "Anna Brill of the Tarn Trust", "Tom Hale at Harbour Bank". Called by
//! [`super`] once per document.

use wiredesk_core::annotation::{EntityKind, MentionForm, RelationKind, TokenKind};

use super::{super::clause::WordClass, Statement, ends::Ends, triggers::Sort, verbs::pair};

/// Reads every name of a person that a preposition and an organization follow.
pub(super) fn read(ends: &Ends<'_, '_>, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    for at in &reading.mentions {
        let link = reading.word(at.end);
        if at.mention.form != MentionForm::Name || !matches!(link, "of" | "at") || !ends.fits(at, Sort::Person) {
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
            pair(
                RelationKind::MemberOf,
                true,
                &[at.entity],
                &[body.entity],
                (at.first..body.end, "person-of-body"),
                found,
            );
        }
    }
}
