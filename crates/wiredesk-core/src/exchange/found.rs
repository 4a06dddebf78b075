//! What an extractor outside the program answers for one document, read and checked: every offset
//! becomes a [`Span`] of the text or the answer is refused with the place at fault.

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};

use crate::{
    Document, DocumentId, LayerName, Layers, Span,
    annotation::{
        Annotation, Entity, EntityId, EntityKind, Event, EventKind, Facts, Gender, Keyword, Language, Mention,
        MentionForm, Quantity, QuantityKind, Quote, QuoteKind, Relation, RelationKind, Role, RoleStatus, Speaker,
        TimeExpression, TimeKind, Token, TokenKind,
    },
    document::Problem,
    error::Failure,
    extractor::Findings,
    span::CodePoints,
};

/// The longest label, code or message that is kept, in bytes; what is longer is refused or cut.
const LONGEST: usize = 4096;

/// An answer for one document, as JSON: findings, the wish to drop the document, or a failure.
///
/// ```json
/// {"layers": {"acme/tickers": [{"span": [10, 14], "label": "MSFT", "value": null}]}, "problems": []}
/// {"drop": "not news"}
/// {"error": {"code": "no-body", "message": "the text is a list of links"}}
/// ```
///
/// Fields that it does not know are ignored, so that a protocol may grow.
#[derive(Debug, Default, Deserialize)]
pub struct Answer<'a> {
    #[serde(borrow, default)]
    layers: BTreeMap<Cow<'a, str>, &'a RawValue>,
    #[serde(default)]
    problems: Vec<Trouble>,
    #[serde(default)]
    drop: Option<String>,
    #[serde(default)]
    error: Option<Trouble>,
}

/// A problem or failure in an answer.
#[derive(Debug, Deserialize)]
struct Trouble {
    code: String,
    message: String,
}

/// Why a layer from outside does not fit its document.
#[derive(Debug, thiserror::Error)]
#[error("layer `{layer}`: {reason}")]
pub struct NotFitting {
    /// Short, stable, kebab-case: `invalid-span`, `invalid-layer`, `too-many-annotations`.
    pub code: &'static str,
    /// The layer at fault.
    pub layer: String,
    /// What is wrong with it.
    pub reason: String,
}

impl From<NotFitting> for Failure {
    fn from(error: NotFitting) -> Self {
        Self::reject(error.code, error.to_string())
    }
}

impl Answer<'_> {
    /// The findings on `document`. `stage` names the extractor in problems; of the layers only
    /// those in `provides` may be there, with at most `most` annotations together.
    ///
    /// # Errors
    /// What the extractor says went wrong, or what is wrong with its answer.
    pub fn findings(
        self,
        document: &Document,
        provides: &[LayerName],
        offsets: &CodePoints<'_>,
        stage: &str,
        most: usize,
    ) -> Result<Findings, Failure> {
        if let Some(Trouble { code, message }) = self.error {
            return Err(Failure::reject(code_of(code), cut(message)));
        }
        if let Some(reason) = self.drop {
            return Ok(Findings { drop: Some(cut(reason)), ..Findings::default() });
        }
        let mut findings = Findings::default();
        let mut left = most;
        for (name, json) in self.layers {
            let layer = provides.iter().find(|layer| layer.to_string() == name).ok_or_else(|| NotFitting {
                code: "invalid-layer",
                layer: cut(name.into_owned()),
                reason: "is not among those that the extractor said it provides".to_owned(),
            })?;
            left -= read_layer(layer, json.get(), &document.text, offsets, left, &mut findings.layers)?;
        }
        findings.problems = self
            .problems
            .into_iter()
            .take(left.min(100))
            .map(|Trouble { code, message }| Problem {
                stage: stage.into(),
                code: code_of(code),
                message: cut(message),
            })
            .collect();
        Ok(findings)
    }
}

fn code_of(code: String) -> Cow<'static, str> {
    let tidy = code.len() <= 64 && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if tidy && !code.is_empty() { code.into() } else { "failed".into() }
}

fn cut(mut text: String) -> String {
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
    }
    text
}

/// Reads one layer that came as JSON, in the form in which records have it, into `layers`;
/// answers how many annotations there were, which are at most `most`.
///
/// # Errors
/// If it does not have that form, or a span is none of `text`.
pub fn read_layer(
    layer: &LayerName,
    json: &str,
    text: &str,
    offsets: &CodePoints<'_>,
    most: usize,
    layers: &mut Layers,
) -> Result<usize, NotFitting> {
    let reader = Reader { layer, text, offsets, most };
    let count = match layer {
        LayerName::Text => return Err(reader.refuse("invalid-layer", "text cannot be provided from outside")),
        LayerName::Language => {
            let RawLanguage { code, confidence } = reader.parse(json)?;
            layers.language = Some(Language { code: code.into(), confidence });
            1
        }
        LayerName::DuplicateOf => {
            layers.duplicate_of = reader.id(json)?;
            1
        }
        LayerName::Story => {
            layers.story = reader.id(json)?;
            1
        }
        LayerName::Keywords => {
            let keyword = |RawKeyword { text, score }| Ok(Keyword { text, score });
            reader.list(json, &mut layers.keywords, keyword)?
        }
        LayerName::Tokens => reader.list(json, &mut layers.tokens, |(span, kind): (RawSpan, TokenKind)| {
            Ok(Token { span: reader.span(span)?, kind })
        })?,
        LayerName::Sentences => reader.list(json, &mut layers.sentences, |span: RawSpan| reader.span(span))?,
        LayerName::Entities => reader.list(json, &mut layers.entities, |raw| reader.entity(raw))?,
        LayerName::Quotes => reader.list(json, &mut layers.quotes, |raw| reader.quote(raw))?,
        LayerName::Times => reader.list(json, &mut layers.times, |raw: RawTime| {
            Ok(TimeExpression { span: reader.span(raw.span)?, kind: raw.kind, value: raw.value })
        })?,
        LayerName::Quantities => reader.list(json, &mut layers.quantities, |raw: RawQuantity| {
            let unit = raw.unit.map(Cow::Owned);
            Ok(Quantity { span: reader.span(raw.span)?, kind: raw.kind, value: raw.value, unit })
        })?,
        LayerName::Roles => reader.list(json, &mut layers.roles, |raw| reader.role(raw))?,
        LayerName::Relations => reader.list(json, &mut layers.relations, |raw: RawRelation| {
            let (subject, object) = (reader.entity_id(&raw.subject)?, reader.entity_id(&raw.object)?);
            Ok(Relation { kind: raw.kind, subject, object, span: reader.span(raw.span)?, rule: raw.rule.into() })
        })?,
        LayerName::Events => reader.list(json, &mut layers.events, |raw| reader.event(raw))?,
        LayerName::Extension(name) => {
            let mut annotations = Vec::new();
            let count = reader.list(json, &mut annotations, |raw: RawAnnotation| {
                if raw.label.len() > LONGEST {
                    return Err(reader.refuse("invalid-layer", "a label is longer than 4096 bytes"));
                }
                Ok(Annotation { span: reader.span(raw.span)?, label: raw.label, value: raw.value })
            })?;
            layers.extensions.insert(name.clone(), annotations);
            count
        }
    };
    Ok(count)
}

/// `[start, end]`, in the extractor's unit. Signed, so that a negative offset is a wrong span and
/// not a wrong type.
type RawSpan = [i64; 2];

struct Reader<'r> {
    layer: &'r LayerName,
    text: &'r str,
    offsets: &'r CodePoints<'r>,
    most: usize,
}

impl Reader<'_> {
    fn refuse(&self, code: &'static str, reason: impl Into<String>) -> NotFitting {
        NotFitting { code, layer: self.layer.to_string(), reason: reason.into() }
    }

    fn parse<T: DeserializeOwned>(&self, json: &str) -> Result<T, NotFitting> {
        serde_json::from_str(json).map_err(|error| self.refuse("invalid-layer", error.to_string()))
    }

    fn list<R: DeserializeOwned, T>(
        &self,
        json: &str,
        into: &mut Vec<T>,
        convert: impl Fn(R) -> Result<T, NotFitting>,
    ) -> Result<usize, NotFitting> {
        let raw: Vec<R> = self.parse(json)?;
        let count = raw.len();
        if count > self.most {
            return Err(self.refuse("too-many-annotations", format!("{count} annotations, at most {} fit", self.most)));
        }
        into.reserve(count);
        for (number, raw) in raw.into_iter().enumerate() {
            let converted = convert(raw);
            into.push(
                converted
                    .map_err(|error| NotFitting { reason: format!("item {number}: {}", error.reason), ..error })?,
            );
        }
        Ok(count)
    }

    fn span(&self, [start, end]: RawSpan) -> Result<Span, NotFitting> {
        let byte = |offset: i64| u32::try_from(offset).ok().and_then(|offset| self.offsets.to_byte(offset));
        let (Some(from), Some(to)) = (byte(start), byte(end)) else {
            return Err(self.refuse("invalid-span", format!("span {start}..{end} reaches past the text")));
        };
        Span::new(self.text, from..to).map_err(|error| self.refuse("invalid-span", error.to_string()))
    }

    fn optional_span(&self, span: Option<RawSpan>) -> Result<Option<Span>, NotFitting> {
        span.map(|span| self.span(span)).transpose()
    }

    /// `e1` is the first entity.
    fn entity_id(&self, id: &str) -> Result<EntityId, NotFitting> {
        let number = id.strip_prefix('e').and_then(|digits| digits.parse::<u32>().ok()).filter(|number| *number > 0);
        let wrong = || self.refuse("invalid-layer", format!("`{}` is no entity id such as `e1`", cut(id.to_owned())));
        number.map(|number| EntityId(number - 1)).ok_or_else(wrong)
    }

    fn optional_id(&self, id: Option<&String>) -> Result<Option<EntityId>, NotFitting> {
        id.map(|id| self.entity_id(id)).transpose()
    }

    fn ids(&self, ids: &[String]) -> Result<Vec<EntityId>, NotFitting> {
        ids.iter().map(|id| self.entity_id(id)).collect()
    }

    fn id(&self, json: &str) -> Result<Option<DocumentId>, NotFitting> {
        let Some(hex) = self.parse::<Option<String>>(json)? else { return Ok(None) };
        let wrong = || self.refuse("invalid-layer", "expected the 32 hex digits of a document's id");
        DocumentId::parse(&hex).map(Some).ok_or_else(wrong)
    }

    fn entity(&self, raw: RawEntity) -> Result<Entity, NotFitting> {
        let mention = |raw: RawMention| {
            let form = raw.form.unwrap_or(MentionForm::Name);
            Ok(Mention { span: self.span(raw.span)?, form, confidence: raw.confidence.unwrap_or(raw_certain()) })
        };
        let mentions: Vec<Mention> = raw.mentions.into_iter().map(mention).collect::<Result<_, _>>()?;
        if mentions.is_empty() {
            return Err(self.refuse("invalid-layer", format!("entity {:?} has no mention", cut(raw.name))));
        }
        let facts = Facts {
            age: raw.facts.age,
            nationality: raw.facts.nationality,
            gender: raw.facts.gender,
            born_in: self.optional_id(raw.facts.born_in.as_ref())?,
            country: raw.facts.country,
        };
        Ok(Entity { kind: raw.kind, name: raw.name, mentions, facts, confidence: raw.confidence })
    }

    fn quote(&self, raw: RawQuote) -> Result<Quote, NotFitting> {
        let speaker = match raw.speaker {
            None => None,
            Some(raw) => {
                let (entity, span) = (self.optional_id(raw.entity.as_ref())?, self.optional_span(raw.span)?);
                (entity.is_some() || span.is_some()).then_some(Speaker { entity, span })
            }
        };
        Ok(Quote {
            span: self.span(raw.span)?,
            kind: raw.kind,
            speaker,
            cue: self.optional_span(raw.cue.map(|words| words.span))?,
            confidence: raw.confidence,
            rule: raw.rule.into(),
        })
    }

    fn role(&self, raw: RawRole) -> Result<Role, NotFitting> {
        Ok(Role {
            person: self.entity_id(&raw.person)?,
            title: raw.title,
            of: self.optional_id(raw.of.as_ref())?,
            status: raw.status,
            span: self.span(raw.span)?,
            since: raw.since,
            until: raw.until,
            rule: raw.rule.into(),
        })
    }

    fn event(&self, raw: RawEvent) -> Result<Event, NotFitting> {
        Ok(Event {
            kind: raw.kind,
            trigger: self.span(raw.trigger.span)?,
            actors: self.ids(&raw.actors)?,
            recipients: self.ids(&raw.recipients)?,
            place: self.optional_id(raw.place.as_ref())?,
            time: raw.time,
            negated: raw.negated,
            span: self.span(raw.span)?,
        })
    }
}

fn raw_certain() -> f32 {
    1.0
}

fn raw_rule() -> String {
    "plugin".to_owned()
}

#[derive(Deserialize)]
struct RawAnnotation {
    span: RawSpan,
    label: String,
    #[serde(default)]
    value: Option<Value>,
}

#[derive(Deserialize)]
struct RawLanguage {
    code: String,
    #[serde(default = "raw_certain")]
    confidence: f32,
}

#[derive(Deserialize)]
struct RawKeyword {
    text: String,
    score: f32,
}

#[derive(Deserialize)]
struct RawWords {
    span: RawSpan,
}

#[derive(Deserialize)]
struct RawEntity {
    kind: EntityKind,
    name: String,
    mentions: Vec<RawMention>,
    #[serde(default)]
    facts: RawFacts,
    #[serde(default = "raw_certain")]
    confidence: f32,
}

#[derive(Deserialize)]
struct RawMention {
    span: RawSpan,
    form: Option<MentionForm>,
    confidence: Option<f32>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawFacts {
    age: Option<u16>,
    nationality: Option<String>,
    gender: Option<Gender>,
    born_in: Option<String>,
    country: Option<String>,
}

#[derive(Deserialize)]
struct RawSpeaker {
    entity: Option<String>,
    span: Option<RawSpan>,
}

#[derive(Deserialize)]
struct RawQuote {
    span: RawSpan,
    kind: QuoteKind,
    speaker: Option<RawSpeaker>,
    cue: Option<RawWords>,
    #[serde(default = "raw_certain")]
    confidence: f32,
    #[serde(default = "raw_rule")]
    rule: String,
}

#[derive(Deserialize)]
struct RawTime {
    span: RawSpan,
    kind: TimeKind,
    value: String,
}

#[derive(Deserialize)]
struct RawQuantity {
    span: RawSpan,
    kind: QuantityKind,
    value: f64,
    unit: Option<String>,
}

#[derive(Deserialize)]
struct RawRole {
    person: String,
    title: String,
    of: Option<String>,
    status: RoleStatus,
    span: RawSpan,
    since: Option<String>,
    until: Option<String>,
    #[serde(default = "raw_rule")]
    rule: String,
}

#[derive(Deserialize)]
struct RawRelation {
    kind: RelationKind,
    subject: String,
    object: String,
    span: RawSpan,
    #[serde(default = "raw_rule")]
    rule: String,
}

#[derive(Deserialize)]
struct RawEvent {
    kind: EventKind,
    trigger: RawWords,
    #[serde(default)]
    actors: Vec<String>,
    #[serde(default)]
    recipients: Vec<String>,
    place: Option<String>,
    time: Option<String>,
    #[serde(default)]
    negated: bool,
    span: RawSpan,
}
