//! Relations between two entities.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::EntityId;
use crate::Span;

/// How two entities stand to each other; read subject – kind – object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum RelationKind {
    Succeeds,
    Founded,
    MemberOf,
    LocatedIn,
    PartOf,
    BornIn,
    Spouse,
    ChildOf,
    Acquired,
}

/// One statement of a relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// What is stated.
    pub kind: RelationKind,
    /// Of whom or what.
    pub subject: EntityId,
    /// To whom or what.
    pub object: EntityId,
    /// The words that state it.
    pub span: Span,
    /// The rule that decided.
    pub rule: Cow<'static, str>,
}
