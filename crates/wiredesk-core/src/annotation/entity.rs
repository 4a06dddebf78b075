//! Named things and the places where an article mentions them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Span;

/// Index of an entity in its document's `entities`; written `e1`, `e2`, … in records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// What sort of thing an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum EntityKind {
    Person,
    Organization,
    Place,
    /// A people, faith, party following: "the Turkish", "Democrats".
    Group,
    Product,
    Event,
    /// A title of a book, film, newspaper issue, law.
    Work,
    Other,
}

/// How a mention refers to its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MentionForm {
    /// By name: "Mark Rutte", "NATO".
    Name,
    /// By description: "the Ukrainian leader".
    Nominal,
    /// "he", "their".
    Pronoun,
    /// By an adjective that describes something else: "Turkish" as a mention of Turkey.
    Adjective,
}

/// One place where an entity is mentioned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// How it refers.
    pub form: MentionForm,
    /// From 0 to 1; nominal and pronoun mentions are less sure than names.
    pub confidence: f32,
}

/// Grammatical gender of a person as far as the text shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Gender {
    /// Feminine.
    #[serde(rename = "f")]
    Feminine,
    /// Masculine.
    #[serde(rename = "m")]
    Masculine,
}

/// What the text itself says about an entity; nothing from outside knowledge but the reading of
/// adjectives ("Dutch" means NL).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// In years.
    pub age: Option<u16>,
    /// ISO 3166-1 alpha-2 code of a person's nationality.
    pub nationality: Option<String>,
    /// Of a person.
    pub gender: Option<Gender>,
    /// The place a person was born in.
    pub born_in: Option<EntityId>,
    /// ISO 3166-1 alpha-2 code of the country a place is or lies in.
    pub country: Option<String>,
}

/// Something named in the article, with all its mentions.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What sort of thing it is.
    pub kind: EntityKind,
    /// The fullest name found in the article, without titles.
    pub name: String,
    /// In text order; at least one.
    pub mentions: Vec<Mention>,
    /// What the text says about it.
    pub facts: Facts,
    /// From 0 to 1.
    pub confidence: f32,
}
