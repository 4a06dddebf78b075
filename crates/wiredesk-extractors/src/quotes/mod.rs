//! The `quotes` extractor: who said what, between quotation marks or reported. The spans of direct and mixed
//! speech are what stands between the marks, white space trimmed; reported clauses go without "that" and
//! without the full stop. Reads tokens, sentences and entities; never changes them.
//!
//! [`marks`] finds stretches between marks, [`cues`] the words that report speech, [`speaker`] who stands beside
//! them, [`referent`] whom that means; [`attribution`] decides which stretches are whose, with [`fragments`] inside a
//! sentence, [`frames`] where no cue stands and [`carry`] where nobody does;
//! [`indirect`] reads the reported clauses, with [`bare`] those without "that" and [`interrupted`] those that a report
//! stands in; [`complement`] what somebody wants, asks for or judges. [`nested`] settles whose words stand inside of a clause.

mod adverbials;
mod attribution;
mod bare;
mod carry;
mod complement;
mod cues;
mod extent;
mod fragments;
mod frames;
mod headline;
mod hedges;
mod indirect;
mod infinitives;
mod institutions;
mod interrupted;
mod light;
mod lookalikes;
mod loose;
mod marks;
mod nested;
mod objects;
mod passive;
mod phrases;
mod plurals;
mod referent;
mod relative;
mod reports;
mod shape;
mod sources;
mod speaker;
mod verbs;
mod wording;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wiredesk_core::{
    Document, LayerName, Span,
    annotation::{Quote, QuoteKind, Speaker},
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    options::ComponentOptions,
    registry::{Component, ExtractorComponent},
};

use self::{
    attribution::{Quoted, Scene, Speech, Voice},
    cues::{CueClass, CueLexicon, Form},
    referent::Referent,
    reports::Report,
};
use crate::clause::{Lexicon, Reading};

/// The component.
pub struct Quotes;

/// Options of `quotes`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QuotesOptions {
    /// Whether to look for reported speech without quotation marks as well.
    pub indirect: bool,
    /// Whether what somebody wants, asks for, supports or condemns counts as reported speech: "called for a new
    /// harbour". Marked by the rule `complement` and a low confidence. What only seems so and nobody says comes with
    /// it, marked `hedge`.
    pub stances: bool,
}

impl Default for QuotesOptions {
    fn default() -> Self {
        Self { indirect: true, stances: true }
    }
}

impl ComponentOptions for QuotesOptions {}

impl Component for Quotes {
    const NAME: &'static str = "quotes";
    const SUMMARY: &'static str = "direct, mixed and indirect speech, each with its speaker";
    const VERSION: &'static str = "5";
    type Options = QuotesOptions;
}

impl ExtractorComponent for Quotes {
    fn declare(&self, _: &QuotesOptions) -> Declaration {
        Declaration {
            requires: vec![LayerName::Tokens, LayerName::Sentences, LayerName::Entities],
            provides: vec![LayerName::Quotes],
            languages: vec!["en".into()],
            ..Declaration::default()
        }
    }

    fn build(&self, options: &QuotesOptions) -> Result<Worker, Failure> {
        let (cues, words) = CueLexicon::new();
        Ok(Worker::Sync(Box::new(QuotesWorker {
            cues,
            lexicon: Lexicon::new(words),
            indirect: options.indirect,
            stances: options.stances,
        })))
    }
}

struct QuotesWorker {
    cues: CueLexicon,
    lexicon: Arc<Lexicon>,
    indirect: bool,
    stances: bool,
}

impl SyncExtractor for QuotesWorker {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let mut findings = Findings::default();
        findings.layers.quotes = self.quotes(document);
        Ok(findings)
    }
}

impl QuotesWorker {
    fn quotes(&self, document: &Document) -> Vec<Quote> {
        let reading = Reading::new(document, &self.lexicon);
        let quoted: Vec<Quoted> = marks::stretches(reading.text)
            .into_iter()
            .map(|stretch| {
                let open = reading.token_at(stretch.open);
                Quoted { stretch, open, after: reading.token_at(stretch.after).max(open) }
            })
            .collect();
        let ranges: Vec<_> = quoted.iter().map(|quoted| quoted.open..quoted.after).collect();
        let cues = self.cues.find(&reading, &ranges);
        let all = reports::reports(&reading, &self.cues, &cues, &quoted);
        let leads = |report: &&Report| {
            let cue = &report.cue;
            // what is listed between marks is no speech
            cue.class.quotes() && !cue.complements.has("q") || passive::asks_in_quotes(&reading, cue)
        };
        let reports: Vec<_> = all.iter().filter(leads).cloned().collect();
        let scene = Scene { reading: &reading, cues: &self.cues, quoted: &quoted, reports: &reports };
        let speeches = scene.speeches();
        let mut quotes: Vec<Quote> = speeches.iter().filter_map(|speech| quote(&scene, speech)).collect();
        if self.indirect {
            quotes.extend(indirect::clauses(&Scene { reports: &all, ..scene }, &speeches, self.stances));
            // "said that over the last days he has begun", but not "said that Hale called it"
            let reported = |cue: Span| {
                let first = reading.token_at(cue.start());
                let from = all.partition_point(|report| report.cue.first < first);
                let report = all[from..].iter().take(NEAR).find(|report| report.cue.begin == first);
                report.is_some_and(|report| match report.cue.class {
                    CueClass::Say | CueClass::Tell | CueClass::Label => false,
                    CueClass::That => report.cue.form != Form::Past,
                    _ => true,
                })
            };
            nested::take_over(&mut quotes, &indirect::CLAUSES, reported);
        }
        quotes.sort_by_key(|quote| (quote.span.start(), std::cmp::Reverse(quote.span.end())));
        quotes
    }
}

/// How many reports may stand between the first word of a cue and its verb.
const NEAR: usize = 4;

/// The annotation for a stretch that is speech.
fn quote(scene: &Scene<'_, '_>, speech: &Speech) -> Option<Quote> {
    let quoted = &scene.quoted[speech.of];
    let pronoun = speech
        .voice
        .as_ref()
        .is_some_and(|voice| voice.phrase.len() == 1 && scene.reading.name(voice.phrase.start).is_none());
    let (rule, confidence) = speech.rule;
    let report = speech.cue.as_ref().and_then(|cue| {
        let from = scene.reports.partition_point(|report| report.cue.first < cue.start);
        let here = scene.reports[from..].iter().take_while(|report| report.cue.first < cue.end);
        here.into_iter().find(|report| report.cue.begin == cue.start && report.cue.end == cue.end)
    });
    let cue = report.map(|report| extent::of(scene, report, &(quoted.open..quoted.after))).or(speech.cue.clone());
    Some(Quote {
        span: Span::new(scene.reading.text, quoted.stretch.start..quoted.stretch.end).ok()?,
        kind: speech.kind,
        speaker: speech.voice.as_ref().and_then(|voice| annotated(scene.reading, voice, report, speech.own_phrase)),
        cue: cue.and_then(|cue| scene.reading.span(cue)),
        confidence: match speech.kind {
            QuoteKind::Mixed => confidence * 0.9,
            _ if pronoun => confidence * 0.85,
            _ => confidence,
        },
        rule: rule.into(),
    })
}

/// The speaker as the record has it: carried-over speakers that have an entity go without a span.
fn annotated(reading: &Reading<'_>, voice: &Voice, report: Option<&Report>, own_phrase: bool) -> Option<Speaker> {
    let entity = match voice.referent {
        Referent::Entity(id) | Referent::Pronoun(_, Some(id)) => Some(id),
        Referent::Pronoun(_, None) | Referent::Unnamed => None,
    };
    let words = wording::words(reading, voice.phrase.clone(), report, entity.is_some());
    let span = reading.span(words).filter(|_| own_phrase || entity.is_none());
    (entity.is_some() || span.is_some()).then_some(Speaker { entity, span })
}

#[cfg(test)]
mod tests;
