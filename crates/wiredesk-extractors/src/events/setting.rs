//! Where and when an event took place, as its clause says it. Called by [`super`] for every event; takes nothing
//! from other sentences.

use wiredesk_core::{
    Span,
    annotation::{EntityId, EntityKind, TimeExpression, TimeKind},
};

use super::{super::clause::phrases::Phrases, Candidate};

/// The place named by "in", "at", "near" or "outside" after the event, else at the beginning of its sentence.
pub(super) fn place(phrases: &Phrases<'_, '_>, candidate: &Candidate) -> Option<EntityId> {
    let after = phrases.prepositional(candidate.chunk).take(4);
    let opening = (phrases.reads(0, "in") || phrases.reads(0, "at")).then_some((0, 1));
    after.chain(opening).find_map(|(preposition, noun)| {
        let local = ["in", "at", "near", "outside"].iter().any(|word| phrases.reads(preposition, word));
        let head = |noun: usize| phrases.chunks.get(noun).and_then(|chunk| phrases.reading.mention(chunk.end - 1));
        // "in the city of Tarn"
        let within = || head(noun + 2).filter(|_| phrases.reads(noun + 1, "of"));
        let at = head(noun).or_else(within).filter(|_| local)?;
        let is_place = phrases.reading.entity(at.entity).is_some_and(|entity| entity.kind == EntityKind::Place);
        is_place.then_some(at.entity)
    })
}

/// The value of the date or time in the sentence that stands nearest to the trigger; "now" and "then" are none.
pub(super) fn time(times: &[TimeExpression], trigger: Span, sentence: Span) -> Option<String> {
    let first = times.partition_point(|time| time.span.end() <= sentence.start());
    times[first..]
        .iter()
        .take_while(|time| time.span.start() < sentence.end())
        .filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time) && !time.value.ends_with("_REF"))
        .min_by_key(|time| {
            let distance = if time.span.start() >= trigger.end() {
                time.span.start() - trigger.end()
            } else {
                // what goes before belongs more often to another event
                2 * trigger.start().saturating_sub(time.span.end())
            };
            (distance, time.span.start())
        })
        .map(|time| time.value.clone())
}
