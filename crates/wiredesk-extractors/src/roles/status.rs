//! Whether an office is held, was held, or will be: the words beside a title and the verbs between a person and
//! a title that tell, and the dates of a tenure. Called by [`super::patterns`]; tables only, no state.

use wiredesk_core::annotation::{RoleStatus, TimeExpression, TimeKind};

use super::super::clause::{Reading, WordClass};

/// What the words beside a title say about its status; `None` for any other word.
pub(super) fn of_word(word: &str) -> Option<RoleStatus> {
    const TABLE: [(RoleStatus, &[&str]); 4] = [
        (
            RoleStatus::Former,
            &[
                "former",
                "formerly",
                "emeritus",
                "emerita",
                "previously",
                "ex",
                "one-time",
                "onetime",
                "then",
                "erstwhile",
                "past",
                "late",
                "ousted",
                "deposed",
                "retired",
            ],
        ),
        (RoleStatus::Outgoing, &["outgoing", "departing"]),
        (RoleStatus::Incoming, &["incoming", "designate", "elect", "next"]),
        (RoleStatus::Current, &["acting", "interim", "current", "caretaker", "incumbent", "new", "newly"]),
    ];
    TABLE
        .iter()
        .find(|(_, words)| words.iter().any(|known| known.eq_ignore_ascii_case(word)))
        .map(|(status, _)| *status)
}

/// What the parts of a hyphenated title say: "ex-president", "president-elect".
pub(super) fn of_affix(title: &str) -> Option<RoleStatus> {
    let (first, _) = title.split_once('-')?;
    let (_, last) = title.rsplit_once('-')?;
    match (first, last) {
        ("ex" | "then", _) => Some(RoleStatus::Former),
        (_, "elect" | "designate") => Some(RoleStatus::Incoming),
        _ => None,
    }
}

/// A verb phrase between a person and a title.
pub(super) struct Verb {
    /// Its words in lower case.
    pub(super) words: &'static [&'static str],
    /// What it says about the office.
    pub(super) status: RoleStatus,
    /// Whether the verb itself is the title ("leads": leader), with the body as its object.
    pub(super) title: Option<&'static str>,
    /// Whether its object is the body and the title follows: "joined Harbour Bank as".
    pub(super) joins: bool,
    /// Whether it may stand away from its subject: "and became".
    pub(super) later: bool,
}

impl Verb {
    /// Whether it tells of the moment at which an office begins: "became", "was elected".
    pub(super) fn begins(&self) -> bool {
        const WORDS: [&str; 14] = [
            "sworn",
            "inaugurated",
            "elected",
            "re-elected",
            "reelected",
            "appointed",
            "named",
            "took",
            "takes",
            "take",
            "became",
            "becomes",
            "become",
            "becoming",
        ];
        self.words.iter().any(|word| WORDS.contains(word))
    }

    /// Whether it tells of the moment at which one ends: "resigned as".
    pub(super) fn ends(&self) -> bool {
        const WORDS: [&str; 9] =
            ["step", "steps", "stepped", "stepping", "stood", "resigned", "retired", "ousted", "removed"];
        self.words.iter().any(|word| WORDS.contains(word))
    }
}

const fn verb(words: &'static [&'static str], status: RoleStatus) -> Verb {
    Verb { words, status, title: None, joins: false, later: false }
}

const fn leads(words: &'static [&'static str], status: RoleStatus, title: &'static str) -> Verb {
    Verb { words, status, title: Some(title), joins: false, later: true }
}

const fn joins(words: &'static [&'static str], status: RoleStatus) -> Verb {
    Verb { words, status, title: None, joins: true, later: true }
}

const fn later(words: &'static [&'static str], status: RoleStatus) -> Verb {
    Verb { words, status, title: None, joins: false, later: true }
}

/// Longer phrases before the shorter ones they begin with.
pub(super) const VERBS: [Verb; 89] = [
    verb(&["will", "become"], RoleStatus::Incoming),
    verb(&["will", "be"], RoleStatus::Incoming),
    verb(&["will", "serve", "as"], RoleStatus::Incoming),
    verb(&["will", "take", "over", "as"], RoleStatus::Incoming),
    verb(&["will", "step", "down", "as"], RoleStatus::Outgoing),
    verb(&["is", "stepping", "down", "as"], RoleStatus::Outgoing),
    verb(&["was", "sworn", "in", "as"], RoleStatus::Current),
    verb(&["was", "inaugurated", "as"], RoleStatus::Current),
    verb(&["was", "re-elected"], RoleStatus::Current),
    verb(&["was", "reelected"], RoleStatus::Current),
    verb(&["has", "been", "elected"], RoleStatus::Current),
    verb(&["has", "been", "appointed"], RoleStatus::Current),
    verb(&["has", "been", "named"], RoleStatus::Current),
    verb(&["was", "elected", "as"], RoleStatus::Current),
    verb(&["was", "elected"], RoleStatus::Current),
    verb(&["was", "appointed", "as"], RoleStatus::Current),
    verb(&["was", "appointed"], RoleStatus::Current),
    verb(&["was", "named", "as"], RoleStatus::Current),
    verb(&["was", "named"], RoleStatus::Current),
    verb(&["was", "made"], RoleStatus::Current),
    verb(&["was", "promoted", "to"], RoleStatus::Current),
    verb(&["was", "confirmed", "as"], RoleStatus::Current),
    verb(&["was", "re-elected", "as"], RoleStatus::Current),
    verb(&["was", "nominated", "as"], RoleStatus::Incoming),
    verb(&["was", "chosen", "as"], RoleStatus::Incoming),
    verb(&["was", "ousted", "as"], RoleStatus::Former),
    verb(&["was", "removed", "as"], RoleStatus::Former),
    verb(&["was", "fired", "as"], RoleStatus::Former),
    verb(&["has", "been", "serving", "as"], RoleStatus::Current),
    verb(&["has", "been"], RoleStatus::Current),
    verb(&["has", "served", "as"], RoleStatus::Current),
    verb(&["has", "worked", "as"], RoleStatus::Former),
    verb(&["has", "resigned", "as"], RoleStatus::Former),
    verb(&["had", "worked", "as"], RoleStatus::Former),
    verb(&["is", "serving", "as"], RoleStatus::Current),
    verb(&["is", "known", "as"], RoleStatus::Current),
    verb(&["is", "working", "as"], RoleStatus::Current),
    verb(&["was", "serving", "as"], RoleStatus::Former),
    verb(&["currently", "serves", "as"], RoleStatus::Current),
    verb(&["had", "been"], RoleStatus::Former),
    verb(&["had", "served", "as"], RoleStatus::Former),
    verb(&["served", "as"], RoleStatus::Former),
    verb(&["worked", "as"], RoleStatus::Former),
    verb(&["serves", "as"], RoleStatus::Current),
    verb(&["serving", "as"], RoleStatus::Current),
    verb(&["works", "as"], RoleStatus::Current),
    verb(&["acts", "as"], RoleStatus::Current),
    verb(&["took", "over", "as"], RoleStatus::Current),
    verb(&["takes", "over", "as"], RoleStatus::Current),
    verb(&["took", "office", "as"], RoleStatus::Current),
    verb(&["takes", "office", "as"], RoleStatus::Current),
    verb(&["sworn", "in", "as"], RoleStatus::Current),
    verb(&["stepped", "down", "from"], RoleStatus::Former),
    verb(&["step", "down", "from"], RoleStatus::Outgoing),
    verb(&["step", "down", "as"], RoleStatus::Outgoing),
    verb(&["stepping", "down", "from"], RoleStatus::Outgoing),
    verb(&["resigned", "from"], RoleStatus::Former),
    verb(&["retired", "from"], RoleStatus::Former),
    verb(&["resigned", "as"], RoleStatus::Former),
    verb(&["continues", "as"], RoleStatus::Current),
    verb(&["remained"], RoleStatus::Former),
    verb(&["stepped", "down", "as"], RoleStatus::Former),
    verb(&["stood", "down", "as"], RoleStatus::Former),
    verb(&["steps", "down", "as"], RoleStatus::Outgoing),
    verb(&["stepping", "down", "as"], RoleStatus::Outgoing),
    verb(&["retired", "as"], RoleStatus::Former),
    verb(&["quit", "as"], RoleStatus::Former),
    later(&["becoming"], RoleStatus::Current),
    later(&["serve", "as"], RoleStatus::Current),
    later(&["become"], RoleStatus::Current),
    later(&["became"], RoleStatus::Current),
    later(&["becomes"], RoleStatus::Current),
    verb(&["remains"], RoleStatus::Current),
    verb(&["is"], RoleStatus::Current),
    verb(&["was"], RoleStatus::Former),
    joins(&["joined"], RoleStatus::Current),
    joins(&["joins"], RoleStatus::Current),
    joins(&["worked", "at"], RoleStatus::Former),
    joins(&["worked", "for"], RoleStatus::Former),
    joins(&["works", "for"], RoleStatus::Current),
    joins(&["works", "at"], RoleStatus::Current),
    leads(&["leads"], RoleStatus::Current, "leader"),
    leads(&["led"], RoleStatus::Former, "leader"),
    leads(&["heads"], RoleStatus::Current, "head"),
    leads(&["headed"], RoleStatus::Former, "head"),
    leads(&["chairs"], RoleStatus::Current, "chair"),
    leads(&["chaired"], RoleStatus::Former, "chair"),
    leads(&["captains"], RoleStatus::Current, "captain"),
    leads(&["coaches"], RoleStatus::Current, "coach"),
];

/// Verb phrases without an object by which somebody leaves the office that was just named.
const LEAVING: [(&[&str], RoleStatus); 12] = [
    (&["will", "step", "down"], RoleStatus::Outgoing),
    (&["is", "stepping", "down"], RoleStatus::Outgoing),
    (&["is", "to", "step", "down"], RoleStatus::Outgoing),
    (&["will", "leave", "office"], RoleStatus::Outgoing),
    (&["leaves", "office"], RoleStatus::Outgoing),
    (&["steps", "down"], RoleStatus::Outgoing),
    (&["will", "retire"], RoleStatus::Outgoing),
    (&["will", "resign"], RoleStatus::Outgoing),
    (&["stepped", "down"], RoleStatus::Former),
    (&["has", "stepped", "down"], RoleStatus::Former),
    (&["resigned"], RoleStatus::Former),
    (&["has", "resigned"], RoleStatus::Former),
];

/// "Anna Brill, the governor of the bank, will step down": what the verb behind a title says. Words that name the
/// office once more ("resigned as") leave that to the other patterns.
pub(super) fn left_behind(reading: &Reading<'_>, at: usize, end: usize) -> Option<RoleStatus> {
    // the apposition may go on past its title
    let comma = (at..end.min(at + REACH)).find(|&token| reading.word(token) == ",");
    [Some(at), comma.map(|comma| comma + 1)].into_iter().flatten().find_map(|start| {
        let says = |words: &[&str]| words.iter().zip(start..end).filter(|(word, at)| reading.reads(*at, word)).count();
        let (words, status) = LEAVING.iter().find(|(words, _)| says(words) == words.len())?;
        let again = ["as", "from"].iter().any(|word| reading.reads(start + words.len(), word));
        (!again).then_some(*status)
    })
}

/// The verb phrase that stands at a token, with the token after it.
pub(super) fn verb_at(reading: &Reading<'_>, at: usize) -> Option<(&'static Verb, usize)> {
    let first = reading.word(at);
    let mut begun = VERBS.iter().filter(|verb| verb.words[0].eq_ignore_ascii_case(first));
    begun.find_map(|verb| {
        let mut token = at;
        for word in verb.words {
            // "is currently serving as"
            while token > at && !reading.reads(token, word) && is_passed(reading, token) {
                token += 1;
            }
            if !reading.reads(token, word) {
                return None;
            }
            token += 1;
        }
        Some((verb, token))
    })
}

/// Whether a word may stand inside a verb phrase.
fn is_passed(reading: &Reading<'_>, token: usize) -> bool {
    reading.is(token, WordClass::ADVERB) && reading.name(token).is_none() || reading.word(token).ends_with("ly")
}

/// The dates between which an office is or was held.
#[derive(Default)]
pub(super) struct Tenure {
    pub(super) since: Option<String>,
    pub(super) until: Option<String>,
}

/// How many tokens after a title a tenure may begin.
const REACH: usize = 14;

/// The date that follows token `from` as the time of what a verb tells: "became mayor in May 2010", "on Monday".
pub(super) fn moment(reading: &Reading<'_>, times: &[TimeExpression], from: usize, end: usize) -> Option<String> {
    let end = end.min(from + REACH);
    let first = reading.tokens.get(from)?.span.start();
    let begin = times.partition_point(|time| time.span.start() < first);
    let time = times.get(begin)?;
    let at = reading.token_at(time.span.start());
    let dated = time.kind == TimeKind::Date && time.value.starts_with(|c: char| c.is_ascii_digit());
    let clear = (from..at).all(|token| {
        !reading.is(token, WordClass::SUBJECT.or(WordClass::JOINING).or(WordClass::SUBORDINATOR))
            && reading.word(token) != ","
    });
    (at < end && dated && clear).then(|| time.value.clone())
}

/// Reads "since 2010", "from 2010 to 2014", "until 2014", "in 2010" from the words after token `from`.
pub(super) fn tenure(reading: &Reading<'_>, times: &[TimeExpression], from: usize, end: usize) -> Tenure {
    let mut tenure = Tenure::default();
    let end = end.min(from + REACH);
    let Some(first) = reading.tokens.get(from).map(|token| token.span.start()) else { return tenure };
    let Some(last) = end.checked_sub(1).and_then(|token| reading.tokens.get(token)).map(|token| token.span.end())
    else {
        return tenure;
    };
    let begin = times.partition_point(|time| time.span.start() < first);
    for time in times[begin..].iter().take_while(|time| time.span.end() <= last) {
        if time.kind != TimeKind::Date || !time.value.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let before = reading.token_at(time.span.start()).checked_sub(1).filter(|&token| token >= from);
        match before.map(|token| reading.word(token)) {
            Some("since" | "from" | "Since") => tenure.since = Some(time.value.clone()),
            Some("to" | "until" | "till") => tenure.until = Some(time.value.clone()),
            Some("and" | "–" | "-") if tenure.since.is_some() => tenure.until = Some(time.value.clone()),
            Some("between") => tenure.since = Some(time.value.clone()),
            _ => {}
        }
    }
    tenure
}
