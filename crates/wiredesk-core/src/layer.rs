//! Names of layers, as extractors declare them and users write them.

use std::{fmt, str::FromStr, sync::Arc};

/// One named kind of annotation on a document.
///
/// Built-in layers have a variant each; extractors that were added by users provide
/// `vendor/name` layers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LayerName {
    /// Cleaned text; every document has raw text even without it.
    Text,
    /// Language code and confidence.
    Language,
    /// The one tokenisation that all extractors share.
    Tokens,
    /// Sentence spans.
    Sentences,
    /// Named things and their mentions.
    Entities,
    /// Who said what.
    Quotes,
    /// TIMEX3 expressions.
    Times,
    /// Numbers, money, percentages, ages, measures.
    Quantities,
    /// Who holds which office of what.
    Roles,
    /// Relations between entities.
    Relations,
    /// What happened.
    Events,
    /// Ranked phrases.
    Keywords,
    /// The first copy of a wire story.
    DuplicateOf,
    /// The running story.
    Story,
    /// A `vendor/name` layer.
    Extension(Arc<str>),
}

const BUILT_IN: [(LayerName, &str); 14] = [
    (LayerName::Text, "text"),
    (LayerName::Language, "language"),
    (LayerName::Tokens, "tokens"),
    (LayerName::Sentences, "sentences"),
    (LayerName::Entities, "entities"),
    (LayerName::Quotes, "quotes"),
    (LayerName::Times, "times"),
    (LayerName::Quantities, "quantities"),
    (LayerName::Roles, "roles"),
    (LayerName::Relations, "relations"),
    (LayerName::Events, "events"),
    (LayerName::Keywords, "keywords"),
    (LayerName::DuplicateOf, "duplicate_of"),
    (LayerName::Story, "story"),
];

/// The name is neither a built-in layer nor of the form `vendor/name`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown layer: `{0}`")]
pub struct UnknownLayer(pub String);

impl FromStr for LayerName {
    type Err = UnknownLayer;

    fn from_str(name: &str) -> Result<Self, UnknownLayer> {
        if let Some((layer, _)) = BUILT_IN.iter().find(|(_, built_in)| *built_in == name) {
            return Ok(layer.clone());
        }
        match name.split_once('/') {
            Some((vendor, layer)) if is_id(vendor) && is_id(layer) => Ok(Self::Extension(name.into())),
            _ => Err(UnknownLayer(name.to_owned())),
        }
    }
}

impl fmt::Display for LayerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Extension(name) => f.pad(name),
            built_in => {
                let name = BUILT_IN.iter().find(|(layer, _)| layer == built_in).map_or("", |(_, name)| name);
                f.pad(name)
            }
        }
    }
}

/// Whether `id` has the form of every identifier in a configuration: `[a-z][a-z0-9_]*`.
#[must_use]
pub fn is_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_name_reads_back() {
        for (layer, name) in BUILT_IN {
            assert_eq!(name.parse::<LayerName>(), Ok(layer.clone()));
            assert_eq!(layer.to_string(), name);
        }
    }

    #[test]
    fn extension_layers_have_a_vendor() {
        assert_eq!("acme/tickers".parse(), Ok(LayerName::Extension("acme/tickers".into())));
        for bad in ["tickers", "Acme/tickers", "acme/", "/x", "a/b/c", ""] {
            assert!(bad.parse::<LayerName>().is_err(), "{bad}");
        }
    }
}
