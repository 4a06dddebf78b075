//! Verbs between a person and a title, and what they say about the office: fixed phrases ("served as"), and passives
//! put together by a small grammar ("was named by the board as", "is expected to become"). Called by
//! [`super::followers`]; tables and a reader of them, no state.

use wiredesk_core::annotation::{RoleStatus, TokenKind};

use super::super::clause::{Reading, WordClass};

/// Where in a tenure a verb stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// "became", "was elected".
    Begins,
    /// "resigned as".
    Ends,
    /// "serves as".
    Holds,
}

/// A verb phrase between a person and a title.
#[derive(Clone, Copy)]
pub(super) struct Verb {
    /// What it says about the office.
    pub(super) status: RoleStatus,
    pub(super) turn: Turn,
    /// Whether the verb itself is the title ("leads": leader), with the body as its object.
    pub(super) title: Option<&'static str>,
    /// Whether its object is the body and the title follows: "joined Harbour Bank as".
    pub(super) joins: bool,
    /// Whether it may stand away from its subject: "and became".
    pub(super) later: bool,
}

type Phrase = (&'static [&'static str], Verb);

const fn phrase(words: &'static [&'static str], status: RoleStatus, turn: Turn) -> Phrase {
    (words, Verb { status, turn, title: None, joins: false, later: words.len() > 1 })
}

const fn holds(words: &'static [&'static str], status: RoleStatus) -> Phrase {
    phrase(words, status, Turn::Holds)
}

const fn begins(words: &'static [&'static str], status: RoleStatus) -> Phrase {
    phrase(words, status, Turn::Begins)
}

const fn ends(words: &'static [&'static str], status: RoleStatus) -> Phrase {
    phrase(words, status, Turn::Ends)
}

const fn later(words: &'static [&'static str], status: RoleStatus, turn: Turn) -> Phrase {
    (words, Verb { status, turn, title: None, joins: false, later: true })
}

const fn leads(words: &'static [&'static str], status: RoleStatus, title: &'static str) -> Phrase {
    (words, Verb { status, turn: Turn::Holds, title: Some(title), joins: false, later: true })
}

const fn joins(words: &'static [&'static str], status: RoleStatus) -> Phrase {
    (words, Verb { status, turn: Turn::Holds, title: None, joins: true, later: true })
}

/// Longer phrases before the shorter ones they begin with.
const PHRASES: [Phrase; 97] = [
    begins(&["will", "become"], RoleStatus::Incoming),
    holds(&["will", "be"], RoleStatus::Incoming),
    holds(&["will", "serve", "as"], RoleStatus::Incoming),
    begins(&["will", "take", "over", "as"], RoleStatus::Incoming),
    begins(&["will", "take", "office", "as"], RoleStatus::Incoming),
    holds(&["will", "remain", "as"], RoleStatus::Current),
    holds(&["will", "remain"], RoleStatus::Current),
    holds(&["will", "continue", "as"], RoleStatus::Current),
    holds(&["will", "stay", "on", "as"], RoleStatus::Current),
    ends(&["will", "step", "down", "as"], RoleStatus::Outgoing),
    ends(&["will", "resign", "as"], RoleStatus::Outgoing),
    ends(&["will", "retire", "as"], RoleStatus::Outgoing),
    ends(&["is", "stepping", "down", "as"], RoleStatus::Outgoing),
    ends(&["is", "retiring", "as"], RoleStatus::Outgoing),
    holds(&["has", "been", "serving", "as"], RoleStatus::Current),
    holds(&["has", "been", "working", "as"], RoleStatus::Current),
    holds(&["has", "been"], RoleStatus::Current),
    holds(&["has", "served", "as"], RoleStatus::Current),
    holds(&["has", "worked", "as"], RoleStatus::Former),
    ends(&["has", "resigned", "as"], RoleStatus::Former),
    holds(&["had", "worked", "as"], RoleStatus::Former),
    holds(&["is", "serving", "as"], RoleStatus::Current),
    holds(&["is", "known", "as"], RoleStatus::Current),
    holds(&["is", "working", "as"], RoleStatus::Current),
    holds(&["is", "acting", "as"], RoleStatus::Current),
    holds(&["was", "serving", "as"], RoleStatus::Former),
    holds(&["was", "working", "as"], RoleStatus::Former),
    holds(&["currently", "serves", "as"], RoleStatus::Current),
    holds(&["had", "been"], RoleStatus::Former),
    holds(&["had", "served", "as"], RoleStatus::Former),
    holds(&["used", "to", "be"], RoleStatus::Former),
    holds(&["served", "as"], RoleStatus::Former),
    holds(&["worked", "as"], RoleStatus::Former),
    holds(&["acted", "as"], RoleStatus::Former),
    holds(&["serves", "as"], RoleStatus::Current),
    holds(&["serving", "as"], RoleStatus::Current),
    holds(&["working", "as"], RoleStatus::Current),
    holds(&["works", "as"], RoleStatus::Current),
    holds(&["acts", "as"], RoleStatus::Current),
    begins(&["taking", "over", "as"], RoleStatus::Current),
    ends(&["resigning", "as"], RoleStatus::Former),
    begins(&["took", "over", "as"], RoleStatus::Current),
    begins(&["takes", "over", "as"], RoleStatus::Current),
    begins(&["took", "office", "as"], RoleStatus::Current),
    begins(&["takes", "office", "as"], RoleStatus::Current),
    begins(&["assumed", "office", "as"], RoleStatus::Current),
    begins(&["won", "election", "as"], RoleStatus::Current),
    begins(&["won", "re-election", "as"], RoleStatus::Current),
    begins(&["returned", "as"], RoleStatus::Current),
    ends(&["stepped", "down", "from"], RoleStatus::Former),
    ends(&["step", "down", "from"], RoleStatus::Outgoing),
    ends(&["step", "down", "as"], RoleStatus::Outgoing),
    ends(&["stepping", "down", "from"], RoleStatus::Outgoing),
    ends(&["resigned", "from"], RoleStatus::Former),
    ends(&["retired", "from"], RoleStatus::Former),
    ends(&["resigned", "as"], RoleStatus::Former),
    ends(&["resign", "as"], RoleStatus::Outgoing),
    ends(&["resigns", "as"], RoleStatus::Outgoing),
    holds(&["continues", "as"], RoleStatus::Current),
    holds(&["continue", "as"], RoleStatus::Current),
    holds(&["remains", "as"], RoleStatus::Current),
    holds(&["remain", "as"], RoleStatus::Current),
    holds(&["remained"], RoleStatus::Former),
    ends(&["stepped", "down", "as"], RoleStatus::Former),
    ends(&["stood", "down", "as"], RoleStatus::Former),
    ends(&["steps", "down", "as"], RoleStatus::Outgoing),
    ends(&["stepping", "down", "as"], RoleStatus::Outgoing),
    ends(&["retired", "as"], RoleStatus::Former),
    ends(&["quit", "as"], RoleStatus::Former),
    later(&["becoming"], RoleStatus::Current, Turn::Begins),
    later(&["serve", "as"], RoleStatus::Current, Turn::Holds),
    later(&["become"], RoleStatus::Current, Turn::Begins),
    later(&["became"], RoleStatus::Current, Turn::Begins),
    later(&["becomes"], RoleStatus::Current, Turn::Begins),
    holds(&["remains"], RoleStatus::Current),
    holds(&["is"], RoleStatus::Current),
    holds(&["was"], RoleStatus::Former),
    joins(&["joined"], RoleStatus::Current),
    joins(&["joins"], RoleStatus::Current),
    joins(&["worked", "at"], RoleStatus::Former),
    joins(&["worked", "for"], RoleStatus::Former),
    joins(&["works", "for"], RoleStatus::Current),
    joins(&["works", "at"], RoleStatus::Current),
    leads(&["assumed", "command", "of"], RoleStatus::Current, "commander"),
    leads(&["took", "command", "of"], RoleStatus::Current, "commander"),
    leads(&["commands"], RoleStatus::Current, "commander"),
    leads(&["commanded"], RoleStatus::Former, "commander"),
    leads(&["leads"], RoleStatus::Current, "leader"),
    leads(&["led"], RoleStatus::Former, "leader"),
    leads(&["heads"], RoleStatus::Current, "head"),
    leads(&["headed"], RoleStatus::Former, "head"),
    leads(&["chairs"], RoleStatus::Current, "chair"),
    leads(&["chaired"], RoleStatus::Former, "chair"),
    leads(&["captains"], RoleStatus::Current, "captain"),
    leads(&["coaches"], RoleStatus::Current, "coach"),
    leads(&["coached"], RoleStatus::Former, "coach"),
    leads(&["directs"], RoleStatus::Current, "director"),
];

/// Participles of verbs that give an office, with whether the title may follow without "as": "was elected mayor".
const GIVEN: [(&str, bool); 23] = [
    ("appointed", true),
    ("elected", true),
    ("named", true),
    ("made", true),
    ("re-elected", true),
    ("reelected", true),
    ("reappointed", true),
    ("crowned", true),
    ("declared", true),
    ("proclaimed", true),
    ("voted", true),
    ("promoted", false),
    ("confirmed", false),
    ("installed", false),
    ("inaugurated", false),
    ("sworn", false),
    ("hired", false),
    ("recruited", false),
    ("announced", false),
    ("unveiled", false),
    ("introduced", false),
    ("reinstated", false),
    ("ordained", false),
];

/// Participles of verbs after which somebody else still has to agree, or the day is to come.
const PROPOSED: [&str; 8] =
    ["nominated", "chosen", "selected", "picked", "tapped", "proposed", "designated", "recommended"];

/// Participles of verbs that take an office away.
const TAKEN: [&str; 7] = ["ousted", "removed", "fired", "sacked", "dismissed", "deposed", "dropped"];

/// Between "is" and "to": the office is yet to come.
const EXPECTED: [&str; 9] = ["set", "expected", "due", "scheduled", "likely", "slated", "poised", "about", "going"];

/// How many tokens an auxiliary phrase has.
const AUXILIARIES: usize = 7;
/// How far behind a participle its "as" may stand.
const AGENT: usize = 10;

/// The verb phrase that stands at a token, with the token after it.
pub(super) fn verb_at(reading: &Reading<'_>, at: usize) -> Option<(Verb, usize)> {
    fixed(reading, at).or_else(|| composed(reading, at))
}

fn fixed(reading: &Reading<'_>, at: usize) -> Option<(Verb, usize)> {
    let first = reading.word(at);
    let mut begun = PHRASES.iter().filter(|(words, _)| words[0].eq_ignore_ascii_case(first));
    let (words, verb, token) = begun.find_map(|(words, verb)| {
        let mut token = at;
        for word in *words {
            // "is currently serving as"
            while token > at && !reading.reads(token, word) && is_passed(reading, token) {
                token += 1;
            }
            if !reading.reads(token, word) {
                return None;
            }
            token += 1;
        }
        Some((words, *verb, token))
    })?;
    // "was elected" and "is expected to become" are more than "was" and "is"
    let auxiliary = matches!(*words.last()?, "is" | "was" | "be" | "been");
    auxiliary.then(|| composed(reading, at)).flatten().or(Some((verb, token)))
}

/// Passives, and what is to come.
fn composed(reading: &Reading<'_>, at: usize) -> Option<(Verb, usize)> {
    let (mut token, mut be, mut expected, mut coming) = (at, false, false, false);
    while token < at + AUXILIARIES {
        match reading.word(token) {
            "will" | "'ll" | "’ll" | "shall" => coming = true,
            "is" | "are" | "was" | "were" | "be" | "been" | "being" => be = true,
            "has" | "have" | "had" => {}
            "to" if be || expected => coming = true,
            word if be && EXPECTED.contains(&word) => expected = true,
            _ if token > at && is_passed(reading, token) => {}
            _ => break,
        }
        token += 1;
    }
    let word = reading.word(token);
    let outcome = |status, turn| Verb { status, turn, title: None, joins: false, later: true };
    if coming && (be || expected) {
        let next = |word: &str| reading.reads(token + 1, word);
        let (verb, words) = match word {
            "become" => (outcome(RoleStatus::Incoming, Turn::Begins), 1),
            "serve" | "return" if next("as") => (outcome(RoleStatus::Incoming, Turn::Begins), 2),
            "take" if next("over") || next("office") => (outcome(RoleStatus::Incoming, Turn::Begins), 3),
            "step" | "stand" if next("down") => (outcome(RoleStatus::Outgoing, Turn::Ends), 3),
            "resign" | "retire" | "leave" if next("as") => (outcome(RoleStatus::Outgoing, Turn::Ends), 2),
            _ => (outcome(RoleStatus::Incoming, Turn::Holds), 0),
        };
        if words > 0 {
            let linked = words < 3 || matches!(reading.word(token + 2), "as" | "from");
            return linked.then_some((verb, token + words));
        }
    }
    let given = GIVEN.iter().find(|(participle, _)| *participle == word);
    let proposed = PROPOSED.contains(&word);
    let verb = if TAKEN.contains(&word) {
        outcome(if coming { RoleStatus::Outgoing } else { RoleStatus::Former }, Turn::Ends)
    } else if proposed || given.is_some() && coming {
        outcome(RoleStatus::Incoming, Turn::Begins)
    } else if given.is_some() {
        outcome(RoleStatus::Current, Turn::Begins)
    } else {
        return None;
    };
    if !be && token > at {
        return None;
    }
    let after = token + 1;
    if let Some(title) = behind_link(reading, after, word) {
        return Some((verb, title));
    }
    // "Anna Brill elected president", but not "Brill named a president"
    let plain = be || !reading.is(after, WordClass::DETERMINER.or(WordClass::POSSESSIVE));
    let direct = given.is_some_and(|(_, direct)| *direct) || proposed && word != "recommended";
    (direct && plain).then_some((Verb { later: be, ..verb }, after))
}

/// The token behind "as", "to be" or "to the post of" that joins a title to a participle, whatever stands between:
/// "by the board", "on Monday".
fn behind_link(reading: &Reading<'_>, after: usize, participle: &str) -> Option<usize> {
    if participle == "promoted" && reading.word(after) == "to" {
        return Some(after + 1);
    }
    for token in after..after + AGENT {
        let word = reading.word(token);
        if word == "as" {
            return Some(token + 1);
        }
        if word == "to" && (reading.reads(token + 1, "be") || reading.reads(token + 1, "become")) {
            return Some(token + 2);
        }
        if word == "to" && reading.reads(token + 1, "serve") && reading.reads(token + 2, "as") {
            return Some(token + 3);
        }
        let post = matches!(word, "to" | "from" | "for")
            && reading.is(token + 1, WordClass::DETERMINER.or(WordClass::POSSESSIVE))
            && is_post(reading.word(token + 2));
        if post && matches!(reading.word(token + 3), "of" | "as") {
            return Some(token + 4);
        }
        let opens = token > after
            || matches!(word, "by" | "in" | "on" | "last" | "this" | "earlier" | "back")
            || reading.is(token, WordClass::DAY.or(WordClass::ADVERB))
            || word.ends_with("ly");
        let inside = matches!(reading.kind(token), TokenKind::Word | TokenKind::Number | TokenKind::Clitic);
        if !opens || !inside || reading.is(token, WordClass::SUBORDINATOR.or(WordClass::AUXILIARY)) {
            return None;
        }
    }
    None
}

/// Whether a word is the participle of a verb that gives an office.
pub(super) fn is_given(word: &str) -> bool {
    GIVEN.iter().any(|(participle, _)| *participle == word) || PROPOSED.contains(&word)
}

/// Whether a word before "to" tells that something is to come: "expected".
pub(super) fn is_expected(word: &str) -> bool {
    EXPECTED.contains(&word)
}

/// Whether a noun stands for an office: "her post as mayor".
pub(super) fn is_post(word: &str) -> bool {
    matches!(word, "post" | "position" | "role" | "job" | "office" | "title" | "duties" | "seat")
}

/// Whether a word may stand inside a verb phrase.
fn is_passed(reading: &Reading<'_>, token: usize) -> bool {
    reading.is(token, WordClass::ADVERB) && reading.name(token).is_none() || reading.word(token).ends_with("ly")
}
