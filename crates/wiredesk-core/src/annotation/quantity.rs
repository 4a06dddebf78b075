//! Numbers with what they count or measure.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Span;

/// What a quantity measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum QuantityKind {
    Count,
    Age,
    Money,
    Percent,
    Duration,
    Length,
    Mass,
    Area,
    Volume,
    Speed,
    Temperature,
    Information,
    Energy,
    Power,
}

/// A quantity with its value in the unit as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Number and unit.
    pub span: Span,
    /// What it measures.
    pub kind: QuantityKind,
    /// "5 feet 2 inches" is 5.1667 foot.
    pub value: f64,
    /// English singular name ("kilometer"), the ISO 4217 code of money, what a count counts
    /// ("people"), or absent.
    pub unit: Option<Cow<'static, str>>,
}
