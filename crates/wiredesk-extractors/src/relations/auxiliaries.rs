//! What stands around a verb: whether its deed is said to be done, its auxiliaries, the "by" of a passive. Called by
//! [`super::verbs`] and the other patterns of [`super`].

use wiredesk_core::annotation::{MentionForm, TokenKind};

use super::{super::clause::WordClass, ends::Ends};

/// How far after a participle its "by" may stand.
pub(super) const BY: usize = 10;

/// Whether the verb is negated or only may be true.
pub(super) fn is_unreal(ends: &Ends<'_, '_>, token: usize, least: usize) -> bool {
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

/// Whether the deed of a bare form is said to be done: "went on to found", "will succeed", "do own"; not "an
/// invitation to join".
pub(super) fn is_carried_out(ends: &Ends<'_, '_>, token: usize, least: usize) -> bool {
    let reading = ends.reading;
    let Some(before) = token.checked_sub(1).filter(|&before| before >= least) else { return false };
    if !reading.reads(before, "to") {
        return reading.is(before, WordClass::AUXILIARY.or(WordClass::ADVERB).or(WordClass::SUBJECT))
            || reading.mention(before).is_some() && !reading.is(before, WordClass::POSSESSIVE);
    }
    let Some(governor) = before.checked_sub(1).filter(|&governor| governor >= least) else { return false };
    reading.mention(governor).is_some()
        || reading.word(governor).ends_with("ed")
        || matches!(
            reading.word(governor),
            "on" | "chosen"
                | "set"
                | "him"
                | "her"
                | "them"
                | "up"
                | "is"
                | "are"
                | "was"
                | "left"
                | "quit"
                | "together"
        )
}

/// The auxiliaries and adverbs before a verb, nearest first.
fn auxiliaries<'e>(ends: &'e Ends<'_, '_>, token: usize, least: usize) -> impl Iterator<Item = usize> + 'e {
    let reading = ends.reading;
    (least..token).rev().take(5).take_while(move |&at| {
        reading.name(at).is_none()
            && (reading.is(at, WordClass::AUXILIARY.or(WordClass::ADVERB)) || reading.word(at).ends_with("ly"))
    })
}

pub(super) fn has_be(ends: &Ends<'_, '_>, token: usize, least: usize) -> bool {
    let direct = auxiliaries(ends, token, least).any(|at| ends.is_be(at));
    // "was founded and funded by"
    let joined =
        token > least + 2 && ends.is_and(token - 1) && auxiliaries(ends, token - 2, least).any(|at| ends.is_be(at));
    direct || joined
}

pub(super) fn has_have(ends: &Ends<'_, '_>, token: usize, least: usize) -> bool {
    auxiliaries(ends, token, least).any(|at| ["has", "have", "had"].iter().any(|form| ends.reading.reads(at, form)))
}

/// "got married".
pub(super) fn gets(ends: &Ends<'_, '_>, token: usize, least: usize) -> bool {
    token > least && matches!(ends.reading.word(token - 1), "got" | "get" | "gets" | "getting")
}

/// The end of the subject before a verb, adverbs and auxiliaries left out.
pub(super) fn before_adverbs(ends: &Ends<'_, '_>, token: usize, least: usize) -> usize {
    auxiliaries(ends, token, least).last().unwrap_or(token)
}

/// The "by" of a participle: dates and places may stand between.
pub(super) fn agent_word(ends: &Ends<'_, '_>, from: usize, most: usize) -> Option<usize> {
    let reading = ends.reading;
    for token in from..most.min(from + BY) {
        if reading.reads(token, "by") {
            return Some(token);
        }
        let name = reading.mention(token).is_some_and(|at| at.mention.form == MentionForm::Name);
        let passed = name
            || reading.kind(token) == TokenKind::Number
            || matches!(reading.word(token), "," | "(" | ")" | "of" | "year" | "as" | "May" | "spring" | "summer")
            || matches!(reading.word(token), "autumn" | "fall" | "winter" | "beginning" | "end" | "mid" | "time")
            || reading.is(token, WordClass::DAY.or(WordClass::DETERMINER).or(WordClass::ADVERB).or(WordClass::SPEAKER))
            || matches!(reading.word(token), "in" | "on" | "at" | "early" | "late" | "and" | "jointly" | "solely")
            || ends.reading.word(token).ends_with("ed");
        if !passed {
            return None;
        }
    }
    None
}
