//! A document as an extractor outside the program sees it: metadata, text, and exactly the layers
//! it asked for.

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::Unit;
use crate::{
    Document, LayerName,
    annotation::{Facts, Token},
    record::{RecordFacts, View},
};

/// A document limited to some layers, ready to be serialised.
///
/// ```json
/// {"id": "5f2b…", "source": "inbox", "key": "a.txt", "url": null, "title": null, "authors": [],
///  "published": "2024-10-01T00:00:00Z", "language": "en", "text": "…",
///  "layers": {"sentences": [[0, 278]], "entities": [{"id": "e1", "kind": "person", …}]}}
/// ```
#[derive(Clone, Copy)]
pub struct Given<'d> {
    document: &'d Document,
    layers: &'d [LayerName],
    unit: Unit,
}

impl<'d> Given<'d> {
    /// The document with `layers` only; spans count in `unit`.
    #[must_use]
    pub fn new(document: &'d Document, layers: &'d [LayerName], unit: Unit) -> Self {
        Self { document, layers, unit }
    }
}

impl Serialize for Given<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let document = self.document;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &document.id)?;
        map.serialize_entry("source", &*document.source)?;
        map.serialize_entry("key", &document.key)?;
        map.serialize_entry("url", &document.url)?;
        map.serialize_entry("title", &document.title)?;
        map.serialize_entry("authors", &document.authors)?;
        map.serialize_entry("published", &document.published.map(|published| published.at))?;
        map.serialize_entry("language", &document.layers.language.as_ref().map(|language| &language.code))?;
        map.serialize_entry("text", &*document.text)?;
        map.serialize_entry("layers", &GivenLayers(*self))?;
        map.end()
    }
}

struct GivenLayers<'d>(Given<'d>);

impl Serialize for GivenLayers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Given { document, layers, unit } = self.0;
        let mut map = serializer.serialize_map(None)?;
        // most extractors ask for nothing but text: then no offset has to be converted
        if layers.iter().any(|layer| *layer != LayerName::Text) {
            let view = View { text: &document.text, points: unit.offsets(&document.text) };
            for layer in layers.iter().filter(|layer| **layer != LayerName::Text) {
                map.serialize_key(&LayerNameText(layer))?;
                map.serialize_value(&GivenLayer { document, layer, view: &view })?;
            }
        }
        map.end()
    }
}

/// One layer of a document as JSON, as it stands under `layers`.
///
/// # Errors
/// None in practice: a document's layers can always be written.
pub fn layer_json(document: &Document, layer: &LayerName, unit: Unit) -> serde_json::Result<String> {
    let view = View { text: &document.text, points: unit.offsets(&document.text) };
    serde_json::to_string(&GivenLayer { document, layer, view: &view })
}

/// What the text says about an entity as JSON, as it stands under `facts`; empty if that is nothing.
///
/// # Errors
/// None in practice, as for [`layer_json`].
pub fn facts_json(facts: &Facts) -> serde_json::Result<String> {
    if *facts == Facts::default() { Ok(String::new()) } else { serde_json::to_string(&RecordFacts::of(facts)) }
}

struct LayerNameText<'l>(&'l LayerName);

impl Serialize for LayerNameText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

struct GivenLayer<'g, 'd> {
    document: &'d Document,
    layer: &'g LayerName,
    view: &'g View<'d>,
}

impl Serialize for GivenLayer<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { document, view, .. } = *self;
        let layers = &document.layers;
        match self.layer {
            LayerName::Text => document.text.serialize(serializer),
            LayerName::Language => view.language(document).serialize(serializer),
            LayerName::Tokens => {
                serializer.collect_seq(layers.tokens.iter().map(|&Token { span, kind }| (view.span(span), kind)))
            }
            LayerName::Sentences => serializer.collect_seq(layers.sentences.iter().map(|&span| view.span(span))),
            LayerName::Entities => view.entities(document).serialize(serializer),
            LayerName::Quotes => view.quotes(document).serialize(serializer),
            LayerName::Times => view.times(document).serialize(serializer),
            LayerName::Quantities => view.quantities(document).serialize(serializer),
            LayerName::Roles => view.roles(document).serialize(serializer),
            LayerName::Relations => view.relations(document).serialize(serializer),
            LayerName::Events => view.events(document).serialize(serializer),
            LayerName::Keywords => view.keywords(document).serialize(serializer),
            LayerName::DuplicateOf => layers.duplicate_of.serialize(serializer),
            LayerName::Story => layers.story.serialize(serializer),
            LayerName::Extension(name) => {
                let annotations = layers.extensions.get(name).map_or(&[][..], Vec::as_slice);
                view.annotations(annotations).serialize(serializer)
            }
        }
    }
}
