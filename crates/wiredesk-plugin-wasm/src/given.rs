//! What a plugin is given: puts documents into the form of the contract, with only the layers that
//! it asked for. Text and other strings are borrowed; what has to be converted is gathered in
//! buffers that an instance keeps.

use std::{io::Write, ops::Range, str};

use wiredesk_core::{
    Document, LayerName, Span,
    annotation::{EntityKind, Mention, MentionForm, TokenKind},
    exchange::{Unit, facts_json, layer_json},
    extractor::Declaration,
};

use crate::{contract::exports::wiredesk::extractor::guest::Document as Given, contract::wiredesk::extractor::types};

/// The layers a plugin asked for.
pub(crate) struct Asked {
    tokens: bool,
    sentences: bool,
    entities: bool,
    /// Given as JSON, with their names.
    others: Vec<(LayerName, String)>,
}

impl Asked {
    pub(crate) fn new(declaration: &Declaration) -> Self {
        let mut asked = Self { tokens: false, sentences: false, entities: false, others: Vec::new() };
        for layer in declaration.requires.iter().chain(&declaration.uses) {
            match layer {
                // these always come along
                LayerName::Text | LayerName::Language => {}
                LayerName::Tokens => asked.tokens = true,
                LayerName::Sentences => asked.sentences = true,
                LayerName::Entities => asked.entities = true,
                other if asked.others.iter().any(|(known, _)| known == other) => {}
                other => asked.others.push((other.clone(), other.to_string())),
            }
        }
        asked
    }
}

/// Buffers for one call, kept from call to call.
#[derive(Default)]
pub(crate) struct Scratch {
    numbers: Vec<u32>,
    kinds: Vec<u8>,
    /// UTF-8: ids, facts, JSON layers.
    words: Vec<u8>,
    /// In `words`: the facts of all entities.
    facts: Vec<Range<usize>>,
    /// In `words`: the JSON layers, as many per document as were asked for.
    layers: Vec<Range<usize>>,
    parts: Vec<Parts>,
}

/// Where in the buffers a document's parts stand.
#[derive(Clone, Default)]
struct Parts {
    id: Range<usize>,
    tokens: Range<usize>,
    kinds: Range<usize>,
    sentences: Range<usize>,
    mentions: Range<usize>,
}

impl Scratch {
    /// Calls `with` with the documents in the form of the contract.
    pub(crate) fn with_given<R>(
        &mut self,
        asked: &Asked,
        documents: &[&Document],
        with: impl FnOnce(&[Given<'_>]) -> R,
    ) -> R {
        self.clear();
        for document in documents {
            self.convert(asked, document);
        }
        let entities = self.entities(asked, documents);
        let layers: Vec<types::LayerParam<'_>> = (asked.others.iter().cycle())
            .zip(&self.layers)
            .map(|((_, name), json)| types::LayerParam { name, json: self.words(json) })
            .collect();
        let authors: Vec<&str> = documents.iter().flat_map(|document| &document.authors).map(String::as_str).collect();

        let mut entities = entities.as_slice();
        let mut layers = layers.as_slice();
        let mut authors = authors.as_slice();
        let given: Vec<Given<'_>> = (documents.iter().zip(&self.parts))
            .map(|(document, parts)| Given {
                id: self.words(&parts.id),
                source: &document.source,
                key: &document.key,
                url: document.url.as_deref(),
                title: document.title.as_deref(),
                authors: take(&mut authors, document.authors.len()),
                published: document.published.map(|published| published.at.as_millisecond()),
                language: document.layers.language.as_ref().map(|language| &*language.code),
                text: &document.text,
                tokens: &self.numbers[parts.tokens.clone()],
                token_kinds: &self.kinds[parts.kinds.clone()],
                sentences: &self.numbers[parts.sentences.clone()],
                entities: take(&mut entities, if asked.entities { document.layers.entities.len() } else { 0 }),
                mentions: &self.numbers[parts.mentions.clone()],
                layers: take(&mut layers, asked.others.len()),
                meta: &[],
            })
            .collect();
        with(&given)
    }

    fn clear(&mut self) {
        self.numbers.clear();
        self.kinds.clear();
        self.words.clear();
        self.facts.clear();
        self.layers.clear();
        self.parts.clear();
    }

    /// Gathers what of a document cannot be borrowed.
    fn convert(&mut self, asked: &Asked, document: &Document) {
        let layers = &document.layers;
        let mut parts = Parts { id: self.say(|words| drop(write!(words, "{}", document.id))), ..Parts::default() };
        if asked.tokens {
            parts.tokens = append_spans(&mut self.numbers, layers.tokens.iter().map(|token| token.span));
            parts.kinds = self.kinds.len()..self.kinds.len() + layers.tokens.len();
            self.kinds.extend(layers.tokens.iter().map(|token| token_kind(token.kind)));
        }
        if asked.sentences {
            parts.sentences = append_spans(&mut self.numbers, layers.sentences.iter().copied());
        }
        if asked.entities {
            let start = self.numbers.len();
            for (index, entity) in (0..).zip(&layers.entities) {
                for Mention { span, form, confidence } in &entity.mentions {
                    let [from, to] = offsets(*span);
                    self.numbers.extend_from_slice(&[from, to, index, mention_form(*form), hundredths(*confidence)]);
                }
            }
            parts.mentions = start..self.numbers.len();
            for entity in &layers.entities {
                let facts = self.say(|words| push(words, facts_json(&entity.facts)));
                self.facts.push(facts);
            }
        }
        for (layer, _) in &asked.others {
            let json = self.say(|words| push(words, layer_json(document, layer, Unit::Bytes)));
            self.layers.push(json);
        }
        self.parts.push(parts);
    }

    /// The entities of all documents, one after another.
    fn entities<'s>(&'s self, asked: &Asked, documents: &'s [&Document]) -> Vec<types::Entity<'s>> {
        if !asked.entities {
            return Vec::new();
        }
        let entities = documents.iter().flat_map(|document| &document.layers.entities);
        let convert = |(entity, facts): (&'s wiredesk_core::annotation::Entity, &'s Range<usize>)| types::Entity {
            kind: entity_kind(entity.kind),
            name: &entity.name,
            facts: self.words(facts),
        };
        entities.zip(&self.facts).map(convert).collect()
    }

    /// Where in `words` stands what `write` adds to it.
    fn say(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Range<usize> {
        let start = self.words.len();
        write(&mut self.words);
        start..self.words.len()
    }

    fn words(&self, at: &Range<usize>) -> &str {
        // hex digits and JSON are UTF-8, and every range is that of one of them
        str::from_utf8(&self.words[at.clone()]).unwrap_or_default()
    }
}

/// Adds JSON, which can always be made of what a document holds.
fn push(words: &mut Vec<u8>, json: serde_json::Result<String>) {
    words.extend_from_slice(json.unwrap_or_default().as_bytes());
}

fn offsets(span: Span) -> [u32; 2] {
    [span.start() as u32, span.end() as u32] // a span holds no more than that
}

fn append_spans(numbers: &mut Vec<u32>, spans: impl ExactSizeIterator<Item = Span>) -> Range<usize> {
    let start = numbers.len();
    numbers.reserve(spans.len() * 2);
    for span in spans {
        numbers.extend_from_slice(&offsets(span));
    }
    start..numbers.len()
}

/// Splits off the first `count` elements.
fn take<'l, T>(list: &mut &'l [T], count: usize) -> &'l [T] {
    let (first, rest) = list.split_at(count);
    *list = rest;
    first
}

fn hundredths(confidence: f32) -> u32 {
    (confidence.clamp(0.0, 1.0) * 100.0 + 0.5) as u32 // NaN becomes 0
}

fn token_kind(kind: TokenKind) -> u8 {
    match kind {
        TokenKind::Word => 0,
        TokenKind::Number => 1,
        TokenKind::Clitic => 2,
        TokenKind::Quote => 3,
        TokenKind::Punctuation => 4,
        TokenKind::Symbol => 5,
    }
}

fn mention_form(form: MentionForm) -> u32 {
    match form {
        MentionForm::Name => 0,
        MentionForm::Nominal => 1,
        MentionForm::Pronoun => 2,
        MentionForm::Adjective => 3,
    }
}

fn entity_kind(kind: EntityKind) -> types::EntityKind {
    match kind {
        EntityKind::Person => types::EntityKind::Person,
        EntityKind::Organization => types::EntityKind::Organization,
        EntityKind::Place => types::EntityKind::Place,
        EntityKind::Group => types::EntityKind::Group,
        EntityKind::Product => types::EntityKind::Product,
        EntityKind::Event => types::EntityKind::Event,
        EntityKind::Work => types::EntityKind::Work,
        EntityKind::Other => types::EntityKind::Other,
    }
}
