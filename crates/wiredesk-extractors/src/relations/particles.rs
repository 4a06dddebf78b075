//! Verbs with a particle: "set up the Tarn Trust", "took over from Tom Hale". Called by [`super`] at the verb.

use wiredesk_core::annotation::RelationKind;

use super::{
    Statement,
    auxiliaries::{agent_word, has_be, is_unreal},
    ends::Ends,
    triggers::Sort,
    verbs::pair,
};

/// "set up the Tarn Trust".
pub(super) fn set_up(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    if !reading.reads(token + 1, "up") || is_unreal(ends, token, sentence.start) {
        return;
    }
    let (be, by) = (has_be(ends, token, sentence.start), agent_word(ends, token + 2, sentence.end));
    let (founders, bodies, end) = match by {
        Some(by) => {
            let (founders, end) = ends.names_after(by + 1, sentence.end, Sort::Person);
            (founders, ends.subject(token, Sort::Body), end)
        }
        None if be => return,
        None => {
            let (bodies, end) = ends.names_after(token + 2, sentence.end, Sort::Firm);
            let founders = if bodies.is_empty() { Vec::new() } else { ends.acting_subject(token, Sort::Person) };
            (founders, bodies, end)
        }
    };
    pair(RelationKind::Founded, true, &founders, &bodies, (token..end.max(token + 2), "set-up"), found);
}

/// "took over from Tom Hale as head of the Tarn Trust", "takes over as head of the Tarn Trust from Tom Hale".
pub(super) fn takeover(ends: &Ends<'_, '_>, token: usize, found: &mut Vec<Statement>) {
    let reading = ends.reading;
    let sentence = reading.sentence_of(token);
    if !reading.reads(token + 1, "over") || is_unreal(ends, token, sentence.start) {
        return;
    }
    // "was taken over by Quay Group"
    if reading.reads(token + 2, "by") && has_be(ends, token, sentence.start) {
        let (buyers, end) = ends.names_after(token + 3, sentence.end, Sort::Owner);
        let bought = if buyers.is_empty() { Vec::new() } else { ends.subject(token, Sort::Firm) };
        return pair(RelationKind::Acquired, true, &buyers, &bought, (token..end, "take-over"), found);
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
