//! Nouns and adjectives that look like forms of cue verbs: "recent reports", "repeated gaffes", "voting rights". Called by
//! [`super::verbs`]; [`is_evidence`] tells nouns for what shows something.

use wiredesk_core::annotation::{EntityKind, TokenKind};

use super::{
    super::clause::{Reading, WordClass},
    plurals,
};

/// Past forms that stand before a noun as adjectives as often as they are verbs.
pub(super) const ADJECTIVES: [&str; 16] = [
    "repeated",
    "reported",
    "alleged",
    "calculated",
    "respected",
    "supposed",
    "perceived",
    "declared",
    "pointed",
    "expected",
    "proposed",
    "promised",
    "estimated",
    "disputed",
    "planned",
    "threatened",
];

/// "recent reports", "police claims": a plural noun after an ordinary word that is no speaker.
pub(super) fn is_plain_noun(reading: &Reading<'_>, before: usize, token: usize) -> bool {
    let ambiguous = matches!(
        reading.word(token),
        "reports"
            | "claims"
            | "reasons"
            | "attacks"
            | "challenges"
            | "thanks"
            | "notes"
            | "states"
            | "comments"
            | "remarks"
            | "calls"
            | "posts"
            | "votes"
            | "orders"
            | "demands"
            | "requests"
            | "points"
            | "charges"
            | "hopes"
            | "fears"
            | "doubts"
            | "worries"
            | "offers"
            | "shows"
            | "finds"
            | "threats"
            | "promises"
            | "pledges"
            | "protests"
            | "answers"
            | "cautions"
            | "labels"
            | "brands"
            | "blasts"
            | "estimates"
            | "forecasts"
            | "proposes"
            | "counters"
            | "talks"
            | "guesses"
            | "jokes"
            | "voices"
            | "supports"
            | "backs"
            | "favors"
            | "favours"
            | "plans"
            | "questions"
            | "disputes"
            | "debates"
            | "details"
            | "references"
            | "credits"
            | "faults"
            | "regrets"
            | "likes"
            | "rules"
            | "judges"
            | "suspects"
            | "views"
            | "regards"
            | "pressures"
            | "appeals"
            | "lobbies"
            | "campaigns"
            | "objects"
            | "aims"
            | "lists"
            | "looks"
    );
    let subject = before > reading.sentence_of(token).start
        && (reading.is(before - 1, WordClass::SPEAKER.or(WordClass::SUBJECT))
            || reading.name(before - 1).is_some()
            || reading.is_capital(before - 1)
            || reading.kind(before - 1) == TokenKind::Quote
            || reading.is_dash(before - 1)
            || matches!(reading.word(before - 1), "," | "and" | "but" | ")" | "which" | "who"));
    // "As the Herald's website notes:"
    let start = reading.sentence_of(token).start;
    let as_told = reading.reads(start, "as") && matches!(reading.word(token + 1), ":" | ",");
    let subject = subject || as_told && before > start + 1;
    // "FEC reports show", "the plans are"
    let verb_follows = reading.is(token + 1, WordClass::AUXILIARY)
        || plurals::is_never_noun(reading.word(token + 1))
        || ["show", "find", "suggest", "say", "indicate"].iter().any(|verb| reading.reads(token + 1, verb));
    if ambiguous
        && verb_follows
        && reading.name(before.saturating_sub(1)).is_none_or(|name| !reading.is_person(name.entity))
    {
        return true;
    }
    let reports = reading.reads(token + 1, "that")
        || reading.is(token + 1, WordClass::SUBJECT)
        || reading.name(token + 1).is_some()
        || reading.kind(token + 1) == TokenKind::Quote;
    let evidence = before > 0 && is_evidence(reading.word(before - 1));
    ambiguous && !subject && !reports && !evidence
}

/// "the states that vote", "comments he made": plurals that are verbs only behind a subject in the singular.
pub(super) fn is_plural(reading: &Reading<'_>, before: usize, token: usize) -> bool {
    let word = reading.word(token);
    if !matches!(word, "states" | "comments" | "remarks" | "tweets" | "attacks" | "advocates") {
        return false;
    }
    let Some(last) = before.checked_sub(1).filter(|&last| last >= reading.sentence_of(token).start) else {
        return true;
    };
    let pronoun = reading.is(last, WordClass::SUBJECT) && !reading.is(last, WordClass::POSSESSIVE)
        || ["that", "which", "who"].iter().any(|relative| reading.reads(last, relative));
    let named = reading.name(last).and_then(|name| reading.entity(name.entity)).is_some_and(|entity| {
        entity.kind == EntityKind::Person || entity.kind == EntityKind::Organization && word == "attacks"
    });
    // "the document states", "the group advocates"
    let body = WordClass::SPEAKER.or(WordClass::VENUE);
    let singular = reading.name(last).is_none()
        && (reading.is(last, body) || is_evidence(reading.word(last)) || is_paper(reading.word(last)))
        && !reading.word(last).ends_with('s');
    !(pronoun || named && word != "comments" && word != "remarks" || singular && word != "attacks")
}

/// Whether a noun is for something with words in it, which somebody gives out or puts into force.
pub(super) fn is_paper(word: &str) -> bool {
    PAPERS.contains(&word.strip_suffix('s').unwrap_or(word))
}

/// What has words in it, without a last "s".
const PAPERS: [&str; 39] = [
    "ad",
    "amendment",
    "analysi",
    "article",
    "bill",
    "book",
    "brief",
    "clip",
    "commercial",
    "complaint",
    "e-mail",
    "email",
    "essay",
    "law",
    "lawsuit",
    "legislation",
    "letter",
    "measure",
    "memo",
    "message",
    "motion",
    "op-ed",
    "order",
    "page",
    "petition",
    "plan",
    "policy",
    "poll",
    "proposal",
    "report",
    "resolution",
    "rule",
    "spot",
    "statement",
    "suit",
    "survey",
    "transcript",
    "video",
    "website",
];

/// Whether a noun is for what shows something to its reader.
pub(super) fn is_evidence(word: &str) -> bool {
    let singular = word.strip_suffix('s').unwrap_or(word);
    EVIDENCE.iter().any(|noun| singular.eq_ignore_ascii_case(noun))
}

/// Nouns for what shows something to its reader.
const EVIDENCE: [&str; 35] = [
    "poll",
    "polling",
    "survey",
    "study",
    "report",
    "data",
    "figure",
    "record",
    "result",
    "analysi",
    "research",
    "finding",
    "statistic",
    "average",
    "document",
    "email",
    "video",
    "footage",
    "number",
    "estimate",
    "forecast",
    "projection",
    "chart",
    "test",
    "review",
    "investigation",
    "filing",
    "e-mail",
    "photo",
    "picture",
    "image",
    "evidence",
    "disclosure",
    "census",
    "index",
];
