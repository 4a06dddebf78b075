//! The `events` extractor: what happened, who did it to whom, where and when. Kinds are those of PLOVER and of
//! offices, elections, deaths and disasters. Reads tokens, sentences, entities and times, one sentence at a time;
//! it never joins events of different sentences, and knows none but those of its lexicon.
//!
//! [`lexicon`] holds the verbs and nouns; [`verbal`] and [`nominal`] find their events in the chunks of a sentence,
//! [`complements`] what a verb governs; [`intent`] reads what is only meant or wished; [`casualties`] joins an attack
//! and what it did to one event, [`protests`] a protest and its demand; [`participants`] names who takes part,
//! [`setting`] says where and when.

mod casualties;
mod complements;
mod intent;
mod lexicon;
mod nominal;
mod participants;
mod protests;
mod setting;
mod verbal;

use std::{ops::Range, sync::Arc};

use wiredesk_core::{
    Document, LayerName,
    annotation::{EntityId, Event, EventKind},
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    options::NoOptions,
    registry::{Component, ExtractorComponent},
};

use self::lexicon::EventLexicon;
use crate::{
    clause::{Lexicon, Reading, WordClass, chunks::Chunks, phrases::Phrases},
    lexicon::{Lexicons, SharedLexicons},
};

/// The component.
pub struct Events {
    lexicons: SharedLexicons,
}

impl Events {
    /// With the lexicons of a registry.
    #[must_use]
    pub fn new(lexicons: SharedLexicons) -> Self {
        Self { lexicons }
    }
}

impl Component for Events {
    const NAME: &'static str = "events";
    const SUMMARY: &'static str = "what happened, who did it to whom, where and when";
    const VERSION: &'static str = "2";
    type Options = NoOptions;
}

impl ExtractorComponent for Events {
    fn declare(&self, _: &NoOptions) -> Declaration {
        Declaration {
            requires: vec![LayerName::Tokens, LayerName::Sentences, LayerName::Entities],
            uses: vec![LayerName::Times],
            provides: vec![LayerName::Events],
            languages: vec!["en".into()],
        }
    }

    fn build(&self, _: &NoOptions) -> Result<Worker, Failure> {
        Ok(Worker::Sync(Box::new(EventsWorker::new(self.lexicons.clone()))))
    }
}

struct EventsWorker {
    events: EventLexicon,
    lexicon: Arc<Lexicon>,
    chunks: Chunks,
    lexicons: SharedLexicons,
}

/// An event on its way to becoming an annotation.
#[derive(Clone, Debug)]
struct Candidate {
    kind: EventKind,
    /// Tokens.
    trigger: Range<usize>,
    /// The chunk of its verb or noun.
    chunk: usize,
    actors: Vec<EntityId>,
    recipients: Vec<EntityId>,
    negated: bool,
    /// Whether it is expressed by a noun.
    nominal: bool,
    /// Whether it counts only where it kills or explodes: "a bomb".
    tentative: bool,
}

/// What is known about a sentence while its events are collected.
struct Scene<'s, 'd> {
    phrases: Phrases<'s, 'd>,
    lexicon: &'s EventLexicon,
    lexicons: &'s Lexicons,
    /// By chunk: whether what it expresses is only asked for, promised, threatened or refused.
    unreal: Vec<bool>,
    /// By chunk: whether its noun is part of the trigger of a verb.
    taken: Vec<bool>,
    found: Vec<Candidate>,
}

impl EventsWorker {
    fn new(lexicons: SharedLexicons) -> Self {
        let (events, lexicon) = EventLexicon::new();
        Self { events, lexicon, chunks: Chunks::default(), lexicons }
    }

    fn events(&mut self, document: &Document) -> Vec<Event> {
        let reading = Reading::new(document, &self.lexicon);
        let mut events = Vec::new();
        for sentence in &reading.sentences {
            if !self.may_hold_event(&reading, sentence) {
                continue;
            }
            self.chunks.read(&reading, &self.events.vocabulary, sentence.start, sentence.end);
            let chunks = &self.chunks.chunks;
            let phrases = Phrases { chunks, reading: &reading, vocabulary: &self.events.vocabulary };
            let mut scene = Scene {
                phrases,
                lexicon: &self.events,
                lexicons: self.lexicons.get(),
                unreal: vec![false; chunks.len()],
                taken: vec![false; chunks.len()],
                found: Vec::new(),
            };
            verbal::collect(&mut scene);
            nominal::collect(&mut scene);
            casualties::join(&mut scene);
            protests::join(&mut scene);
            for candidate in &scene.found {
                events.extend(annotation(&phrases, candidate, sentence, document));
            }
        }
        events.sort_by_key(|event: &Event| event.trigger);
        events
    }

    /// Whether any word of a sentence is in the lexicon; most sentences go no further.
    fn may_hold_event(&self, reading: &Reading<'_>, sentence: &Range<usize>) -> bool {
        sentence.clone().any(|token| {
            self.events.is_listed(reading.entry(token))
                || reading.is(token, WordClass::AUXILIARY) && intent::may_begin(reading, token)
        })
    }
}

impl SyncExtractor for EventsWorker {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let mut findings = Findings::default();
        findings.layers.events = self.events(document);
        Ok(findings)
    }
}

fn annotation(
    phrases: &Phrases<'_, '_>,
    candidate: &Candidate,
    sentence: &Range<usize>,
    document: &Document,
) -> Option<Event> {
    let reading = phrases.reading;
    let span = reading.span(sentence.clone())?;
    let trigger = reading.span(candidate.trigger.clone())?;
    Some(Event {
        kind: candidate.kind,
        trigger,
        actors: candidate.actors.clone(),
        recipients: candidate.recipients.clone(),
        place: setting::place(phrases, candidate),
        time: setting::time(&document.layers.times, trigger, span),
        negated: candidate.negated,
        span,
    })
}

#[cfg(test)]
mod tests;
