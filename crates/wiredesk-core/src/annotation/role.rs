//! Who holds which office of what.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::EntityId;
use crate::Span;

/// Whether a person holds an office at the time of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RoleStatus {
    /// Holds it.
    Current,
    /// Held it.
    Former,
    /// Takes it, or has been chosen for it.
    Incoming,
    /// Holds it and is about to leave it.
    Outgoing,
}

/// One statement that a person holds, held or takes an office.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// The holder.
    pub person: EntityId,
    /// The office in lower case without its body: "prime minister".
    pub title: String,
    /// The country, organization or place whose office it is.
    pub of: Option<EntityId>,
    /// At the time of the article.
    pub status: RoleStatus,
    /// From the title to the name.
    pub span: Span,
    /// ISO 8601 date of any precision, if the text says it.
    pub since: Option<String>,
    /// ISO 8601 date of any precision, if the text says it.
    pub until: Option<String>,
    /// The rule that decided.
    pub rule: Cow<'static, str>,
}
