//! The order of extractors, from the layers they need and give. Pure.
//!
//! Kahn's algorithm (Comm. ACM 5:11, 1962), always taking the first of those that are ready, so
//! that extractors stay as they were listed where layers do not say otherwise.

use std::collections::{BTreeMap, BTreeSet};

use wiredesk_core::{LayerName, extractor::Declaration};

/// What keeps extractors from being ordered; numbers are indices into the given declarations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// Both provide the layer.
    Duplicate { layer: LayerName, first: usize, second: usize },
    /// Nobody provides a layer that this one requires.
    Missing { needer: usize, layer: LayerName },
    /// Each requires the layer, which the next one provides; the last one's next is the first.
    Cycle(Vec<(usize, LayerName)>),
}

/// The order in which they run. With problems the order is of no use.
pub(super) fn order(declarations: &[&Declaration]) -> (Vec<usize>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut providers: BTreeMap<&LayerName, usize> = BTreeMap::new();
    for (second, declaration) in declarations.iter().enumerate() {
        for layer in declaration.provides.iter().collect::<BTreeSet<_>>() {
            if let Some(first) = providers.get(layer) {
                problems.push(Problem::Duplicate { layer: layer.clone(), first: *first, second });
            } else {
                providers.insert(layer, second);
            }
        }
    }
    // Every document has a text; whoever replaces it goes before those that point into it.
    let text = LayerName::Text;
    let mut needs: Vec<BTreeMap<usize, &LayerName>> = Vec::new();
    let mut wishes: Vec<BTreeSet<usize>> = Vec::new();
    for (needer, declaration) in declarations.iter().enumerate() {
        let mut hard = BTreeMap::new();
        for layer in &declaration.requires {
            match providers.get(layer) {
                Some(provider) if *provider != needer => drop(hard.insert(*provider, layer)),
                Some(_) => {}
                None if *layer == LayerName::Text => {}
                None => problems.push(Problem::Missing { needer, layer: layer.clone() }),
            }
        }
        let soft = declaration.uses.iter().chain([&text]).filter_map(|layer| providers.get(layer).copied());
        wishes.push(soft.filter(|provider| *provider != needer).collect());
        needs.push(hard);
    }
    let mut order = Vec::with_capacity(declarations.len());
    let mut left: BTreeSet<usize> = (0..declarations.len()).collect();
    while !left.is_empty() {
        let needed = |one: &usize| needs[*one].keys().all(|provider| !left.contains(provider));
        let wished = |one: &usize| wishes[*one].iter().all(|provider| !left.contains(provider));
        // A wish that cannot be met without breaking a need is given up.
        let next = left.iter().find(|one| needed(one) && wished(one)).or_else(|| left.iter().find(|one| needed(one)));
        let Some(next) = next.copied() else {
            problems.push(Problem::Cycle(cycle(&needs, &left)));
            break;
        };
        left.remove(&next);
        order.push(next);
    }
    (order, problems)
}

/// Follows the first unmet need of the first one left until somebody comes up again.
fn cycle(needs: &[BTreeMap<usize, &LayerName>], left: &BTreeSet<usize>) -> Vec<(usize, LayerName)> {
    let mut way: Vec<(usize, LayerName)> = Vec::new();
    let mut at = left.first().copied();
    while let Some(one) = at {
        if let Some(start) = way.iter().position(|(seen, _)| *seen == one) {
            way.drain(..start);
            break;
        }
        let need = needs[one].iter().find(|(provider, _)| left.contains(provider));
        at = need.map(|(provider, layer)| {
            way.push((one, (*layer).clone()));
            *provider
        });
    }
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "a: x y ? u > z" – requires x and y, uses u, provides z.
    fn declaration(text: &str) -> Declaration {
        let layers = |text: &str| text.split_whitespace().map(|name| name.parse().unwrap()).collect::<Vec<_>>();
        let (needs, provides) = text.split_once('>').unwrap();
        let (requires, uses) = needs.split_once('?').unwrap_or((needs, ""));
        Declaration {
            requires: layers(requires),
            uses: layers(uses),
            provides: layers(provides),
            ..Declaration::default()
        }
    }

    fn ordered(texts: &[&str]) -> (Vec<usize>, Vec<Problem>) {
        let declarations: Vec<Declaration> = texts.iter().map(|text| declaration(text)).collect();
        order(&declarations.iter().collect::<Vec<_>>())
    }

    #[test]
    fn layers_decide_and_the_list_breaks_ties() {
        for (texts, wanted) in [
            (&["entities > quotes", "sentences > entities", "text > sentences tokens", "> text"][..], vec![3, 2, 1, 0]),
            (&["> times", "> quotes", "> roles"], vec![0, 1, 2]),
            (&["> b/z", "> text", "? b/z > a/y"], vec![1, 0, 2]),
            (&["text > text", "text > language"], vec![0, 1]),
            (&["text > language"], vec![0]),
            (&["? times > events", "events > times"], vec![0, 1]),
            (&["events ? times > quotes", "> events", "> times"], vec![1, 2, 0]),
            (&[], vec![]),
        ] {
            assert_eq!(ordered(texts), (wanted, vec![]), "{texts:?}");
        }
    }

    #[test]
    fn what_cannot_be_ordered_is_named() {
        let cycle = |way: &[(usize, LayerName)]| vec![Problem::Cycle(way.to_vec())];
        for (texts, wanted) in [
            (&["sentences > quotes"][..], vec![Problem::Missing { needer: 0, layer: LayerName::Sentences }]),
            (
                &["> quotes", "> quotes times"],
                vec![Problem::Duplicate { layer: LayerName::Quotes, first: 0, second: 1 }],
            ),
            (&["times > quotes", "quotes > times"], cycle(&[(0, LayerName::Times), (1, LayerName::Quotes)])),
            (
                &["times > events", "times > quotes", "quotes > times"],
                cycle(&[(2, LayerName::Quotes), (1, LayerName::Times)]),
            ),
        ] {
            assert_eq!(ordered(texts).1, wanted, "{texts:?}");
        }
    }
}
