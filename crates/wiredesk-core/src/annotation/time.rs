//! Time expressions, after TIMEX3 of TimeML (ISO 24617-1).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Span;

/// The TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TimeKind {
    /// A calendar date of any granularity: "October 1", "last week", "the 1990s".
    Date,
    /// A time of day: "Monday morning", "10:30 a.m.".
    Time,
    /// A length of time: "two years".
    Duration,
    /// A recurring time: "every Tuesday".
    Set,
}

/// A time expression with its normalised value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// Where it stands.
    pub span: Span,
    /// Its TIMEX3 type.
    pub kind: TimeKind,
    /// Its TIMEX3 value: "2024-10-01", "P2Y", "PAST_REF".
    pub value: String,
}
