//! Where a later report ends the clause of an earlier one in its sentence. Called by the rules of reported speech.

use wiredesk_core::annotation::TokenKind;

use super::super::{
    super::clause::{Reading, WordClass},
    attribution::Scene,
    cues::{CueClass, Form},
    extent,
    reports::Report,
};

/// The reports behind report `index` whose cues are verbs: "said in a statement that" is one report.
pub(super) fn later<'s>(scene: &'s Scene<'_, '_>, index: usize) -> impl Iterator<Item = &'s Report> {
    scene.reports[index + 1..].iter().filter(|next| !matches!(next.cue.class, CueClass::Noun | CueClass::Passive))
}

/// `end`, or where a later report ends what the report `index` introduces from token `start` on.
pub(in super::super) fn before_next_report(scene: &Scene<'_, '_>, index: usize, start: usize, end: usize) -> usize {
    let later = later(scene, index).take_while(|next| next.cue.first < end);
    later.filter_map(|next| splits(scene.reading, next, start)).next().unwrap_or(end)
}

/// Where a later report in the same sentence ends the clause of an earlier one.
fn splits(reading: &Reading<'_>, next: &Report, start: usize) -> Option<usize> {
    let head = match &next.phrase {
        Some(phrase) if phrase.start > start && phrase.start < next.cue.first => phrase.start,
        _ => next.cue.begin.max(start),
    };
    // "said she was sorry, releasing a statement saying"
    let mut head = extent::document(reading, next).filter(|&verb| verb > start).unwrap_or(head);
    // "said it was late, with the mayor saying"
    if head > start + 2 && reading.reads(head - 1, "with") && reading.word(head - 2) == "," {
        return Some(head - 2);
    }
    // "but on Tuesday wrote"
    if head == next.cue.begin && head > start + 2 && reading.is(head - 1, WordClass::DAY) {
        head -= 1 + usize::from(reading.reads(head - 2, "on") || reading.reads(head - 2, "last"));
    }
    // "said that while the road was closed, he wanted": what has a subject of its own is reported as well
    let reported = matches!(
        next.cue.class,
        CueClass::Stance | CueClass::State | CueClass::Think | CueClass::Label | CueClass::Command
    );
    let own = next.phrase.as_ref().is_some_and(|phrase| phrase.start >= start);
    // "said she would stay, and described the plan": a comma before "and" ends what she said
    let before = next.cue.begin;
    let resumed = next.cue.class == CueClass::Label
        && next.cue.form == Form::Past
        && before > start + 3
        && reading.reads(before - 1, "and")
        && reading.word(before - 2) == ",";
    if resumed {
        return Some(before - 2);
    }
    if reported && (head < next.cue.first || own) {
        return None;
    }
    let previous = head.checked_sub(1).filter(|&previous| previous > start)?;
    let word = reading.word(previous);
    let joined = reading.is(previous, WordClass::JOINING) && matches!(word, "and" | "but");
    let closed = reading.kind(previous) == TokenKind::Quote && reading.word(previous - 1) == ",";
    let apart = word == "," || reading.is_dash(previous) || closed;
    // "said yes, while others said no"
    let contrast = ["while", "whereas", "though", "although", "but"].iter().any(|joint| reading.reads(previous, joint));
    if contrast && own && previous > start && reading.word(previous - 1) == "," {
        return Some(previous - 1);
    }
    let participle = next.cue.form == Form::Ing && next.cue.class != CueClass::According;
    let did = next.cue.form == Form::Base && reading.is(next.cue.begin, WordClass::AUXILIARY);
    let finite = (matches!(next.cue.form, Form::Past | Form::Third) || did)
        && !matches!(next.cue.class, CueClass::Label | CueClass::Think);
    match next.cue.class {
        CueClass::According if apart => Some(previous),
        _ if participle
            && apart
            && !matches!(next.cue.class, CueClass::Label | CueClass::Think | CueClass::Command) =>
        {
            Some(previous)
        }
        _ if finite && (joined || apart) => Some(previous),
        _ => None,
    }
}
