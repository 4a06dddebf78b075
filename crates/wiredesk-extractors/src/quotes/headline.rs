//! Headlines that name who says what they say: "Brill: Harbour will open". Called by [`super::indirect`].

use std::ops::Range;

use wiredesk_core::annotation::{EntityKind, Quote, QuoteKind, TokenKind};

use super::super::clause::Reading;

/// The rule, with how sure it is.
const HEADLINE: (&str, f32) = ("headline", 0.7);

/// "Brill: Harbour will open" and "Harbour will open: Brill" on a first line without a full stop.
pub(super) fn read(reading: &Reading<'_>) -> Option<Quote> {
    let first = reading.sentences.first()?.clone();
    let last = first.end.checked_sub(1)?;
    let end = reading.tokens[last].span.end();
    if matches!(reading.word(last), "." | "!" | "\"" | "”")
        || reading.text.as_bytes().get(end).is_some_and(|&b| b != b'\n')
    {
        return None;
    }
    let colon = first.clone().find(|&token| reading.word(token) == ":")?;
    let name = |range: Range<usize>| {
        let at = reading.name(range.start)?;
        let speaks = reading
            .entity(at.entity)
            .is_some_and(|entity| matches!(entity.kind, EntityKind::Person | EntityKind::Organization));
        (speaks && at.end == range.end).then_some(at.entity)
    };
    let (entity, who, clause) = match name(first.start..colon) {
        Some(entity) => (entity, first.start..colon, colon + 1..first.end),
        None => (name(colon + 1..first.end)?, colon + 1..first.end, first.start..colon),
    };
    if clause.len() < 3 || clause.clone().any(|token| reading.kind(token) == TokenKind::Quote) {
        return None;
    }
    Some(Quote {
        span: reading.span(clause)?,
        kind: QuoteKind::Indirect,
        speaker: Some(wiredesk_core::annotation::Speaker { entity: Some(entity), span: reading.span(who) }),
        cue: None,
        confidence: HEADLINE.1,
        rule: HEADLINE.0.into(),
    })
}
