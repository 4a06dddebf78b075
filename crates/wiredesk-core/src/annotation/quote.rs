//! Who said what.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::EntityId;
use crate::Span;

/// How words are attributed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// Whole sentences or clauses between quote marks.
    Direct,
    /// A quoted fragment inside the reporter's own sentence.
    Mixed,
    /// Reported without quote marks.
    Indirect,
}

/// Whom words are attributed to. Either field may be absent, not both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Absent for unnamed speakers ("officials").
    pub entity: Option<EntityId>,
    /// The words that name the speaker; absent where it is carried over from an earlier quote.
    pub span: Option<Span>,
}

/// A stretch of attributed speech.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// What was said, quote marks excluded.
    pub span: Span,
    /// Direct, mixed, indirect.
    pub kind: QuoteKind,
    /// Absent if not known.
    pub speaker: Option<Speaker>,
    /// The reporting words: "said", "according to".
    pub cue: Option<Span>,
    /// From 0 to 1.
    pub confidence: f32,
    /// The rule that decided on the speaker.
    pub rule: Cow<'static, str>,
}
