//! What a plugin is given: puts documents into the form of the contract, with only the layers that
//! it asked for. Text and other strings are borrowed; what has to be converted is gathered in
//! buffers that an instance keeps.

use std::{io::Write, ops::Range, str};

use wiredesk_core::{
    Document, LayerName, Span,
    annotation::{Entity, EntityKind, Mention, MentionForm, TokenKind},
    exchange::{Unit, facts_json, layer_json},
    extractor::Declaration,
};

use crate::contract::{exports::wiredesk::extractor::guest::Document as Given, wiredesk::extractor::types::LayerParam};

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
    /// UTF-8: ids, names, facts, JSON layers.
    words: Vec<u8>,
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
    entities: Range<usize>,
    names: Range<usize>,
    facts: Range<usize>,
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
        let layers: Vec<LayerParam<'_>> = (asked.others.iter().cycle())
            .zip(&self.layers)
            .map(|((_, name), json)| LayerParam { name, json: self.words(json) })
            .collect();
        let authors: Vec<&str> = documents.iter().flat_map(|document| &document.authors).map(String::as_str).collect();

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
                entities: &self.numbers[parts.entities.clone()],
                names: self.words(&parts.names),
                facts: self.words(&parts.facts),
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
            self.convert_entities(&layers.entities, &mut parts);
        }
        for (layer, _) in &asked.others {
            let json = self.say(|words| push(words, layer_json(document, layer, Unit::Bytes)));
            self.layers.push(json);
        }
        self.parts.push(parts);
    }

    fn convert_entities(&mut self, entities: &[Entity], parts: &mut Parts) {
        parts.names =
            self.say(|words| entities.iter().for_each(|entity| words.extend_from_slice(entity.name.as_bytes())));
        let (start, facts) = (self.numbers.len(), self.words.len());
        let mut name_end = 0;
        for entity in entities {
            name_end += entity.name.len();
            push(&mut self.words, facts_json(&entity.facts));
            let facts_end = self.words.len() - facts;
            // names are parts of texts, or of answers, which are capped far below 4 GiB
            self.numbers.extend_from_slice(&[entity_kind(entity.kind), name_end as u32, facts_end as u32]);
        }
        parts.facts = facts..self.words.len();
        parts.entities = start..self.numbers.len();
        for (index, entity) in (0..).zip(entities) {
            for Mention { span, form, confidence } in &entity.mentions {
                let [from, to] = offsets(*span);
                self.numbers.extend_from_slice(&[from, to, index, mention_form(*form), hundredths(*confidence)]);
            }
        }
        parts.mentions = parts.entities.end..self.numbers.len();
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

fn entity_kind(kind: EntityKind) -> u32 {
    match kind {
        EntityKind::Person => 0,
        EntityKind::Organization => 1,
        EntityKind::Place => 2,
        EntityKind::Group => 3,
        EntityKind::Product => 4,
        EntityKind::Event => 5,
        EntityKind::Work => 6,
        EntityKind::Other => 7,
    }
}
