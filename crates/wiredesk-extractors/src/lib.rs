//! The built-in extractors of wiredesk, one file or folder each. Lexicons lie under `data/`.
//!
//! [`register`] adds them all to a registry; nothing here is registered by side effect.

pub mod chain;
mod clause;
pub mod clean;
pub mod duplicates;
pub mod entities;
pub mod events;
mod hashing;
#[cfg(test)]
mod invented;
pub mod keywords;
pub mod language;
pub mod lexicon;
mod numbers;
pub mod quantities;
pub mod quotes;
pub mod relations;
pub mod roles;
pub mod sentences;
pub mod stories;
pub mod times;
pub mod watchlist;

use wiredesk_core::Registry;

/// Adds every built-in extractor.
pub fn register(registry: &mut Registry) {
    let lexicons = lexicon::SharedLexicons::default();
    registry.extractor(clean::Clean);
    registry.extractor(duplicates::Duplicates);
    registry.extractor(language::LanguageDetection);
    registry.extractor(keywords::Keywords);
    registry.extractor(events::Events::new(lexicons.clone()));
    registry.extractor(quotes::Quotes);
    registry.extractor(relations::Relations);
    registry.extractor(roles::Roles::new(lexicons.clone()));
    registry.extractor(sentences::Sentences);
    registry.extractor(stories::Stories);
    registry.extractor(watchlist::Watchlist::default());
    registry.extractor(entities::Entities::new(lexicons));
    registry.extractor(quantities::Quantities::default());
    registry.extractor(times::Times::default());
}
