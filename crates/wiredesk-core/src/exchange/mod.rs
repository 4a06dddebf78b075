//! Documents and findings as JSON, for extractors that were not compiled in. What such an
//! extractor gets and gives has the form of a record (`wiredesk schema`), limited to the layers
//! that were asked for; offsets are in the [`Unit`] that the extractor counts in. Used by the
//! hosts of plugins; nothing else reads layers from outside.

mod found;
mod given;

use serde::{Deserialize, Serialize};

pub use self::{
    found::{Answer, NotFitting, read_layer},
    given::{Given, facts_json, layer_json},
};
use crate::span::CodePoints;

/// What offsets count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// UTF-8 bytes, as Rust and C slice strings.
    Bytes,
    /// Unicode code points, as Python does.
    #[default]
    CodePoints,
}

impl Unit {
    /// The conversion between this unit and bytes for one text.
    #[must_use]
    pub fn offsets(self, text: &str) -> CodePoints<'_> {
        match self {
            Self::Bytes => CodePoints::bytes(text),
            Self::CodePoints => CodePoints::new(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{Document, LayerName, Layers, Span, annotation::*, document::Article};

    const TEXT: &str = "Åsa Ek said “no” on Monday; 57 people of Brackwater agreed.";

    /// A document with something in every layer.
    fn document() -> Document {
        let at = |words: &str| Span::of(TEXT, &TEXT[TEXT.find(words).unwrap()..][..words.len()]);
        let mention = |words: &str, form| Mention { span: at(words), form, confidence: 0.5 };
        let person = Entity {
            kind: EntityKind::Person,
            name: "Åsa Ek".into(),
            mentions: vec![mention("Åsa Ek", MentionForm::Name)],
            facts: Facts { age: Some(57), born_in: Some(EntityId(1)), ..Facts::default() },
            confidence: 0.75,
        };
        let place = Entity {
            kind: EntityKind::Place,
            name: "Brackwater".into(),
            mentions: vec![mention("Brackwater", MentionForm::Adjective)],
            facts: Facts { country: Some("SE".into()), ..Facts::default() },
            confidence: 1.0,
        };
        let article = Article { key: "a.txt".into(), text: TEXT.into(), ..Article::default() };
        let mut document = Document::new("inbox".into(), article, jiff::Timestamp::UNIX_EPOCH);
        let id = document.id;
        document.layers = Layers {
            language: Some(Language { code: "en".into(), confidence: 0.5 }),
            tokens: vec![Token { span: at("said"), kind: TokenKind::Word }],
            sentences: vec![at(TEXT)],
            entities: vec![person, place],
            quotes: vec![Quote {
                span: at("no"),
                kind: QuoteKind::Direct,
                speaker: Some(Speaker { entity: Some(EntityId(0)), span: Some(at("Åsa Ek")) }),
                cue: Some(at("said")),
                confidence: 0.25,
                rule: "cue-before".into(),
            }],
            times: vec![TimeExpression { span: at("Monday"), kind: TimeKind::Date, value: "2024-10-07".into() }],
            quantities: vec![Quantity {
                span: at("57 people"),
                kind: QuantityKind::Count,
                value: 57.0,
                unit: Some("people".into()),
            }],
            roles: vec![Role {
                person: EntityId(0),
                title: "mayor".into(),
                of: Some(EntityId(1)),
                status: RoleStatus::Former,
                span: at("Åsa Ek"),
                since: None,
                until: Some("2024".into()),
                rule: "plugin".into(),
            }],
            relations: vec![Relation {
                kind: RelationKind::BornIn,
                subject: EntityId(0),
                object: EntityId(1),
                span: at(TEXT),
                rule: "apposition".into(),
            }],
            events: vec![Event {
                kind: EventKind::Agree,
                trigger: at("agreed"),
                actors: vec![EntityId(1)],
                recipients: vec![EntityId(0)],
                place: Some(EntityId(1)),
                time: None,
                negated: true,
                span: at(TEXT),
            }],
            keywords: vec![Keyword { text: "harbour".into(), score: 0.5 }],
            duplicate_of: Some(id),
            story: None,
            extensions: BTreeMap::from([(
                "acme/x".into(),
                vec![Annotation {
                    span: at("“no”"), label: "x".into(), value: Some(serde_json::json!({"a": [1]}))
                }],
            )]),
        };
        document
    }

    fn all() -> Vec<LayerName> {
        let names = "language tokens sentences entities quotes times quantities roles relations events keywords \
                     duplicate_of story acme/x";
        names.split_whitespace().map(|name| name.parse().unwrap()).collect()
    }

    #[test]
    fn every_layer_reads_back_as_it_was_written() {
        let document = document();
        for unit in [Unit::Bytes, Unit::CodePoints] {
            let offsets = unit.offsets(TEXT);
            let mut layers = Layers::default();
            for layer in all() {
                let json = layer_json(&document, &layer, unit).unwrap();
                read_layer(&layer, &json, TEXT, &offsets, 100, &mut layers).unwrap();
            }
            assert_eq!(layers, document.layers, "{unit:?}");
        }
    }

    #[test]
    fn only_the_layers_asked_for_are_given() {
        let document = document();
        let given =
            |layers: &[LayerName]| serde_json::to_value(Given::new(&document, layers, Unit::CodePoints)).unwrap();
        assert_eq!(given(&[])["layers"], serde_json::json!({}));
        let given = given(&[LayerName::Text, LayerName::Times]);
        assert_eq!(given["text"], TEXT);
        assert_eq!(given["layers"].as_object().unwrap().len(), 1);
        assert_eq!(given["layers"]["times"][0]["span"], serde_json::json!([20, 26]), "code points");
    }

    /// What becomes of an answer: the code of the failure, or `ok`.
    fn check(answer: &str, expected: &str) {
        let document = document();
        let answer: Answer<'_> = serde_json::from_str(answer).unwrap();
        let provides = ["acme/x".parse().unwrap(), LayerName::Entities];
        let offsets = Unit::CodePoints.offsets(TEXT);
        let found = answer.findings(&document, &provides, &offsets, "toy", 3);
        let code = found.as_ref().map_or_else(|failure| &*failure.code, |_| "ok");
        assert_eq!(code, expected, "{found:?}");
    }

    #[test]
    fn an_answer_is_taken_only_as_far_as_it_fits() {
        check("{}", "ok");
        check(r#"{"layers": {"acme/x": [{"span": [0, 3], "label": "a"}]}}"#, "ok");
        check(r#"{"layers": {"acme/x": [{"span": [3, 0], "label": "a"}]}}"#, "invalid-span");
        check(r#"{"layers": {"acme/x": [{"span": [0, 999], "label": "a"}]}}"#, "invalid-span");
        check(r#"{"layers": {"acme/x": [{"span": [-1, 2], "label": "a"}]}}"#, "invalid-span");
        check(r#"{"layers": {"acme/x": [{"span": [0, 1.5], "label": "a"}]}}"#, "invalid-layer");
        check(r#"{"layers": {"acme/x": {"span": [0, 1]}}}"#, "invalid-layer");
        check(r#"{"layers": {"acme/y": []}}"#, "invalid-layer");
        let many = r#"{"span": [0, 1], "label": "a"}"#;
        check(&format!(r#"{{"layers": {{"acme/x": [{many}, {many}, {many}, {many}]}}}}"#), "too-many-annotations");
        check(r#"{"layers": {"entities": [{"kind": "person", "name": "A", "mentions": []}]}}"#, "invalid-layer");
        check(r#"{"error": {"code": "no-body", "message": "links only"}}"#, "no-body");
        check(r#"{"error": {"code": "No Body!", "message": "links only"}}"#, "failed");
        check(r#"{"drop": "not news", "from": "the future"}"#, "ok");
    }

    #[test]
    fn bytes_that_cut_a_character_are_refused() {
        let mut layers = Layers::default();
        let layer: LayerName = "acme/x".parse().unwrap();
        let json = r#"[{"span": [1, 3], "label": "a"}]"#;
        let error = read_layer(&layer, json, TEXT, &Unit::Bytes.offsets(TEXT), 9, &mut layers).unwrap_err();
        assert_eq!(error.to_string(), "layer `acme/x`: item 0: span 1..3 cuts a character in two");
    }
}
