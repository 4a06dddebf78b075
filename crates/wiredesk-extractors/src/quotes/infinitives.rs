//! Infinitives behind "to": whether one stands there, and whether it tells what was done. Called by [`super::complement`].

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{Reading, WordClass},
    cues::{Cue, CueClass},
    verbs::is_headline,
};

/// Whether a "to" is followed by a verb.
pub(super) fn is_infinitive(reading: &Reading<'_>, to: usize) -> bool {
    let next = to + 1;
    reading.kind(next) == TokenKind::Word
        && reading.name(next).is_none()
        && (!reading.is_capital(next) || is_headline(reading, &reading.sentence_of(to)))
        && !reading.word(next).ends_with("ing")
        && !reading.is(next, WordClass::DETERMINER.or(WordClass::POSSESSIVE).or(WordClass::OBJECT))
}

/// Whether an infinitive tells what was done: "took to the radio to defend", "the first to endorse".
pub(super) fn is_purpose(reading: &Reading<'_>, cue: &Cue) -> bool {
    let says = match cue.class {
        CueClass::Say | CueClass::Tell | CueClass::Label | CueClass::Command => true,
        CueClass::That => !cue.complements.has("e"),
        _ => cue.complements.has("u"),
    };
    let before = cue.begin.wrapping_sub(1);
    says && cue.begin > reading.sentence_of(cue.first).start && !UNREAL.iter().any(|word| reading.reads(before, word))
}

/// What stands before "to" and a verb for what is not done, or not yet.
const UNREAL: [&str; 92] = [
    "want",
    "wants",
    "wanted",
    "wanting",
    "need",
    "needs",
    "needed",
    "have",
    "has",
    "had",
    "having",
    "plan",
    "plans",
    "planned",
    "likely",
    "unlikely",
    "willing",
    "unwilling",
    "able",
    "unable",
    "expected",
    "expect",
    "expects",
    "ready",
    "like",
    "going",
    "not",
    "try",
    "tries",
    "tried",
    "trying",
    "decline",
    "declined",
    "declines",
    "refuse",
    "refused",
    "refuses",
    "refusing",
    "decided",
    "hope",
    "hopes",
    "hoping",
    "ought",
    "allowed",
    "told",
    "asked",
    "urged",
    "chance",
    "right",
    "pledged",
    "vowed",
    "promised",
    "promise",
    "seek",
    "seeks",
    "sought",
    "opportunity",
    "authorized",
    "eligible",
    "scheduled",
    "set",
    "difficult",
    "hard",
    "harder",
    "easy",
    "reluctant",
    "eager",
    "reason",
    "reasons",
    "way",
    "ways",
    "how",
    "whether",
    "is",
    "are",
    "was",
    "were",
    "be",
    "poised",
    "close",
    "failed",
    "designed",
    "ability",
    "effort",
    "efforts",
    "attempt",
    "attempts",
    "bid",
    "liberty",
    "pledges",
    "scrambling",
    "nothing",
];
