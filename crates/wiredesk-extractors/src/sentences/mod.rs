//! The `sentences` extractor: the one tokenisation that all extractors share, and sentences made
//! of it. Reads the text only; never changes it.

mod abbreviations;
mod characters;
pub(crate) mod lines;
mod list_markers;
mod marks;
mod splitter;
#[cfg(test)]
mod tests;
mod tokenizer;

use wiredesk_core::{
    Document, LayerName,
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    options::NoOptions,
    registry::{Component, ExtractorComponent},
};

pub(crate) use self::abbreviations::starts_sentence;
pub use self::{splitter::split, tokenizer::tokenize};

/// The component.
pub struct Sentences;

impl Component for Sentences {
    const NAME: &'static str = "sentences";
    const SUMMARY: &'static str = "tokens and sentences, shared by all extractors";
    const VERSION: &'static str = "1";
    type Options = NoOptions;
}

impl ExtractorComponent for Sentences {
    fn declare(&self, _: &NoOptions) -> Declaration {
        Declaration {
            uses: vec![LayerName::Text],
            provides: vec![LayerName::Tokens, LayerName::Sentences],
            ..Declaration::default()
        }
    }

    fn build(&self, _: &NoOptions) -> Result<Worker, Failure> {
        Ok(Worker::Sync(Box::new(SentencesWorker)))
    }
}

struct SentencesWorker;

impl SyncExtractor for SentencesWorker {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let mut findings = Findings::default();
        let layers = &mut findings.layers;
        tokenize(&document.text, &mut layers.tokens);
        // they are most of what a document weighs on its way, and a vector that has grown has up to twice the room
        layers.tokens.shrink_to_fit();
        split(&document.text, &layers.tokens, &mut layers.sentences);
        Ok(findings)
    }
}
