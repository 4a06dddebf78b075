//! The `entities` extractor: names, what they are, which of them mean the same, and the
//! descriptions and pronouns that refer to them. Reads tokens and sentences; knows nothing of
//! quotations or offices, which build on it.

mod agreement;
mod aliases;
mod candidates;
mod constituencies;
mod descriptions;
mod facts;
mod grouping;
mod headlines;
mod kin;
mod kinds;
mod nominal;
mod person_names;
pub mod pronouns;
mod relatives;
pub mod sequence;
mod surroundings;
mod tagger;
#[cfg(test)]
mod tests;
mod titles;
mod words;

use wiredesk_core::{
    Document, LayerName, Span,
    annotation::{Entity, Mention},
    error::Failure,
    extractor::{self, Declaration, Findings, SyncExtractor},
    options::NoOptions,
    registry::{Component, ExtractorComponent},
};

use self::{
    grouping::Draft,
    sequence::SequenceTagger,
    tagger::{NameSpan, Tagger},
    words::Words,
};
use crate::lexicon::SharedLexicons;

/// The component.
pub struct Entities {
    lexicons: SharedLexicons,
}

impl Entities {
    /// With lexicons that it shares with others.
    #[must_use]
    pub fn new(lexicons: SharedLexicons) -> Self {
        Self { lexicons }
    }
}

impl Component for Entities {
    const NAME: &'static str = "entities";
    const SUMMARY: &'static str = "people, organizations, places and other names, with all their mentions";
    const VERSION: &'static str = "5";
    type Options = NoOptions;
}

impl ExtractorComponent for Entities {
    fn declare(&self, _: &NoOptions) -> Declaration {
        Declaration {
            requires: vec![LayerName::Tokens, LayerName::Sentences],
            provides: vec![LayerName::Entities],
            languages: vec!["en".into()],
            ..Declaration::default()
        }
    }

    fn build(&self, _: &NoOptions) -> Result<extractor::Worker, Failure> {
        Ok(extractor::Worker::Sync(Box::new(Worker::new(self.lexicons.clone()))))
    }
}

struct Worker {
    lexicons: SharedLexicons,
    tagger: Box<dyn Tagger>,
    words: Words,
    names: Vec<NameSpan>,
    buffer: String,
}

impl Worker {
    fn new(lexicons: SharedLexicons) -> Self {
        Self {
            lexicons,
            tagger: Box::new(SequenceTagger::default()),
            words: Words::default(),
            names: Vec::new(),
            buffer: String::new(),
        }
    }

    /// Everything but the pronouns.
    fn drafts<'d>(&mut self, document: &'d Document) -> Vec<Draft<'d>> {
        let lexicons = self.lexicons.get();
        let text = &*document.text;
        self.words.read(document, lexicons);
        self.names.clear();
        self.tagger.tag(text, &self.words, lexicons, &mut self.names);
        surroundings::judge(text, &self.words, lexicons, &mut self.names);
        headlines::cut(text, &self.words, lexicons, &mut self.names);
        agreement::settle(text, &self.words, lexicons, &mut self.names);
        constituencies::mark(text, &self.words, lexicons, &mut self.names);
        let (words, buffer) = (&self.words, &mut self.buffer);
        let mut drafts = grouping::group(text, words, lexicons, &self.names);
        aliases::join(text, words, &mut drafts);
        kin::part(text, words, lexicons, &mut drafts);
        let descriptions = descriptions::find(text, words, lexicons, &drafts, buffer);
        facts::fill(text, words, &mut drafts, &descriptions);
        nominal::resolve(text, words, lexicons, &mut drafts, &descriptions, buffer);
        drafts
    }
}

impl SyncExtractor for Worker {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let mut drafts = self.drafts(document);
        let text = &*document.text;
        pronouns::resolve(text, &self.words, self.lexicons.get(), &mut drafts);
        relatives::resolve(text, &self.words, &mut drafts);
        let mut findings = Findings::default();
        findings.layers.entities = drafts.into_iter().map(|draft| finish(draft, text, &self.words)).collect();
        Ok(findings)
    }
}

fn finish(mut draft: Draft<'_>, text: &str, words: &Words) -> Entity {
    draft.mentions.sort_by_key(|mention| (mention.first, mention.end));
    let mentions = draft.mentions.iter().filter_map(|mention| {
        let range = words.list[mention.first].span.start()..words.list[mention.end - 1].span.end();
        let span = Span::new(text, range).ok()?;
        Some(Mention { span, form: mention.form, confidence: mention.confidence })
    });
    Entity {
        kind: draft.kind,
        mentions: mentions.collect(),
        name: draft.name.into_owned(),
        facts: draft.facts,
        confidence: draft.confidence,
    }
}
