//! The public form of a finished document: `wiredesk.record/1`. Made from a [`Document`] by
//! sinks; the only place where byte offsets become Unicode code points.

use std::{borrow::Cow, collections::BTreeMap};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::{
    Document, DocumentId, Span,
    annotation::{
        EntityId, EntityKind, EventKind, Facts, Gender, MentionForm, QuantityKind, QuoteKind, RelationKind, RoleStatus,
        TimeKind,
    },
    document::{DateOrigin, Problem, Provenance},
    span::CodePoints,
};

/// Name and version of the format.
pub const SCHEMA: &str = "wiredesk.record/1";

/// `[start, end)` in Unicode code points of the record's `text`.
pub type CodePointSpan = [u32; 2];

/// What wiredesk writes for one article.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "wiredesk.record/1")]
pub struct Record<'d> {
    /// Always `wiredesk.record/1`.
    pub schema: &'static str,
    /// 32 hex digits, the same for the same article on every run.
    #[schemars(with = "String", regex(pattern = "^[0-9a-f]{32}$"))]
    pub id: DocumentId,
    /// The configured source's id.
    pub source: &'d str,
    /// The article's own name inside the source.
    pub key: &'d str,
    /// Canonical address.
    pub url: Option<&'d str>,
    /// Headline.
    pub title: Option<&'d str>,
    /// Names as printed.
    pub authors: &'d [String],
    /// When the article was published, in UTC; never later than `fetched`.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub published: Option<Timestamp>,
    /// Where that date was read.
    pub published_from: Option<DateOrigin>,
    /// When the source read the article, in UTC.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub fetched: Timestamp,
    /// Language of the text.
    pub language: Option<RecordLanguage<'d>>,
    /// The article's text, which all spans refer to.
    pub text: &'d str,
    /// What cleaning took out.
    pub removed: Vec<RecordRemoved<'d>>,
    /// Sentence spans.
    pub sentences: Vec<CodePointSpan>,
    /// Named things and their mentions.
    pub entities: Vec<RecordEntity<'d>>,
    /// Who said what.
    pub quotes: Vec<RecordQuote<'d>>,
    /// TIMEX3 expressions.
    pub times: Vec<RecordTime<'d>>,
    /// Numbers, money, ages, measures.
    pub quantities: Vec<RecordQuantity<'d>>,
    /// Who holds which office of what.
    pub roles: Vec<RecordRole<'d>>,
    /// Relations between entities.
    pub relations: Vec<RecordRelation<'d>>,
    /// What happened.
    pub events: Vec<RecordEvent<'d>>,
    /// Characteristic phrases, best first.
    pub keywords: Vec<RecordKeyword<'d>>,
    /// Id of the first copy seen of the same wire story.
    #[schemars(with = "Option<String>")]
    pub duplicate_of: Option<DocumentId>,
    /// Id of the running story this article belongs to.
    #[schemars(with = "Option<String>")]
    pub story: Option<DocumentId>,
    /// What custom extractors added, by layer name.
    pub extensions: BTreeMap<&'d str, Vec<RecordAnnotation<'d>>>,
    /// What went wrong on the way.
    pub problems: &'d [Problem],
    /// What made this record.
    pub provenance: &'d Provenance,
}

/// Language code and confidence.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordLanguage<'d> {
    /// ISO 639 code.
    pub code: &'d str,
    /// From 0 to 1.
    #[serde(serialize_with = "two_digits")]
    pub confidence: f32,
}

/// A piece that cleaning took out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordRemoved<'d> {
    /// The words.
    pub text: &'d str,
    /// Why.
    pub reason: &'d str,
}

/// Something named in the article.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordEntity<'d> {
    /// `e1`, `e2`, …
    #[schemars(with = "String")]
    pub id: EntityId,
    /// What sort of thing it is.
    pub kind: EntityKind,
    /// The fullest name found in the article.
    pub name: &'d str,
    /// Every mention, in text order.
    pub mentions: Vec<RecordMention<'d>>,
    /// Only what the text says.
    pub facts: RecordFacts<'d>,
    /// From 0 to 1.
    #[serde(serialize_with = "two_digits")]
    pub confidence: f32,
}

/// One mention of an entity.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordMention<'d> {
    /// Where it stands.
    pub span: CodePointSpan,
    /// The words.
    pub text: &'d str,
    /// How it refers.
    pub form: MentionForm,
    /// From 0 to 1.
    #[serde(serialize_with = "two_digits")]
    pub confidence: f32,
}

/// What the text says about an entity; what it does not say is left out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordFacts<'d> {
    /// In years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<u16>,
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationality: Option<&'d str>,
    /// `f` or `m`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// Id of the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub born_in: Option<EntityId>,
    /// ISO 3166-1 alpha-2, of a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<&'d str>,
}

impl<'d> RecordFacts<'d> {
    pub(crate) fn of(facts: &'d Facts) -> Self {
        Self {
            age: facts.age,
            nationality: facts.nationality.as_deref(),
            gender: facts.gender,
            born_in: facts.born_in,
            country: facts.country.as_deref(),
        }
    }
}

/// A stretch of attributed speech.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordQuote<'d> {
    /// What was said, quote marks excluded.
    pub span: CodePointSpan,
    /// The words.
    pub text: &'d str,
    /// Direct, mixed, indirect.
    pub kind: QuoteKind,
    /// Null if not known.
    pub speaker: Option<RecordSpeaker<'d>>,
    /// Null if there is none.
    pub cue: Option<RecordWords<'d>>,
    /// From 0 to 1.
    #[serde(serialize_with = "two_digits")]
    pub confidence: f32,
    /// The rule that decided on the speaker.
    pub rule: &'d str,
}

/// Whom a quote is attributed to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordSpeaker<'d> {
    /// Id of the entity; null for unnamed speakers.
    #[schemars(with = "Option<String>")]
    pub entity: Option<EntityId>,
    /// Null where the speaker is carried over from an earlier quote.
    pub span: Option<CodePointSpan>,
    /// The words of the span, else the entity's name.
    pub text: &'d str,
}

/// Words of the text.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordWords<'d> {
    /// Where they stand.
    pub span: CodePointSpan,
    /// The words.
    pub text: &'d str,
}

/// A time expression.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordTime<'d> {
    /// Where it stands.
    pub span: CodePointSpan,
    /// The words.
    pub text: &'d str,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value.
    pub value: &'d str,
}

/// A quantity.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordQuantity<'d> {
    /// Where it stands.
    pub span: CodePointSpan,
    /// The words.
    pub text: &'d str,
    /// What it measures.
    pub kind: QuantityKind,
    /// In the unit as written.
    #[serde(serialize_with = "whole_if_whole")]
    pub value: f64,
    /// ISO 4217 for money, else an English singular name.
    pub unit: Option<&'d str>,
}

/// A person's office.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordRole<'d> {
    /// Id of the holder.
    #[schemars(with = "String")]
    pub person: EntityId,
    /// The office.
    pub title: &'d str,
    /// Id of the body or country.
    #[schemars(with = "Option<String>")]
    pub of: Option<EntityId>,
    /// At the time of the article.
    pub status: RoleStatus,
    /// The words that state it.
    pub span: CodePointSpan,
    /// ISO 8601.
    pub since: Option<&'d str>,
    /// ISO 8601.
    pub until: Option<&'d str>,
}

/// A relation between two entities.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordRelation<'d> {
    /// What is stated.
    pub kind: RelationKind,
    /// Id of the subject.
    #[schemars(with = "String")]
    pub subject: EntityId,
    /// Id of the object.
    #[schemars(with = "String")]
    pub object: EntityId,
    /// The words that state it.
    pub span: CodePointSpan,
    /// The rule that decided.
    pub rule: &'d str,
}

/// Something that happened.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordEvent<'d> {
    /// PLOVER type, or one of wiredesk's own.
    pub kind: EventKind,
    /// The words that express it.
    pub trigger: RecordWords<'d>,
    /// Ids of those who act.
    #[schemars(with = "Vec<String>")]
    pub actors: &'d [EntityId],
    /// Ids of those it is done to.
    #[schemars(with = "Vec<String>")]
    pub recipients: &'d [EntityId],
    /// Id of the place.
    #[schemars(with = "Option<String>")]
    pub place: Option<EntityId>,
    /// TIMEX3 value.
    pub time: Option<&'d str>,
    /// Whether the text says that it did not happen.
    pub negated: bool,
    /// The clause or sentence.
    pub span: CodePointSpan,
}

/// A characteristic phrase.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordKeyword<'d> {
    /// The phrase.
    pub text: &'d str,
    /// From 0 to 1.
    #[serde(serialize_with = "two_digits")]
    pub score: f32,
}

/// An annotation of a custom extractor.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordAnnotation<'d> {
    /// Where it stands.
    pub span: CodePointSpan,
    /// What it is.
    pub label: &'d str,
    /// Whatever the extractor adds.
    pub value: Option<Cow<'d, Value>>,
}

impl Serialize for EntityId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("e{}", self.0 + 1))
    }
}

/// Scores have no more meaning than two digits, and shorter records are cheaper to keep.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn two_digits<S: serde::Serializer>(score: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((f64::from(*score) * 100.0).round() / 100.0)
}

/// `57`, not `57.0`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn whole_if_whole<S: serde::Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}

impl<'d> Record<'d> {
    /// The record of a document; borrows everything but the converted spans.
    #[must_use]
    pub fn of(document: &'d Document) -> Self {
        let view = View { text: &document.text, points: CodePoints::new(&document.text) };
        let layers = &document.layers;
        Self {
            schema: SCHEMA,
            id: document.id,
            source: &document.source,
            key: &document.key,
            url: document.url.as_deref(),
            title: document.title.as_deref(),
            authors: &document.authors,
            published: document.published.map(|published| published.at),
            published_from: document.published.map(|published| published.from),
            fetched: document.fetched,
            language: view.language(document),
            text: &document.text,
            removed: document.removed.iter().map(|r| RecordRemoved { text: &r.text, reason: &r.reason }).collect(),
            sentences: layers.sentences.iter().map(|&span| view.span(span)).collect(),
            entities: view.entities(document),
            quotes: view.quotes(document),
            times: view.times(document),
            quantities: view.quantities(document),
            roles: view.roles(document),
            relations: view.relations(document),
            events: view.events(document),
            keywords: view.keywords(document),
            duplicate_of: layers.duplicate_of,
            story: layers.story,
            extensions: view.extensions(document),
            problems: &document.problems,
            provenance: &document.provenance,
        }
    }
}

/// A document's text with its offsets converted.
pub(crate) struct View<'d> {
    pub(crate) text: &'d str,
    pub(crate) points: CodePoints<'d>,
}

impl<'d> View<'d> {
    pub(crate) fn span(&self, span: Span) -> CodePointSpan {
        self.points.of_span(span)
    }

    fn slice(&self, span: Span) -> &'d str {
        span.slice(self.text)
    }

    fn words(&self, span: Span) -> RecordWords<'d> {
        RecordWords { span: self.span(span), text: self.slice(span) }
    }

    #[expect(clippy::unused_self, reason = "as the other layers")]
    pub(crate) fn language(&self, document: &'d Document) -> Option<RecordLanguage<'d>> {
        let language = document.layers.language.as_ref()?;
        Some(RecordLanguage { code: &language.code, confidence: language.confidence })
    }

    pub(crate) fn times(&self, document: &'d Document) -> Vec<RecordTime<'d>> {
        let record = |time: &'d crate::annotation::TimeExpression| RecordTime {
            span: self.span(time.span),
            text: self.slice(time.span),
            kind: time.kind,
            value: &time.value,
        };
        document.layers.times.iter().map(record).collect()
    }

    pub(crate) fn quantities(&self, document: &'d Document) -> Vec<RecordQuantity<'d>> {
        let record = |quantity: &'d crate::annotation::Quantity| RecordQuantity {
            span: self.span(quantity.span),
            text: self.slice(quantity.span),
            kind: quantity.kind,
            value: quantity.value,
            unit: quantity.unit.as_deref(),
        };
        document.layers.quantities.iter().map(record).collect()
    }

    pub(crate) fn roles(&self, document: &'d Document) -> Vec<RecordRole<'d>> {
        let record = |role: &'d crate::annotation::Role| RecordRole {
            person: role.person,
            title: &role.title,
            of: role.of,
            status: role.status,
            span: self.span(role.span),
            since: role.since.as_deref(),
            until: role.until.as_deref(),
        };
        document.layers.roles.iter().map(record).collect()
    }

    pub(crate) fn relations(&self, document: &'d Document) -> Vec<RecordRelation<'d>> {
        let record = |relation: &'d crate::annotation::Relation| RecordRelation {
            kind: relation.kind,
            subject: relation.subject,
            object: relation.object,
            span: self.span(relation.span),
            rule: &relation.rule,
        };
        document.layers.relations.iter().map(record).collect()
    }

    #[expect(clippy::unused_self, reason = "as the other layers")]
    pub(crate) fn keywords(&self, document: &'d Document) -> Vec<RecordKeyword<'d>> {
        let record =
            |keyword: &'d crate::annotation::Keyword| RecordKeyword { text: &keyword.text, score: keyword.score };
        document.layers.keywords.iter().map(record).collect()
    }

    pub(crate) fn entities(&self, document: &'d Document) -> Vec<RecordEntity<'d>> {
        let record = |(index, entity): (usize, &'d crate::annotation::Entity)| RecordEntity {
            id: EntityId(index as u32),
            kind: entity.kind,
            name: &entity.name,
            mentions: (entity.mentions.iter())
                .map(|mention| RecordMention {
                    span: self.span(mention.span),
                    text: self.slice(mention.span),
                    form: mention.form,
                    confidence: mention.confidence,
                })
                .collect(),
            facts: RecordFacts::of(&entity.facts),
            confidence: entity.confidence,
        };
        document.layers.entities.iter().enumerate().map(record).collect()
    }

    pub(crate) fn quotes(&self, document: &'d Document) -> Vec<RecordQuote<'d>> {
        let name = |id: EntityId| document.layers.entities.get(id.0 as usize).map_or("", |entity| &*entity.name);
        let record = |quote: &'d crate::annotation::Quote| RecordQuote {
            span: self.span(quote.span),
            text: self.slice(quote.span),
            kind: quote.kind,
            speaker: quote.speaker.map(|speaker| RecordSpeaker {
                entity: speaker.entity,
                span: speaker.span.map(|span| self.span(span)),
                text: speaker.span.map_or_else(|| speaker.entity.map_or("", name), |span| self.slice(span)),
            }),
            cue: quote.cue.map(|span| self.words(span)),
            confidence: quote.confidence,
            rule: &quote.rule,
        };
        document.layers.quotes.iter().map(record).collect()
    }

    pub(crate) fn events(&self, document: &'d Document) -> Vec<RecordEvent<'d>> {
        let record = |event: &'d crate::annotation::Event| RecordEvent {
            kind: event.kind,
            trigger: self.words(event.trigger),
            actors: &event.actors,
            recipients: &event.recipients,
            place: event.place,
            time: event.time.as_deref(),
            negated: event.negated,
            span: self.span(event.span),
        };
        document.layers.events.iter().map(record).collect()
    }

    fn extensions(&self, document: &'d Document) -> BTreeMap<&'d str, Vec<RecordAnnotation<'d>>> {
        let layers = document.layers.extensions.iter();
        layers.map(|(name, annotations)| (&**name, self.annotations(annotations))).collect()
    }

    pub(crate) fn annotations(&self, annotations: &'d [crate::annotation::Annotation]) -> Vec<RecordAnnotation<'d>> {
        let record = |annotation: &'d crate::annotation::Annotation| RecordAnnotation {
            span: self.span(annotation.span),
            label: &annotation.label,
            value: annotation.value.as_ref().map(Cow::Borrowed),
        };
        annotations.iter().map(record).collect()
    }
}

/// The JSON Schema of [`Record`], as `wiredesk schema` prints it.
#[must_use]
pub fn schema() -> Value {
    schemars::schema_for!(Record).to_value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{annotation::*, document::Article};

    fn document() -> Document {
        let text = "Café owner Åsa Ek, 57, said no.";
        let article = Article { key: "a.txt".into(), text: text.into(), ..Article::default() };
        let mut document = Document::new("inbox".into(), article, Timestamp::UNIX_EPOCH);
        let at =
            |words: &str| Span::of(&document.text, &document.text[document.text.find(words).unwrap()..][..words.len()]);
        let mention = Mention { span: at("Åsa Ek"), form: MentionForm::Name, confidence: 0.987 };
        let facts = Facts { age: Some(57), ..Facts::default() };
        let person =
            Entity {
                kind: EntityKind::Person, name: "Åsa Ek".into(), mentions: vec![mention], facts, confidence: 1.0
            };
        let quantity = Quantity { span: at("57"), kind: QuantityKind::Age, value: 57.0, unit: Some("year".into()) };
        let speaker = Some(Speaker { entity: Some(EntityId(0)), span: None });
        let quote = Quote {
            span: at("no"),
            kind: QuoteKind::Indirect,
            speaker,
            cue: Some(at("said")),
            confidence: 0.5,
            rule: "cue-after".into(),
        };
        document.layers.entities = vec![person];
        document.layers.quantities = vec![quantity];
        document.layers.quotes = vec![quote];
        document
    }

    #[test]
    fn spans_of_a_record_count_code_points() {
        let document = document();
        let record = serde_json::to_value(Record::of(&document)).unwrap();
        let letters: Vec<char> = document.text.chars().collect();
        for place in [&record["entities"][0]["mentions"][0], &record["quantities"][0], &record["quotes"][0]] {
            let [start, end] = [0, 1].map(|i| place["span"][i].as_u64().unwrap() as usize);
            assert_eq!(letters[start..end].iter().collect::<String>(), place["text"].as_str().unwrap());
        }
        assert_eq!(record["quotes"][0]["speaker"], serde_json::json!({"entity": "e1", "span": null, "text": "Åsa Ek"}));
        assert_eq!(record["quantities"][0]["value"].to_string(), "57");
        assert_eq!(record["entities"][0]["mentions"][0]["confidence"].to_string(), "0.99");
    }

    #[test]
    fn fields_that_do_not_apply_are_null_or_empty_never_missing() {
        let document = document();
        let record = serde_json::to_value(Record::of(&document)).unwrap();
        let schema = schema();
        for field in schema["properties"].as_object().unwrap().keys() {
            assert!(record.get(field).is_some(), "{field}");
        }
        assert!(record["url"].is_null() && record["authors"].as_array().unwrap().is_empty());
        assert_eq!(record["fetched"], "1970-01-01T00:00:00Z");
    }
}
