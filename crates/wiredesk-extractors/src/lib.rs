//! The built-in extractors of wiredesk, one file or folder each. Lexicons lie under `data/`.
//!
//! [`register`] adds them all to a registry; nothing here is registered by side effect.

pub mod clean;
pub mod keywords;
pub mod language;
mod clause;
mod numbers;
pub mod quantities;
pub mod quotes;
pub mod sentences;

use wiredesk_core::Registry;

/// Adds every built-in extractor.
pub fn register(registry: &mut Registry) {
    registry.extractor(clean::Clean);
    registry.extractor(language::LanguageDetection);
    registry.extractor(keywords::Keywords);
    registry.extractor(quotes::Quotes);
    registry.extractor(sentences::Sentences);
    registry.extractor(quantities::Quantities::default());
}
