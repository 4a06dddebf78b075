//! The layers of a document: typed annotations, one file per kind. Extractors make them, the
//! engine merges and checks them, [`crate::record`] writes them out.

mod entity;
mod event;
mod extension;
mod language;
mod quantity;
mod quote;
mod relation;
mod role;
mod time;
mod token;

use std::{collections::BTreeMap, sync::Arc};

pub use entity::{Entity, EntityId, EntityKind, Facts, Gender, Mention, MentionForm};
pub use event::{Event, EventKind};
pub use extension::Annotation;
pub use language::Language;
pub use quantity::{Quantity, QuantityKind};
pub use quote::{Quote, QuoteKind, Speaker};
pub use relation::{Relation, RelationKind};
pub use role::{Role, RoleStatus};
pub use time::{TimeExpression, TimeKind};
pub use token::{Token, TokenKind};

use crate::{DocumentId, LayerName, Span, span::SpanError};

/// A phrase that characterises the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    /// The phrase in its most frequent form.
    pub text: String,
    /// Weight from 0 to 1, the best phrase of the article having the highest.
    pub score: f32,
}

/// Everything that extractors found on one document.
///
/// Spans are bytes of [`crate::Document::text`]. Lists are in text order unless said otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layers {
    /// `language`.
    pub language: Option<Language>,
    /// `tokens`: every token but white space, without gaps in meaning or overlaps.
    pub tokens: Vec<Token>,
    /// `sentences`: without surrounding white space, not overlapping.
    pub sentences: Vec<Span>,
    /// `entities`: the index into this list is the [`EntityId`].
    pub entities: Vec<Entity>,
    /// `quotes`.
    pub quotes: Vec<Quote>,
    /// `times`.
    pub times: Vec<TimeExpression>,
    /// `quantities`.
    pub quantities: Vec<Quantity>,
    /// `roles`.
    pub roles: Vec<Role>,
    /// `relations`.
    pub relations: Vec<Relation>,
    /// `events`.
    pub events: Vec<Event>,
    /// `keywords`, best first.
    pub keywords: Vec<Keyword>,
    /// `duplicate_of`.
    pub duplicate_of: Option<DocumentId>,
    /// `story`.
    pub story: Option<DocumentId>,
    /// `vendor/name` layers.
    pub extensions: BTreeMap<Arc<str>, Vec<Annotation>>,
}

/// A layer that does not fit its document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayerError {
    /// A span that is none of the document's text.
    #[error("layer `{layer}`: {error}")]
    Span {
        /// The layer at fault.
        layer: LayerName,
        /// What is wrong with the span.
        error: SpanError,
    },
    /// A reference to an entity that the document does not have.
    #[error("layer `{layer}` names entity {entity} of {count}")]
    Entity {
        /// The layer at fault.
        layer: LayerName,
        /// The entity's index.
        entity: u32,
        /// Number of entities of the document.
        count: usize,
    },
}

impl Layers {
    /// Takes over the layers named in `provided`, and only those, from `found`.
    pub fn merge(&mut self, mut found: Self, provided: &[LayerName]) {
        for layer in provided {
            match layer {
                LayerName::Text => {} // lives in the document itself
                LayerName::Language => self.language = found.language.take(),
                LayerName::Tokens => self.tokens = std::mem::take(&mut found.tokens),
                LayerName::Sentences => self.sentences = std::mem::take(&mut found.sentences),
                LayerName::Entities => self.entities = std::mem::take(&mut found.entities),
                LayerName::Quotes => self.quotes = std::mem::take(&mut found.quotes),
                LayerName::Times => self.times = std::mem::take(&mut found.times),
                LayerName::Quantities => self.quantities = std::mem::take(&mut found.quantities),
                LayerName::Roles => self.roles = std::mem::take(&mut found.roles),
                LayerName::Relations => self.relations = std::mem::take(&mut found.relations),
                LayerName::Events => self.events = std::mem::take(&mut found.events),
                LayerName::Keywords => self.keywords = std::mem::take(&mut found.keywords),
                LayerName::DuplicateOf => self.duplicate_of = found.duplicate_of,
                LayerName::Story => self.story = found.story,
                LayerName::Extension(name) => {
                    self.extensions.extend(found.extensions.remove_entry(name));
                }
            }
        }
    }

    /// Checks every span against `text` and every reference against the entities.
    ///
    /// `entities` is the number of entities the document will have: those of `self` where it
    /// provides them, else those the document has already.
    ///
    /// # Errors
    /// The first span or reference that does not fit.
    pub fn check(&self, text: &str, entities: usize) -> Result<(), LayerError> {
        let span = |layer: LayerName, span: Span| span.check(text).map_err(|error| LayerError::Span { layer, error });
        let entity = |layer: LayerName, id: EntityId| {
            if (id.0 as usize) < entities {
                Ok(())
            } else {
                Err(LayerError::Entity { layer, entity: id.0, count: entities })
            }
        };
        for token in &self.tokens {
            span(LayerName::Tokens, token.span)?;
        }
        for &sentence in &self.sentences {
            span(LayerName::Sentences, sentence)?;
        }
        for found in &self.entities {
            for mention in &found.mentions {
                span(LayerName::Entities, mention.span)?;
            }
            if let Some(place) = found.facts.born_in {
                entity(LayerName::Entities, place)?;
            }
        }
        for quote in &self.quotes {
            span(LayerName::Quotes, quote.span)?;
            let speaker = quote.speaker.as_ref();
            for part in speaker.and_then(|s| s.span).into_iter().chain(quote.cue) {
                span(LayerName::Quotes, part)?;
            }
            if let Some(id) = speaker.and_then(|s| s.entity) {
                entity(LayerName::Quotes, id)?;
            }
        }
        for time in &self.times {
            span(LayerName::Times, time.span)?;
        }
        for quantity in &self.quantities {
            span(LayerName::Quantities, quantity.span)?;
        }
        for role in &self.roles {
            span(LayerName::Roles, role.span)?;
            for id in std::iter::once(role.person).chain(role.of) {
                entity(LayerName::Roles, id)?;
            }
        }
        for relation in &self.relations {
            span(LayerName::Relations, relation.span)?;
            entity(LayerName::Relations, relation.subject)?;
            entity(LayerName::Relations, relation.object)?;
        }
        for event in &self.events {
            span(LayerName::Events, event.trigger)?;
            span(LayerName::Events, event.span)?;
            for &id in event.actors.iter().chain(&event.recipients).chain(&event.place) {
                entity(LayerName::Events, id)?;
            }
        }
        for (name, annotations) in &self.extensions {
            for annotation in annotations {
                span(LayerName::Extension(name.clone()), annotation.span)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found() -> Layers {
        let time = TimeExpression {
            span: Span::new("today", 0..5).unwrap(),
            kind: TimeKind::Date,
            value: "2024-10-01".into(),
        };
        let extension = Annotation { span: Span::new("today", 0..2).unwrap(), label: "x".into(), value: None };
        Layers {
            times: vec![time],
            keywords: vec![Keyword { text: "harbour".into(), score: 1.0 }],
            extensions: BTreeMap::from([("acme/x".into(), vec![extension])]),
            ..Layers::default()
        }
    }

    #[test]
    fn only_declared_layers_are_merged() {
        let mut layers = Layers::default();
        layers.merge(found(), &[LayerName::Times]);
        assert_eq!(layers, Layers { times: found().times, ..Layers::default() });
        layers.merge(found(), &["acme/x".parse().unwrap(), LayerName::Keywords]);
        assert_eq!(layers, found());
    }

    #[test]
    fn a_span_outside_the_text_is_found() {
        assert_eq!(found().check("today", 0), Ok(()));
        let error = found().check("toda", 0).unwrap_err();
        assert_eq!(error.to_string(), "layer `times`: span 0..5 reaches past the end of the text: 4 bytes");
    }

    #[test]
    fn a_reference_to_a_missing_entity_is_found() {
        let span = Span::new("today", 0..1).unwrap();
        let relation = Relation {
            kind: RelationKind::PartOf,
            subject: EntityId(0),
            object: EntityId(1),
            span,
            rule: "test".into(),
        };
        let layers = Layers { relations: vec![relation], ..Layers::default() };
        assert!(layers.check("today", 1).is_err());
        assert!(layers.check("today", 2).is_ok());
    }
}
