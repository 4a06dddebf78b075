//! Nouns for what somebody says whose verb says little: "gave critical support to", "has made several promises". Called by
//! [`super::reports`] for the subject of such a verb, which is who speaks.

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{Reading, WordClass},
    cues::{Cue, CueClass, Form},
    speaker::subject_before,
    verbs::group_before,
};

/// Where the words of the cue begin, and its subject, if the noun of `cue` is the object of a light verb.
pub(super) fn subject(reading: &Reading<'_>, cue: &Cue, least: usize) -> Option<(usize, Range<usize>)> {
    let inside = |token: &usize| {
        matches!(reading.kind(*token), TokenKind::Word | TokenKind::Number | TokenKind::Symbol | TokenKind::Clitic)
            && (!reading.is(*token, WordClass::BARRIER)
                || reading.is(*token, WordClass::DETERMINER.or(WordClass::POSSESSIVE).or(WordClass::ADVERB)))
    };
    let reach = (least..cue.first).rev().take(LONGEST_OBJECT);
    let is_light = |token: usize| reading.name(token).is_none() && LIGHT.iter().any(|verb| reading.reads(token, verb));
    let verb = reach.clone().find(|&token| is_light(token) || !inside(&token)).filter(|&token| is_light(token))?;
    // "has faced criticism": an auxiliary, and nobody's support
    let next = (verb + 1..cue.first)
        .find(|&token| !reading.is(token, WordClass::ADVERB))
        .map_or("", |token| reading.word(token));
    let participle =
        ["ed", "en", "wn"].iter().any(|ending| next.ends_with(ending)) || matches!(next, "won" | "met" | "had");
    if reading.is(verb, WordClass::AUXILIARY) && participle {
        return None;
    }
    let begin = group_before(reading, verb).begin;
    if begin <= least || reading.reads(begin - 1, "to") {
        return None;
    }
    let as_verb = Cue { first: verb, begin, end: verb + 1, class: CueClass::Stance, form: Form::Past, ..*cue };
    let subject = subject_before(reading, &as_verb, least)?;
    Some((begin, subject))
}

/// Where the words of the cue begin, and what is spoken of, if the noun of `cue` is what the subject of a verb gets: "the plan
/// has drawn criticism from".
pub(super) fn received(reading: &Reading<'_>, cue: &Cue, least: usize) -> Option<(usize, Range<usize>)> {
    let inside = |token: &usize| {
        reading.kind(*token) == TokenKind::Word
            && (!reading.is(*token, WordClass::BARRIER)
                || reading.is(*token, WordClass::DETERMINER.or(WordClass::ADVERB))
                || reading.reads(*token, "with"))
    };
    let gets = |token: usize| reading.name(token).is_none() && GETTING.iter().any(|verb| reading.reads(token, verb));
    let reach = (least..cue.first).rev().take(LONGEST_OBJECT);
    let verb = reach.clone().find(|&token| gets(token) || !inside(&token)).filter(|&token| gets(token))?;
    let begin = group_before(reading, verb).begin;
    if begin <= least || reading.reads(begin - 1, "to") {
        return None;
    }
    let as_verb = Cue { first: verb, begin, end: verb + 1, class: CueClass::Stance, form: Form::Past, ..*cue };
    Some((begin, subject_before(reading, &as_verb, least)?))
}

/// Verbs whose subject gets what somebody says.
const GETTING: [&str; 37] = [
    "draw",
    "draws",
    "drew",
    "drawn",
    "drawing",
    "win",
    "wins",
    "won",
    "winning",
    "earn",
    "earns",
    "earned",
    "earning",
    "gain",
    "gained",
    "receive",
    "receives",
    "received",
    "receiving",
    "face",
    "faces",
    "faced",
    "facing",
    "attract",
    "attracted",
    "spark",
    "sparked",
    "prompt",
    "prompted",
    "provoke",
    "provoked",
    "elicited",
    "garnered",
    "generated",
    "met",
    "invited",
    "triggered",
];

/// How many tokens may stand between verb and noun.
const LONGEST_OBJECT: usize = 7;

/// Verbs that leave what is done to their object.
const LIGHT: [&str; 195] = [
    "express",
    "expresses",
    "expressed",
    "expressing",
    "voice",
    "voices",
    "voiced",
    "voicing",
    "show",
    "shows",
    "showed",
    "shown",
    "showing",
    "reiterated",
    "reiterates",
    "announced",
    "announces",
    "signaled",
    "declared",
    "withdrew",
    "make",
    "makes",
    "made",
    "making",
    "give",
    "gives",
    "gave",
    "given",
    "giving",
    "have",
    "has",
    "had",
    "having",
    "deliver",
    "delivers",
    "delivered",
    "delivering",
    "unveil",
    "unveils",
    "unveiled",
    "unveiling",
    "issue",
    "issues",
    "issued",
    "issuing",
    "raise",
    "raises",
    "raised",
    "raising",
    "send",
    "sends",
    "sent",
    "sending",
    "offer",
    "offers",
    "offered",
    "offering",
    "file",
    "files",
    "filed",
    "filing",
    "renew",
    "renews",
    "renewed",
    "renewing",
    "launch",
    "launches",
    "launched",
    "launching",
    "throw",
    "throws",
    "threw",
    "thrown",
    "throwing",
    "release",
    "releases",
    "released",
    "releasing",
    "lend",
    "lends",
    "lent",
    "lending",
    "heap",
    "heaped",
    "heaping",
    "level",
    "leveled",
    "levelled",
    "unleash",
    "unleashes",
    "unleashed",
    "unleashing",
    "provide",
    "provides",
    "provided",
    "providing",
    "present",
    "presents",
    "presented",
    "presenting",
    "paint",
    "paints",
    "painted",
    "painting",
    "strike",
    "strikes",
    "struck",
    "striking",
    "fire",
    "fired",
    "firing",
    "lob",
    "lobs",
    "lobbed",
    "lobbing",
    "hurl",
    "hurls",
    "hurled",
    "hurling",
    "leveling",
    "aimed",
    "float",
    "floats",
    "floated",
    "floating",
    "pitch",
    "pitched",
    "pitching",
    "take",
    "takes",
    "took",
    "taken",
    "taking",
    "get",
    "gets",
    "got",
    "getting",
    "hold",
    "holds",
    "held",
    "holding",
    "harbor",
    "harbors",
    "harbored",
    "harboring",
    "share",
    "shares",
    "shared",
    "sharing",
    "repeat",
    "repeats",
    "repeated",
    "repeating",
    "intensify",
    "intensified",
    "escalate",
    "escalated",
    "sharpen",
    "sharpened",
    "soften",
    "softened",
    "temper",
    "tempered",
    "feel",
    "feels",
    "felt",
    "feeling",
    "continue",
    "continues",
    "continued",
    "display",
    "displays",
    "displayed",
    "displaying",
    "post",
    "posts",
    "posted",
    "posting",
    "publish",
    "published",
    "mount",
    "mounts",
    "mounted",
    "mounting",
    "wage",
    "waged",
    "waging",
    "lead",
    "leads",
    "led",
    "leading",
    "demonstrated",
    "signals",
    "register",
    "registered",
];
