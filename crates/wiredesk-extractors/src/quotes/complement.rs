//! What somebody wants, asks for, refuses or judges: the complement of a cue that is no clause. Called by
//! [`super::indirect`] where a cue introduces no reported clause; what may follow which cue stands in
//! `data/quotes/cues.tsv`. Never looks across a sentence end.

mod end;
mod start;

use std::ops::Range;

use wiredesk_core::annotation::TokenKind;

pub(super) use self::{end::end_of, start::opens_phrase};
use self::{
    end::{main_verb, opening_end, subordinate_report},
    start::{evidence_before, speaks_by_itself, start},
};
use super::{
    super::clause::WordClass,
    adverbials::past_adverbials,
    attribution::Scene,
    cues::{Complements, CueClass, Form},
    extent,
    indirect::{before_next_report, trimmed},
    infinitives::is_purpose,
    light, loose,
    objects::is_with_words,
    passive,
};

/// A complement with where its cue ends: behind the preposition, where there is one.
pub(super) struct Complement {
    pub(super) content: Range<usize>,
    pub(super) cue_end: usize,
}

/// Whether the next report tells what the cue of report `index` is about: "expressed concern about the plan", "sought to discuss
/// the plan".
pub(super) fn goes_on_with_next(scene: &Scene<'_, '_>, index: usize) -> bool {
    let cue = &scene.reports[index].cue;
    scene.reports.get(index + 1).is_some_and(|next| next.cue.begin == cue.begin && next.cue.first > cue.first)
}

/// The complement of the cue of report `index`.
pub(super) fn of(scene: &Scene<'_, '_>, index: usize) -> Option<Complement> {
    let (reading, report) = (scene.reading, &scene.reports[index]);
    let cue = &report.cue;
    let asks = |token: usize| {
        ["whether", "if", "how", "why", "what", "when", "where", "who"].iter().any(|word| reading.reads(token, word))
    };
    // "able to explain the plan" tells of nothing that was said, "met to discuss the plan" does
    if cue.form == Form::Base && reading.reads(cue.begin, "to") && !is_purpose(reading, cue) {
        return None;
    }
    // "the plan has drawn criticism from Brill"
    if cue.class == CueClass::Noun
        && cue.begin < cue.first
        && report.phrase.as_ref().is_some_and(|owner| owner.start > cue.end)
    {
        let (_, subject) = light::received(reading, scene.cues, cue, report.least)?;
        return trimmed(scene, subject.start, subject.end, 1).map(|content| Complement { content, cue_end: cue.end });
    }
    let passive = cue.class == CueClass::Passive;
    // "being asked": nothing is told
    if passive && reading.reads(cue.begin, "being") {
        return None;
    }
    // "issued a statement saying": one report
    let next = || scene.reports[index + 1..].iter().take(NEAR);
    if cue.complements.has("v") && next().any(|next| extent::document(reading, next) == Some(cue.first)) {
        return None;
    }
    let told = loose::tells_alone(reading, cue);
    if report.inverted || report.phrase.is_none() && cue.class != CueClass::Noun && !passive && !told {
        return None;
    }
    if passive {
        return passive::complement(scene, index);
    }
    let sentence = reading.sentence_of(cue.first);
    let mut at = cue.end;
    // "wants more boats", but "focused more on boats"
    let degree = |at: usize| {
        ["more", "most", "less", "only", "even", "just"].iter().any(|word| reading.reads(at, word))
            && !reading.is(at + 1, WordClass::PREPOSITION.or(WordClass::ADVERB))
    };
    while at < sentence.end
        && !degree(at)
        && (reading.is(at, WordClass::ADVERB)
            && !reading.is(at, WordClass::DETERMINER)
            && !(cue.complements.has("y") && reading.word(at) == "so")
            || reading.word(at).ends_with("ly") && reading.kind(at) == TokenKind::Word)
    {
        at += 1;
    }
    let evidence = report.phrase.as_ref().is_some_and(|phrase| speaks_by_itself(reading, phrase))
        || evidence_before(reading, cue.begin, sentence.start);
    let found = start(reading, cue.complements, evidence, at, sentence.end).or_else(|| {
        // "asked on Monday whether"
        let behind = past_adverbials(reading, at, sentence.end);
        let found = (behind > at).then(|| start(reading, cue.complements, evidence, behind, sentence.end))??;
        // "voted in 2010 for": when and where are no words of saying
        Some((found.0, found.1.min(at)))
    });
    let found = found.or_else(|| loose::rest(reading, report, at, sentence.end));
    let found = found.or_else(|| {
        // "investors see a chance": what people see at large is what they think
        let see = ["see", "sees"].iter().any(|form| reading.reads(cue.first, form));
        // "did not see the point"
        let not = ["not", "n't", "n’t"].iter().any(|word| reading.reads(cue.first.wrapping_sub(1), word))
            && ["do", "does", "did"].iter().any(|word| reading.reads(cue.begin, word));
        let see = see && (!cue.unreal || not);
        (see && report.phrase.is_some()).then(|| start(reading, Complements::NOUN, evidence, at, sentence.end))?
    });
    let found = found.or_else(|| loose::distant_about(reading, cue, at, sentence.end));
    let (start, cue_end) = found.or_else(|| {
        // "complained to officials about"
        let addressed = ["to", "with"].iter().any(|word| reading.reads(at, word));
        let behind = addressed.then(|| reading.noun_phrase_after(at + 1, sentence.end))??.end;
        let joint = reading.word(behind);
        (reading.is(behind, WordClass::PREPOSITION) && cue.complements.has(joint)).then_some((behind + 1, cue.end))
    })?;
    let end = before_next_report(scene, index, start, sentence.end);
    // "members supporting the bill have said"
    let end = main_verb(scene, index, start, end).unwrap_or(end);
    let end = opening_end(reading, cue, start, end).unwrap_or(end);
    // "denounced the plan after Brill said"
    let end = subordinate_report(scene, index, start, end).unwrap_or(end);
    // "his claims about the quay were wrong"
    let main =
        (start..end).find(|&token| reading.is(token, WordClass::AUXILIARY) && reading.kind(token) == TokenKind::Word);
    let bound = cue.class == CueClass::Noun
        && !asks(start)
        && start > cue_end.min(cue.end)
        && !reading.reads(start - 1, "that");
    let end = main.filter(|_| bound && !reading.reads(start, "to")).unwrap_or(end);
    let end = end_of(reading, start, end);
    // "the decision to close": nobody is said to have made it
    if report.phrase.is_none() && cue.class == CueClass::Noun && reading.reads(start, "to") {
        return None;
    }
    let blows = cue.complements.has("p") && cue.class == CueClass::Stance;
    // "hit Brill", "hammered the board for the plan", but "hit his head"
    let charge = |token: usize| ["for", "over", "as"].iter().any(|word| reading.reads(token, word));
    let named = !cue.complements.has("h")
        || reading.name(start).is_some_and(|name| reading.is_person(name.entity))
        || (start + 1..end.min(start + LONGEST_BLOW)).any(charge);
    let words = |subject: &Range<usize>| named && is_with_words(reading, subject, start, end);
    if blows && !report.phrase.as_ref().is_some_and(words) {
        return None;
    }
    let answer = cue.complements.has("y");
    let charged = cue.complements.has("f") && reading.reads(start - 1, "of");
    // "opposes abortion", "urged caution", but "offered helicopters"
    let takes_noun = match cue.class {
        CueClass::Noun | CueClass::State | CueClass::Tell => false,
        CueClass::Command | CueClass::Manner => cue.complements.has("n"),
        _ => true,
    };
    let noun = takes_noun
        && reading.kind(start) == TokenKind::Word
        && ((reading.class(start) == WordClass::default() || reading.is(start, WordClass::VENUE))
            && !reading.word(start).ends_with("ly")
            || matches!(reading.word(start), "this" | "that" | "it"));
    let short = answer || charged || noun || reading.name(start).is_some() || reading.is(start, WordClass::OBJECT);
    // "issued a statement" tells nothing of it
    let least = if cue.complements.has("v") { 3 } else { 2 - usize::from(short) };
    let content = trimmed(scene, start, end, least)?;
    Some(Complement { content, cue_end })
}

/// How many reports behind one may belong to its object.
const NEAR: usize = 4;

/// How many tokens whoever is hit with words may have.
const LONGEST_BLOW: usize = 6;
