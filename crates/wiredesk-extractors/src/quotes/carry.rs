//! Gives quotations without a speaker beside them the one from their surroundings, and pronouns their person:
//! speech over several paragraphs, the same paragraph, the sentence before, the paragraph before. Called by
//! [`super::attribution`] once every stretch has been judged by the words beside it.

use std::ops::Range;

use wiredesk_core::annotation::{EntityId, Gender, QuoteKind};

use super::{
    super::clause::WordClass,
    attribution::{CARRIED, CONTINUED, Quoted, SAME_PARAGRAPH, SENTENCE_BEFORE, Scene, Speech, UNKNOWN, Voice},
    cues::{CueClass, Form},
    reports::Report,
    speaker::{Referent, agrees},
};

/// How many speeches or reports back a speaker is looked for.
const REACH: usize = 32;

/// Whether a report is of what was said, and not of what is wanted or judged.
fn is_spoken(report: &Report) -> bool {
    matches!(report.cue.class, CueClass::Say | CueClass::Tell | CueClass::That | CueClass::According)
        && !report.cue.unreal
}

impl Scene<'_, '_> {
    /// Speech over several paragraphs has one speaker: whoever is named first.
    pub(super) fn join_paragraphs(&self, speeches: &mut [Speech]) {
        for index in 1..speeches.len() {
            let (earlier, later) = (speeches[index - 1].clone(), &mut speeches[index]);
            if self.quoted[earlier.of].stretch.goes_on
                && later.of == earlier.of + 1
                && later.voice.is_none()
                && earlier.voice.is_some()
            {
                (later.voice, later.own_phrase, later.rule) = (earlier.voice, false, CONTINUED);
            }
        }
        for index in (1..speeches.len()).rev() {
            let (later, earlier) = (speeches[index].clone(), &mut speeches[index - 1]);
            if self.quoted[earlier.of].stretch.goes_on
                && later.of == earlier.of + 1
                && earlier.voice.is_none()
                && later.voice.is_some()
            {
                (earlier.voice, earlier.own_phrase, earlier.rule) = (later.voice, false, CONTINUED);
            }
        }
    }

    /// Direct speech without a frame takes the speaker of its paragraph.
    pub(super) fn spread(&self, speeches: &mut [Speech]) {
        for index in 0..speeches.len() {
            if speeches[index].rule != UNKNOWN {
                continue;
            }
            let quoted = self.quoted[speeches[index].of];
            let near = |other: &Speech| {
                other.kind == QuoteKind::Direct && other.voice.is_some() && {
                    let other = self.quoted[other.of].stretch;
                    !self.breaks(other.open.min(quoted.stretch.open), other.open.max(quoted.stretch.open))
                }
            };
            let report_between = |other: &Speech| {
                let (a, b) = (self.quoted[other.of].after, quoted.open);
                let (a, b) = if a <= b { (a, b) } else { (quoted.after, self.quoted[other.of].open) };
                let from = self.reports.partition_point(|report| report.cue.first < a);
                self.reports[from..]
                    .iter()
                    .take_while(|report| report.cue.first < b)
                    .take(REACH)
                    .any(|report| other.cue.as_ref().is_none_or(|cue| cue.start != report.cue.first))
            };
            let earlier = speeches[..index].last().filter(|other| near(other) && !report_between(other)).cloned();
            let other = earlier
                .or_else(|| self.sentence_before(&quoted))
                .or_else(|| speeches.get(index + 1).filter(|other| near(other) && other.cue.is_some()).cloned());
            if let Some(other) = other {
                let speech = &mut speeches[index];
                speech.rule = if other.rule == SENTENCE_BEFORE { SENTENCE_BEFORE } else { SAME_PARAGRAPH };
                (speech.own_phrase, speech.voice) = (other.rule == SENTENCE_BEFORE, other.voice);
            }
        }
    }

    /// The sentence right before the mark in its paragraph: whoever speaks there.
    fn sentence_before(&self, quoted: &Quoted) -> Option<Speech> {
        let previous = quoted.open.checked_sub(1)?;
        if self.breaks(self.reading.tokens[previous].span.end(), quoted.stretch.open) {
            return None;
        }
        let sentence = self.reading.sentence_of(previous);
        let said = self.told_in(sentence.clone()).and_then(|report| self.voice(report));
        let voice = said.or_else(|| {
            let voice = self.voice_of(self.reading.opening_subject(sentence.start, sentence.end)?);
            matches!(voice.referent, Referent::Entity(id) if self.reading.is_person(id)).then_some(voice)
        })?;
        Some(Speech {
            of: 0,
            kind: QuoteKind::Direct,
            voice: Some(voice),
            own_phrase: true,
            cue: None,
            rule: SENTENCE_BEFORE,
        })
    }

    /// Whoever tells what a sentence says: the outermost report, since what somebody in it wants or knows is a part of what is
    /// told; behind ", but" and ", and" the later one.
    fn told_in(&self, sentence: Range<usize>) -> Option<&Report> {
        let from = self.reports.partition_point(|report| report.cue.first < sentence.start);
        let here = self.reports[from..].iter().take_while(|report| report.cue.first < sentence.end).take(REACH);
        let mut told: Option<&Report> = None;
        for report in here.filter(|report| report.cue.class != CueClass::Think) {
            let Some(phrase) = &report.phrase else { continue };
            let apart = phrase.start > sentence.start + 1
                && matches!(self.reading.word(phrase.start - 1), "but" | "and" | "while")
                && self.reading.word(phrase.start - 2) == ",";
            // "In response to the charge, Brill said": the first may be a noun
            let outer = told.is_some_and(|told| {
                (is_spoken(told) || !is_spoken(report))
                    && (told.cue.form != Form::Base || report.cue.form == Form::Base)
            });
            if told.is_none() || apart && is_spoken(report) || !outer {
                told = Some(report);
            }
        }
        told
    }

    /// Gives pronouns beside a quote their person: whoever spoke last in this paragraph or the one before, else
    /// what the entities layer says; never somebody whom the quoted words themselves name.
    pub(super) fn resolve_pronouns(&self, speeches: &mut [Speech]) {
        for index in 0..speeches.len() {
            let Some(Voice { referent: Referent::Pronoun(gender, known), phrase }) = speeches[index].voice.clone()
            else {
                continue;
            };
            let quoted = self.quoted[speeches[index].of];
            let named_inside = |id: EntityId| {
                (quoted.open..quoted.after).any(|token| self.reading.name(token).is_some_and(|at| at.entity == id))
            };
            let fits = |id: &EntityId| agrees(self.reading, *id, gender) && !named_inside(*id);
            let near = if gender.is_some() { self.last_speaker(speeches, index, gender).filter(fits) } else { None };
            let id = near
                .or(known.filter(fits))
                .or_else(|| self.added_next(speeches, index, gender))
                .or_else(|| gender.and_then(|_| self.last_person(phrase.start, fits)));
            let id = match self.added_next(speeches, index, gender) {
                Some(next) if near.is_none() => Some(next),
                _ => id,
            };
            if let (Some(id), Some(voice)) = (id, speeches[index].voice.as_mut()) {
                voice.referent = Referent::Entity(id);
                for other in speeches[index + 1..].iter_mut().take(REACH) {
                    match &mut other.voice {
                        Some(voice) if voice.phrase == phrase => voice.referent = Referent::Entity(id),
                        _ => {}
                    }
                }
            }
        }
    }

    /// The last person to speak before a stretch, in its paragraph or the one before.
    fn last_speaker(&self, speeches: &[Speech], index: usize, gender: Option<Gender>) -> Option<EntityId> {
        let quoted = &self.quoted[speeches[index].of];
        let own = self.reading.paragraph(quoted.stretch.open);
        let least = self.reading.paragraph_start(own.saturating_sub(1));
        let phrase = speeches[index].voice.as_ref().map_or(usize::MAX, |voice| voice.phrase.start);
        let person = |id: EntityId| self.reading.is_person(id) && agrees(self.reading, id, gender);
        let quoted_last = speeches[..index]
            .iter()
            .rev()
            .take(REACH)
            .take_while(|other| self.quoted[other.of].stretch.open >= least)
            .find_map(|other| match &other.voice {
                Some(Voice { referent: Referent::Entity(id), .. }) if person(*id) => {
                    Some((self.quoted[other.of].open, *id))
                }
                _ => None,
            });
        let from = self.reading.token_at(least);
        let until = self.reports.partition_point(|report| report.cue.first < quoted.open);
        let reported =
            self.reports[..until].iter().rev().take(REACH).take_while(|report| report.cue.first >= from).find_map(
                |report| {
                    let speaks = !report.cue.unreal
                        && !matches!(report.cue.class, CueClass::Think)
                        && report.phrase.as_ref().is_some_and(|p| p.start != phrase);
                    match self.voice(report).filter(|_| speaks)?.referent {
                        Referent::Entity(id) if person(id) => Some((report.cue.first, id)),
                        _ => None,
                    }
                },
            );
        match (quoted_last, reported) {
            (Some(a), Some(b)) => Some(if a.0 >= b.0 { a.1 } else { b.1 }),
            (a, b) => a.or(b).map(|found| found.1),
        }
    }

    /// "…," he said. … "…," X added: who adds something has spoken just before.
    fn added_next(&self, speeches: &[Speech], index: usize, gender: Option<Gender>) -> Option<EntityId> {
        let (speech, next) = (&speeches[index], speeches.get(index + 1)?);
        let cue = next.cue.as_ref().map(|cue| self.reading.word(cue.start))?;
        let adds = matches!(cue, "added" | "adds" | "continued" | "continues" | "concluded" | "concludes");
        let paragraph = |speech: &Speech| self.reading.paragraph(self.quoted[speech.of].stretch.open);
        match next.voice.as_ref()?.referent {
            Referent::Entity(id)
                if adds && paragraph(next) <= paragraph(speech) + 1 && agrees(self.reading, id, gender) =>
            {
                Some(id)
            }
            _ => None,
        }
    }

    /// The last person named before a token.
    fn last_person(&self, before: usize, fits: impl Fn(&EntityId) -> bool) -> Option<EntityId> {
        let until = self.reading.mentions.partition_point(|at| at.first < before);
        self.reading.mentions[..until]
            .iter()
            .rev()
            .take(24)
            .map(|at| at.entity)
            .find(|id| self.reading.is_person(*id) && fits(id))
    }

    /// A paragraph of speech without any frame goes to the speaker of the paragraph before.
    pub(super) fn carry(&self, speeches: &mut [Speech]) {
        for index in 0..speeches.len() {
            if speeches[index].rule != UNKNOWN || speeches[index].voice.is_some() {
                continue;
            }
            let quoted = self.quoted[speeches[index].of];
            let own = self.reading.paragraph(quoted.stretch.open);
            let Some(before) = own.checked_sub(1) else { continue };
            let least = self.reading.token_at(self.reading.paragraph_start(before));
            let recent =
                speeches[..index].iter().rev().take(REACH).take_while(|other| self.quoted[other.of].open >= least);
            let spoken = recent.into_iter().find(|other| other.kind == QuoteKind::Direct && other.voice.is_some());
            let end = self.reading.token_at(self.reading.paragraph_start(own));
            let last = end.checked_sub(1).map(|last| self.reading.sentence_of(last));
            let reported = last.clone().and_then(|sentence| self.told_in(sentence));
            let known = |voice: &Voice| match voice.referent {
                Referent::Entity(_) | Referent::Pronoun(_, Some(_)) => true,
                Referent::Pronoun(..) => false,
                // "police", "officials", and not "the rise in prices"
                Referent::Unnamed => self.reading.is(voice.phrase.end - 1, WordClass::SPEAKER),
            };
            let voice = match (spoken, reported) {
                (Some(speech), Some(report))
                    if report.cue.first > self.quoted[speech.of].after
                        && speech.cue.as_ref().is_none_or(|cue| cue.start != report.cue.first) =>
                {
                    self.voice(report).filter(known).or_else(|| speech.voice.clone())
                }
                (Some(speech), _) => {
                    speech.voice.clone().filter(|voice| known(voice) || matches!(voice.referent, Referent::Pronoun(..)))
                }
                (None, reported) => reported.and_then(|report| self.voice(report)).filter(known).or_else(|| {
                    last.and_then(|s| self.reading.opening_subject(s.start, s.end))
                        .map(|phrase| self.voice_of(phrase))
                        .filter(|voice| matches!(voice.referent, Referent::Entity(id) if self.reading.is_person(id)))
                }),
            };
            if let Some(mut voice) = voice {
                if let Referent::Pronoun(_, Some(id)) = voice.referent {
                    voice.referent = Referent::Entity(id);
                }
                let speech = &mut speeches[index];
                (speech.voice, speech.own_phrase, speech.rule) = (Some(voice), false, CARRIED);
            }
        }
    }
}
