//! Words by which a report leaves open whether something is so, and that nobody says: "seemed to agree", "appears ready to
//! fight", "is reportedly spending". Called by [`super::cues`]; what they report is found as in the passive.

use super::{
    super::clause::{Reading, WordClass},
    cues::{Complements, Cue, CueClass, CueLexicon, Form},
    verbs::is_verb,
};

/// Adjectives that tell what somebody takes to be so, behind "appears", which else tells that somebody comes.
const STATES: [&str; 22] = [
    "ready",
    "likely",
    "unlikely",
    "certain",
    "set",
    "poised",
    "close",
    "determined",
    "headed",
    "bound",
    "unable",
    "willing",
    "unwilling",
    "eager",
    "reluctant",
    "inevitable",
    "more",
    "less",
    "increasingly",
    "safe",
    "destined",
    "confident",
];

/// The hedge at a token, if what it leaves open stands behind it.
pub(super) fn cue(lexicon: &CueLexicon, reading: &Reading<'_>, token: usize, form: Form) -> Option<Cue> {
    let adverb = reading.word(token).ends_with("ly");
    let (begin, unreal) = if adverb { (token, false) } else { is_verb(reading, token, form, Complements::none())? };
    let next = token + 1;
    let reads = |at: usize, words: &[&str]| words.iter().any(|word| reading.reads(at, word));
    let plain = |at: usize| {
        reading.name(at).is_none()
            && reading.class(at) == WordClass::default()
            && reading.word(at).starts_with(char::is_alphabetic)
            && !reading.is_capital(at)
    };
    let fits = if adverb {
        // "reportedly argued that": the verb says it
        let verb = (next..next + 2).find(|&at| !reading.is(at, WordClass::AUXILIARY)).unwrap_or(next);
        reading.name(verb).is_none() && plain(verb) && !lexicon.is_verb(reading.any_entry(verb))
    } else if form == Form::Ing || reading.reads(begin.wrapping_sub(1), "to") {
        false
    } else if reading.reads(next, "to") {
        // "seemed to confirm": the verb says it
        plain(next + 1) && !lexicon.is_verb(reading.any_entry(next + 1)) || reading.is(next + 1, WordClass::AUXILIARY)
    } else if reads(token, &["appear", "appears", "appeared"]) {
        reads(next, &STATES) || reads(next, &["that"]) || reads(next, &["as"]) && reads(next + 1, &["if", "though"])
    } else {
        plain(next) || reads(next, &["like", "that", "a", "an", "as"]) || reading.is(next, WordClass::ADVERB)
    };
    let complements = Complements::none();
    let cue = Cue { first: token, end: next, begin, class: CueClass::Passive, form, unreal, complements };
    fits.then_some(cue)
}
