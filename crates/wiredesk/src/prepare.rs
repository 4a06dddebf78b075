//! Layers for documents that do not come out of a pipeline: those of plugins' cases, of the
//! contract and of measurements. Runs the built-in extractors that provide them, with default
//! options; workers are made once and kept.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::{Map, Value};
use wiredesk_core::{
    Document, LayerName, Registry,
    extractor::Declaration,
    registry::{ConfiguredExtractor, Origin},
};
use wiredesk_engine::planner;
use wiredesk_plugins::{caller::Caller, host::Prepare};

/// Makes layers with the extractors of a registry that are no plugins.
pub(crate) fn prepare(registry: &Registry) -> Prepare {
    let mut registry = registry.clone();
    registry.extractors.retain(|_, factory| factory.spec().origin == Origin::Program);
    let kitchen = Mutex::new(Kitchen { registry, chains: BTreeMap::new(), workers: BTreeMap::new() });
    Arc::new(move |document, layers| {
        let mut kitchen = kitchen.lock().unwrap_or_else(PoisonError::into_inner);
        kitchen.serve(document, layers);
    })
}

/// The built-in extractors that would provide a layer, if any.
pub(crate) fn provides(registry: &Registry, layer: &LayerName) -> bool {
    extractors(registry).iter().any(|(_, configured)| configured.declaration().provides.contains(layer))
}

fn extractors(registry: &Registry) -> Vec<(String, Box<dyn ConfiguredExtractor>)> {
    let factories = registry.extractors.iter();
    let plain = || Value::Object(Map::new());
    factories.filter_map(|(name, factory)| Some((name.clone(), factory.configure(plain()).ok()?))).collect()
}

struct Kitchen {
    registry: Registry,
    /// Which extractors make which layers, in order.
    chains: BTreeMap<Vec<LayerName>, Vec<String>>,
    workers: BTreeMap<String, (Caller, Declaration)>,
}

impl Kitchen {
    fn serve(&mut self, document: &mut Document, layers: &[LayerName]) {
        if !self.chains.contains_key(layers) {
            let chain = self.chain(layers);
            self.chains.insert(layers.to_vec(), chain);
        }
        for name in self.chains.get(layers).into_iter().flatten() {
            let Some((worker, declaration)) = self.workers.get_mut(name) else { continue };
            let found = worker.call_one(document).map_err(|failure| failure.to_string());
            let merged = found.and_then(|findings| {
                document.merge(findings, &declaration.provides).map_err(|error| error.to_string())
            });
            if let Err(error) = merged {
                tracing::warn!("extractor `{name}` gives no layer on `{}`: {error}", document.key);
            }
        }
    }

    /// The extractors that provide `layers` and what they require, each after those it builds on; their
    /// workers are made.
    fn chain(&mut self, layers: &[LayerName]) -> Vec<String> {
        let known = extractors(&self.registry);
        // spans of a case count in its text as written: it is never cleaned
        let wanted: Vec<&str> = layers
            .iter()
            .filter(|layer| **layer != LayerName::Text)
            .filter_map(|layer| known.iter().find(|(_, one)| one.declaration().provides.contains(layer)))
            .map(|(name, _)| name.as_str())
            .collect();
        let mut waiting = planner::with_requirements(&self.registry, &wanted);
        waiting.sort();
        waiting.dedup();
        let declared = |name: &String| {
            known.iter().find(|(known, _)| known == name).map(|(_, one)| one.declaration()).unwrap_or_default()
        };
        let mut chain: Vec<String> = Vec::new();
        while let Some(next) = waiting.iter().position(|name| {
            let Declaration { requires, uses, .. } = declared(name);
            let builds_on = |other: &&String| {
                *other != name
                    && declared(other).provides.iter().any(|layer| requires.contains(layer) || uses.contains(layer))
            };
            !waiting.iter().any(|other| builds_on(&other))
        }) {
            chain.push(waiting.remove(next));
        }
        for name in &chain {
            let Some((_, configured)) = known.iter().find(|(known, _)| known == name) else { continue };
            if self.workers.contains_key(name) {
                continue;
            }
            match configured.build().and_then(Caller::new) {
                Ok(worker) => {
                    self.workers.insert(name.clone(), (worker, configured.declaration()));
                }
                Err(failure) => tracing::warn!("extractor `{name}` cannot be made: {failure}"),
            }
        }
        chain
    }
}

#[cfg(test)]
mod tests {
    use wiredesk_core::document::Article;

    use super::*;

    #[test]
    fn layers_are_made_with_all_that_they_require() {
        let registry = crate::registry();
        let prepare = prepare(&registry);
        let text = "Prime Minister Ilse Brandt resigned. \"I am tired,\" Brandt told reporters.";
        let article = Article { text: text.into(), ..Article::default() };
        let mut document = Document::new("test".into(), article, jiff::Timestamp::UNIX_EPOCH);
        prepare(&mut document, &[LayerName::Text, LayerName::Quotes]);
        assert_eq!(document.layers.quotes.len(), 1);
        assert!(!document.layers.entities.is_empty() && !document.layers.tokens.is_empty());
        assert!(document.layers.times.is_empty(), "what nobody asked for is not made");
        assert!(provides(&registry, &LayerName::Quotes) && !provides(&registry, &"acme/tickers".parse().unwrap()));
    }
}
