//! Whether an office is held, was held, or will be: the words beside a title that tell, and the dates of a tenure.
//! Called by [`super::patterns`]; tables only, no state.

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
                "slain",
                "assassinated",
                "toppled",
                "overthrown",
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

/// Verb phrases without an object by which somebody leaves the office that was just named.
const LEAVING: [(&[&str], RoleStatus); 34] = [
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
    (&["quit"], RoleStatus::Former),
    (&["has", "quit"], RoleStatus::Former),
    (&["has", "retired"], RoleStatus::Former),
    (&["was", "fired"], RoleStatus::Former),
    (&["was", "sacked"], RoleStatus::Former),
    (&["was", "ousted"], RoleStatus::Former),
    (&["was", "deposed"], RoleStatus::Former),
    (&["was", "dismissed"], RoleStatus::Former),
    (&["was", "overthrown"], RoleStatus::Former),
    (&["was", "toppled"], RoleStatus::Former),
    (&["has", "been", "fired"], RoleStatus::Former),
    (&["has", "been", "sacked"], RoleStatus::Former),
    (&["has", "been", "ousted"], RoleStatus::Former),
    (&["has", "been", "dismissed"], RoleStatus::Former),
    (&["was", "forced", "to", "resign"], RoleStatus::Former),
    (&["was", "forced", "to", "step", "down"], RoleStatus::Former),
    (&["announced", "his", "resignation"], RoleStatus::Outgoing),
    (&["announced", "her", "resignation"], RoleStatus::Outgoing),
    (&["plans", "to", "step", "down"], RoleStatus::Outgoing),
    (&["has", "decided", "to", "step", "down"], RoleStatus::Outgoing),
    (&["has", "agreed", "to", "step", "down"], RoleStatus::Outgoing),
    (&["has", "agreed", "to", "resign"], RoleStatus::Outgoing),
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

/// The dates between which an office is or was held.
#[derive(Clone, Default)]
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
    // "who lived abroad from 1968" is another matter
    let matter =
        |&token: &usize| matches!(reading.word(token), "who" | "which" | "where" | "when" | "he" | "she" | "they");
    let end = (from..end).find(matter).unwrap_or(end);
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
