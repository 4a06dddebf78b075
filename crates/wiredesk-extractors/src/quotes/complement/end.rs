//! Where the complement of a cue ends: before the verb of the main clause, before what somebody else says, at a comma that closes
//! it. Called by [`super::of`] and by the rules of the passive.

use wiredesk_core::annotation::TokenKind;

use super::super::{
    super::clause::{Reading, WordClass},
    attribution::Scene,
    cues::{Cue, CueClass, Form},
    wording::apposition,
};

/// Where the verb of the main clause stands behind a participle that belongs to its subject.
pub(super) fn main_verb(scene: &Scene<'_, '_>, index: usize, start: usize, end: usize) -> Option<usize> {
    let (reading, report) = (scene.reading, &scene.reports[index]);
    let cue = &report.cue;
    let phrase = report.phrase.as_ref()?;
    let bound = cue.form == Form::Ing && phrase.end == cue.begin && cue.begin == cue.first;
    if !bound {
        return None;
    }
    let next = scene.reports[index + 1..].iter().take_while(|next| next.cue.first < end).find(|next| {
        matches!(next.cue.class, CueClass::Say | CueClass::Tell | CueClass::That | CueClass::Think)
            && matches!(next.cue.form, Form::Past | Form::Third | Form::Base)
            && !next.inverted
    })?;
    let clear = (start..next.cue.begin).all(|token| {
        reading.kind(token) != TokenKind::Punctuation
            && !reading.is(token, WordClass::SUBJECT.or(WordClass::SUBORDINATOR).or(WordClass::AUXILIARY))
    });
    (clear && next.cue.begin > start).then_some(next.cue.begin)
}

/// The comma that ends a participle clause at the start of its sentence: "Praising the plan, Brill said".
pub(super) fn opening_end(reading: &Reading<'_>, cue: &Cue, start: usize, end: usize) -> Option<usize> {
    let opens = cue.form == Form::Ing && cue.begin == reading.sentence_of(cue.first).start;
    (start + 1..end).find(|&comma| opens && reading.word(comma) == "," && reading.opens_subject(comma + 1))
}

/// The conjunction behind which somebody else reports something.
pub(super) fn subordinate_report(scene: &Scene<'_, '_>, index: usize, start: usize, end: usize) -> Option<usize> {
    let reading = scene.reading;
    let later = scene.reports[index + 1..].iter().take_while(|next| next.cue.first < end);
    // "calling Hale a liar and vowing to fight him"
    let joined = later.clone().find(|next| {
        next.cue.form == Form::Ing
            && matches!(next.cue.class, CueClass::Say | CueClass::Tell | CueClass::That)
            && next.cue.begin > start + 1
            && reading.reads(next.cue.begin - 1, "and")
    });
    if let Some(next) = joined {
        return Some(next.cue.begin - 1);
    }
    // "praised Anna Brill, who told the council", "pointed to a report which warned"
    let aside = later.clone().find(|next| {
        let who = next.cue.begin.saturating_sub(1);
        let comma = reading.word(who.saturating_sub(1)) == ",";
        who > start + 1
            && ["who", "which"].iter().any(|word| reading.reads(who, word))
            && (next.cue.class == CueClass::Tell && comma
                || next.cue.class == CueClass::Say && reading.reads(next.cue.end, "that"))
    });
    if let Some(next) = aside {
        let who = next.cue.begin - 1;
        return Some(who - usize::from(reading.word(who - 1) == ","));
    }
    later
        .filter(|next| {
            matches!(next.cue.class, CueClass::Say | CueClass::Tell | CueClass::That)
                && matches!(next.cue.form, Form::Past | Form::Third)
        })
        .filter_map(|next| next.phrase.as_ref()?.start.checked_sub(1))
        .find(|&joint| {
            joint > start
                && ["after", "before", "when", "while", "as", "because", "since"]
                    .iter()
                    .any(|word| reading.reads(joint, word))
        })
}

/// Where a complement ends that starts at `start`, at `end` at the latest.
pub(in super::super) fn end_of(reading: &Reading<'_>, start: usize, end: usize) -> usize {
    // "condemned the attack after"
    let phrase = !matches!(reading.word(start), "to" | "whether" | "if" | "how" | "what" | "why" | "when");
    let mut token = start + 1;
    while token < end {
        let stops = match reading.word(token) {
            ";" => true,
            ":" => reading.kind(token + 1) == TokenKind::Quote,
            "," if goes_on(reading, start, token, end) => false,
            "," => match apposition(reading, token, end) {
                // "the first lady, Anna Brill, as much as"
                Some(close) if reading.word(close) == "," || close + 1 >= end => {
                    token = close;
                    false
                }
                _ => true,
            },
            "and" | "but" => begins_clause(reading, token + 1),
            "although" | "though" | "while" | "whereas" | "because" | "when" | "unless" | "until" | "despite" => true,
            "since" => phrase,
            _ => false,
        };
        if stops {
            break;
        }
        token += 1;
    }
    let end = token.min(end);
    without_day(reading, start, end)
}

/// Whether a complement goes on behind a comma: a relative clause, a list.
fn goes_on(reading: &Reading<'_>, start: usize, comma: usize, end: usize) -> bool {
    let next = comma + 1;
    let listed = || {
        let more = (next..end.min(next + LIST_REACH)).find(|&token| reading.word(token) == ",");
        let last = more.map_or(next, |more| more + 1);
        let joint = (next..end.min(last + LIST_REACH)).find(|&token| reading.is(token, WordClass::JOINING));
        joint.is_some_and(|joint| {
            !begins_clause(reading, joint + 1)
                && (next..joint).all(|token| {
                    !reading.is(token, WordClass::AUXILIARY.or(WordClass::SUBJECT).or(WordClass::SUBORDINATOR))
                })
        })
    };
    let participle = reading.word(next).ends_with("ing") && reading.name(next).is_none();
    // "a detailed, credible plan"
    let article = usize::from(reading.is(start, WordClass::DETERMINER));
    let adjectives = comma == start + 1 + article
        && reading.class(comma - 1) == WordClass::default()
        && reading.class(next) == WordClass::default()
        && !reading.is_capital(next)
        // "who opposes the plan, left"
        && reading.kind(next + 1) == TokenKind::Word
        && !reading.word(next).ends_with("ed")
        && !participle;
    adjectives || matches!(reading.word(next), "which" | "who" | "whose" | "including" | "or" | "followed")
        // the last of a list
        || reading.is(next, WordClass::JOINING)
            && !begins_clause(reading, next + 1)
            && (start..comma).any(|token| reading.word(token) == ",")
        || reading.is_capital(next) && reading.is_capital(comma - 1)
        || !participle
            && !reading.is(
                next,
                WordClass::SUBORDINATOR.or(WordClass::PREPOSITION).or(WordClass::ADVERB).or(WordClass::JOINING),
            )
            && listed()
}

/// How far a list reaches from one comma to the next.
const LIST_REACH: usize = 8;

/// Whether a clause of its own begins at a token behind "and".
fn begins_clause(reading: &Reading<'_>, at: usize) -> bool {
    reading.is(at, WordClass::SUBJECT.or(WordClass::AUXILIARY)) && !reading.is(at, WordClass::POSSESSIVE)
        || reading.kind(at) == TokenKind::Word && !reading.is_capital(at) && reading.word(at).ends_with("ed")
        || reading.is(at + 1, WordClass::AUXILIARY) && reading.is(at, WordClass::DETERMINER)
}

/// Without "on Monday" and "Monday" at its end.
pub(super) fn without_day(reading: &Reading<'_>, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start && matches!(reading.word(end - 1), "." | "!" | "?" | ",") {
        end -= 1;
    }
    // but "to open in May"
    if end > start + 2 && reading.is(end - 1, WordClass::DAY) && reading.word(end - 1).ends_with("day") {
        end -= 1;
        if ["on", "last"].iter().any(|word| reading.reads(end - 1, word)) {
            end -= 1;
        }
    }
    end
}
