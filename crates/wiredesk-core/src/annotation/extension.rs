//! Annotations of `vendor/name` layers, which extractors outside this project add.

use crate::Span;

/// A labelled stretch of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub label: String,
    /// A normalised value or further attributes, of the extractor's own form.
    pub value: Option<serde_json::Value>,
}
