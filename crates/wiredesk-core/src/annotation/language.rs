//! The language an article is written in.

use std::borrow::Cow;

/// Language code and how sure the detector is.
#[derive(Clone, Debug, PartialEq)]
pub struct Language {
    /// ISO 639-1 where there is one, else ISO 639-3; `und` if it could not be told.
    pub code: Cow<'static, str>,
    /// From 0 to 1.
    pub confidence: f32,
}
