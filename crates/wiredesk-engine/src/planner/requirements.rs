//! Which extractors others need, for `extract --only quotes`.

use wiredesk_core::{LayerName, Registry, extractor::Declaration};

use super::component::with_defaults;

/// The wanted extractors and, after them, those that provide what they require, directly or
/// through others, all with default options. Of several that provide a layer the first by name is
/// taken. Unknown names, and those that need a setting, stay in the list for the planner to
/// complain of.
#[must_use]
pub fn with_requirements<N: AsRef<str>>(registry: &Registry, wanted: &[N]) -> Vec<String> {
    let declared: Vec<(&String, Declaration)> = registry
        .extractors
        .iter()
        .filter_map(|(name, factory)| Some((name, with_defaults(factory).ok()?.configured.declaration())))
        .collect();
    let of = |name: &str| declared.iter().find(|(known, _)| *known == name).map(|(_, declaration)| declaration);
    let mut chosen: Vec<String> = wanted.iter().map(|name| name.as_ref().to_owned()).collect();
    let mut next = 0;
    while let Some(declaration) = chosen.get(next).map(|name| of(name)) {
        next += 1;
        for layer in declaration.into_iter().flat_map(|declaration| &declaration.requires) {
            let given = |name: &String| of(name).is_some_and(|one| one.provides.contains(layer));
            if *layer != LayerName::Text && !chosen.iter().any(given) {
                let provider = declared.iter().find(|(_, one)| one.provides.contains(layer));
                chosen.extend(provider.map(|(name, _)| (*name).clone()));
            }
        }
    }
    chosen
}
