//! Reported speech that its report interrupts or heads: "The road, X said, will open", "CLAUSE, X said, and CLAUSE",
//! "X added:" before a paragraph. Called by [`super::indirect`], which reads the clauses on one side of a report.

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

use super::{
    super::clause::{Reading, WordClass},
    adverbials::past_adverbials,
    attribution::Scene,
    cues::{CueClass, Form},
    indirect::{before_next_report, trimmed, verb_ahead},
    reports::Report,
    wording::whole,
};

/// "The museum, X said, will open" and "In May, X said, the museum will open": the subject that stands before, and the
/// clause behind.
pub(super) fn around(
    scene: &Scene<'_, '_>,
    index: usize,
    direct: bool,
) -> Option<(Option<Range<usize>>, Range<usize>)> {
    let (reading, report) = (scene.reading, &scene.reports[index]);
    let finite = matches!(report.cue.form, Form::Past | Form::Third | Form::Base) && !report.cue.unreal;
    let says = matches!(report.cue.class, CueClass::Say | CueClass::Tell | CueClass::That | CueClass::Think);
    let according = report.cue.class == CueClass::According;
    if direct || !(finite && says || according) {
        return None;
    }
    let phrase = report.phrase.as_ref()?;
    let sentence = reading.sentence_of(report.cue.first);
    let whole = whole(reading, phrase.clone());
    let head = whole.start.min(report.cue.begin);
    // "As Brill noted, the road is closed"
    let behind = if according { whole.end } else { phrase.end.max(behind_addressed(reading, report)) };
    let behind = behind + usize::from(reading.reads(behind, "out"));
    let opens = sentence.start + usize::from(reading.is(sentence.start, WordClass::JOINING));
    let plain = (opens + 1..head).all(|token| reading.kind(token) != TokenKind::Punctuation);
    if head > opens && head <= opens + 3 && plain && reading.reads(opens, "as") {
        let follows = past_adverbials(reading, behind, sentence.end);
        let end = before_next_report(scene, index, (follows + 1).min(sentence.end), sentence.end);
        let clause = (reading.word(follows) == ",").then(|| trimmed(scene, follows + 1, end, 3))?;
        return clause.map(|clause| (None, clause));
    }
    let head = if head > sentence.start && reading.reads(head - 1, "as") { head - 1 } else { head };
    let comma = head.checked_sub(1).filter(|&comma| comma > sentence.start && reading.word(comma) == ",")?;
    let follows = past_adverbials(reading, behind, sentence.end);
    // "he says now"
    let follows = follows + usize::from(reading.word(follows) == "now");
    // "said Borg, who"
    let relative = ["who", "which", "whose"].iter().any(|word| reading.reads(follows + 1, word));
    if reading.word(follows) != "," || relative && report.inverted || comma - sentence.start > LONGEST_HEAD {
        return None;
    }
    let end = before_next_report(scene, index, follows + 1, sentence.end);
    let clause = trimmed(scene, follows + 1, end, 2)?;
    // "Therefore the plan, X said, is dead"
    let adverb = reading.is(sentence.start, WordClass::ADVERB.or(WordClass::JOINING));
    let first = sentence.start + usize::from(adverb);
    let opening = reading.class(first);
    let subject = !opening
        .is(WordClass::PREPOSITION.or(WordClass::SUBORDINATOR).or(WordClass::ADVERB).or(WordClass::DAY))
        || reading.name(first).is_some();
    let subject = subject && reading.noun_phrase_after(first, comma).is_some_and(|found| found.end == comma);
    // "never happened"
    let verb = clause.start + usize::from(reading.is(clause.start, WordClass::ADVERB.or(WordClass::NEGATION)));
    let predicate = reading.is(verb, WordClass::AUXILIARY) || verb_ahead(reading, verb, verb + 1);
    // "Many days, X said, she would stay"
    let clause_of_its_own = subject
        && !predicate
        && !reading.is(clause.start, WordClass::ADVERB.or(WordClass::PREPOSITION).or(WordClass::JOINING))
        && verb_ahead(reading, clause.start + 1, (clause.start + 6).min(clause.end));
    let words = clause.clone().filter(|&token| reading.kind(token) == TokenKind::Word).count();
    if subject != predicate && subject && !clause_of_its_own || words < 3 && !(subject && predicate) {
        return None;
    }
    let before = sentence.start..comma;
    Some((subject.then_some(before), clause))
}

/// "Or maybe Brill, X says.", "The plan, X said, is to wait": what stands beside a report between commas or dashes that no
/// other rule reads: what is before it, or behind it where nothing is before.
pub(super) fn beside(scene: &Scene<'_, '_>, index: usize, direct: bool) -> Option<Range<usize>> {
    let (reading, report) = (scene.reading, &scene.reports[index]);
    if direct {
        return None;
    }
    let (before, behind) = apart(reading, report)?;
    let sentence = reading.sentence_of(report.cue.first);
    let opens = |token: usize| matches!(reading.word(token), ";" | "(") || reading.is_dash(token);
    let start = (sentence.start..before).rev().find(|&token| opens(token)).map_or(sentence.start, |mark| mark + 1);
    let opening = reading.class(start);
    // "On Monday, X said, it was late"
    let adverbial = opening.is(WordClass::PREPOSITION.or(WordClass::SUBORDINATOR).or(WordClass::DAY))
        && reading.name(start).is_none()
        && !verb_ahead(reading, start + 1, before);
    let end = before_next_report(scene, index, (behind + 1).min(sentence.end), sentence.end);
    let tail = || trimmed(scene, behind + 1, end, 3);
    if adverbial { tail() } else { trimmed(scene, start, before, 1).or_else(tail) }
}

/// The marks around a report with a finite verb that stands between commas, dashes or the end: "…, X said, …".
pub(super) fn apart(reading: &Reading<'_>, report: &Report) -> Option<(usize, usize)> {
    let cue = &report.cue;
    let finite = matches!(cue.form, Form::Past | Form::Third | Form::Base) && !cue.unreal;
    let says = matches!(cue.class, CueClass::Say | CueClass::Tell | CueClass::That | CueClass::Think);
    let phrase = whole(reading, report.phrase.clone().filter(|_| finite && says)?);
    let head = phrase.start.min(cue.begin);
    let sentence = reading.sentence_of(cue.first);
    let before = head.checked_sub(1).filter(|&before| before > sentence.start)?;
    // "later than Brill had expected"
    let compared = reading.reads(before, "than") || reading.reads(before, "as");
    let opens = reading.word(before) == "," || reading.is_dash(before) || compared;
    let near = cue.begin <= phrase.end || phrase.start <= cue.end;
    let behind = past_adverbials(reading, phrase.end.max(behind_addressed(reading, report)), sentence.end);
    let closes = behind >= sentence.end
        || matches!(reading.word(behind), "," | "." | ";" | ":" | ")" | "!" | "?")
        || reading.is_dash(behind);
    (opens && near && closes).then_some((before, behind))
}

/// Where a cue ends with the person addressed: "told the Tarn Herald".
pub(super) fn behind_addressed(reading: &Reading<'_>, report: &Report) -> usize {
    let end = report.cue.end;
    if report.cue.class != CueClass::Tell {
        return end;
    }
    let object = if reading.is(end, WordClass::OBJECT) {
        Some(end..end + 1)
    } else {
        reading.noun_phrase_after(end, reading.sentence_of(report.cue.first).end)
    };
    object.map_or(end, |object| object.end)
}

/// "X added:" at the end of a paragraph: the next one, where it stands without marks.
pub(super) fn block(scene: &Scene<'_, '_>, report: &Report) -> Option<Range<usize>> {
    let reading = scene.reading;
    if report.cue.unreal || matches!(report.cue.class, CueClass::Noun | CueClass::State | CueClass::Stance) {
        return None;
    }
    let behind = report.phrase.as_ref()?.end.max(report.cue.end);
    let colon = past_adverbials(reading, behind, reading.tokens.len());
    let paragraph = |token: usize| reading.tokens.get(token).map(|token| reading.paragraph(token.span.start()));
    let start = colon + 1;
    let opens = reading.word(colon) == ":"
        && paragraph(start)? > paragraph(colon)?
        && !matches!(reading.kind(start), TokenKind::Quote)
        && !reading.is_dash(start);
    if !opens {
        return None;
    }
    let here = paragraph(start);
    let end = (start..reading.tokens.len()).find(|&token| paragraph(token) != here).unwrap_or(reading.tokens.len());
    (end - start >= SHORTEST_BLOCK).then_some(start..end)
}

/// A block quotation has so many tokens at least.
const SHORTEST_BLOCK: usize = 8;

/// "CLAUSE, X said, and CLAUSE": what goes on behind.
pub(super) fn rest(scene: &Scene<'_, '_>, index: usize) -> Option<Range<usize>> {
    let (reading, report) = (scene.reading, &scene.reports[index]);
    let sentence = reading.sentence_of(report.cue.first);
    let behind = report.phrase.as_ref()?.end.max(report.cue.end);
    let comma = past_adverbials(reading, behind, sentence.end);
    let next = reading.word(comma + 1);
    // "If it rains, X said, it is late" and "it is late, X said, because it rains"
    let conditional = reading.is(sentence.start, WordClass::SUBORDINATOR) && reading.name(sentence.start).is_none();
    let goes_on = matches!(
        next,
        "because"
            | "since"
            | "although"
            | "though"
            | "if"
            | "unless"
            | "which"
            | "including"
            | "for"
            | "to"
            | "with"
            | "by"
            | "from"
            | "that"
            | "when"
            | "while"
            | "where"
    );
    let joined = reading.word(comma) == "," && (conditional || goes_on || matches!(next, "and" | "but"));
    let start = comma + 1 + usize::from(matches!(next, "and" | "but"));
    let end = before_next_report(scene, index, start.min(sentence.end), sentence.end);
    (joined && start < end && verb_ahead(reading, start + 1, end)).then(|| trimmed(scene, start, end, 4))?
}

/// Longest beginning of a clause that its report interrupts, in tokens.
const LONGEST_HEAD: usize = 14;
