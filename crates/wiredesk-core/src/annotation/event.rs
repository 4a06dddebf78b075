//! What happened: PLOVER event types, and those of offices, elections, deaths and disasters.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::EntityId;
use crate::Span;

/// Type of an event. The first sixteen are those of PLOVER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names are PLOVER's")]
pub enum EventKind {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
    #[serde(rename = "OFFICE.ASSUME")]
    OfficeAssume,
    #[serde(rename = "OFFICE.LEAVE")]
    OfficeLeave,
    #[serde(rename = "OFFICE.NOMINATE")]
    OfficeNominate,
    Election,
    Death,
    Disaster,
}

/// Who did what to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its type.
    pub kind: EventKind,
    /// The words that express it.
    pub trigger: Span,
    /// Who acts.
    pub actors: Vec<EntityId>,
    /// Towards whom.
    pub recipients: Vec<EntityId>,
    /// Where.
    pub place: Option<EntityId>,
    /// TIMEX3 value of when.
    pub time: Option<String>,
    /// Whether the text says that it did not happen.
    pub negated: bool,
    /// The clause or sentence.
    pub span: Span,
}
