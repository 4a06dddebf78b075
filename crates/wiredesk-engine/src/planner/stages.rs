//! Which extractors take part in a pipeline, in which order, with which limits.

use std::{collections::BTreeSet, sync::Arc};

use wiredesk_config::{Diagnostic, PipelineTable, sections::ExtractorLimits};
use wiredesk_core::{
    LayerName,
    extractor::Declaration,
    registry::{ConfiguredExtractor, Origin},
};

use super::{
    Planner,
    component::{Resolved, with_defaults},
    order::{Problem, order},
    pipeline::item,
};
use crate::plan::StagePlan;

/// An extractor that may take part in a pipeline.
#[derive(Clone)]
pub(super) struct Candidate {
    id: Arc<str>,
    resolved: Resolved<dyn ConfiguredExtractor>,
    declaration: Declaration,
    limits: ExtractorLimits,
    /// Keys of what asked for it: its place in the pipeline's list, or its own table.
    path: Vec<String>,
    /// Taken because it was not forbidden; it may be left out again.
    implied: bool,
}

impl Candidate {
    /// One that has a table.
    pub(super) fn new(id: &str, resolved: Resolved<dyn ConfiguredExtractor>, limits: ExtractorLimits) -> Self {
        let declaration = resolved.configured.declaration();
        let path = vec!["extractors".to_owned(), id.to_owned()];
        Self { id: id.into(), resolved, declaration, limits, path, implied: false }
    }

    /// Its id, and what it needs and gives.
    pub(super) fn named(self) -> (String, Declaration) {
        (self.id.to_string(), self.declaration)
    }
}

impl Planner<'_> {
    /// The extractors in running order.
    pub(super) fn stages(&mut self, table: &PipelineTable) -> Vec<StagePlan> {
        let before = self.diagnostics.len();
        let (candidates, broken) = match &table.pipeline.extractors {
            Some(listed) => (self.listed(table, listed), listed.iter().any(|id| self.is_broken(id))),
            None => (self.implied(), self.extractors.values().any(Option::is_none)),
        };
        let declarations: Vec<&Declaration> = candidates.iter().map(|candidate| &candidate.declaration).collect();
        let (order, problems) = order(&declarations);
        // One that is misspelt or misconfigured may be the one that provides what is missing.
        let broken = broken || self.diagnostics[before..].iter().any(Diagnostic::is_error);
        // One remedy is named once, even if it would provide several layers.
        let mut remedies = BTreeSet::new();
        for problem in problems {
            if let Problem::Missing { needer, layer } = &problem
                && (broken || self.provider_of(layer).is_some_and(|name| !remedies.insert((*needer, name))))
            {
                continue;
            }
            let diagnostic = self.describe_problem(&candidates, problem);
            self.diagnostics.push(diagnostic);
        }
        let workers = table.pipeline.workers.unwrap_or(self.cores);
        order.into_iter().map(|at| stage(&candidates[at], workers)).collect()
    }

    fn is_broken(&self, id: &str) -> bool {
        self.extractors.get(id).is_some_and(Option::is_none)
    }

    fn listed(&mut self, table: &PipelineTable, listed: &[String]) -> Vec<Candidate> {
        let registry = self.registry;
        let mut candidates: Vec<Candidate> = Vec::new();
        for (number, id) in listed.iter().enumerate() {
            let path = item(&table.path, "extractors", number);
            if listed[..number].contains(id) {
                self.note_twice(id, &path);
            } else if let Some(known) = self.extractors.get(id.as_str()) {
                candidates.extend(known.clone().map(|candidate| Candidate { path, ..candidate }));
            } else if let Some(factory) = registry.extractors.get(id) {
                match with_defaults(factory) {
                    Ok(resolved) => {
                        let candidate = Candidate::new(id, resolved, ExtractorLimits::default());
                        candidates.push(Candidate { path, ..candidate });
                    }
                    Err(findings) => self.diagnostics.extend(findings.into_iter().map(|finding| {
                        let diagnostic = Diagnostic::error(finding.code(), format!("extractor `{id}`: {finding}"));
                        let diagnostic = diagnostic.at(self.settings.location(&path));
                        diagnostic.help(format!("set it in a table `[extractors.{id}]`"))
                    })),
                }
            } else {
                let names: BTreeSet<&str> =
                    self.extractors.keys().copied().chain(registry.extractors.keys().map(String::as_str)).collect();
                let diagnostic = Diagnostic::error("unknown-extractor", format!("there is no extractor `{id}`"));
                self.diagnostics.push(diagnostic.at(self.settings.location(&path)).names(id, names));
            }
        }
        candidates
    }

    /// Every extractor with a table, and every other one that works without a setting, brings
    /// layers that those do not, and gets what it needs. A plugin does not displace one that was
    /// compiled in unless it has a table, or is listed.
    pub(super) fn implied(&self) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = self.extractors.values().flatten().cloned().collect();
        let mut taken: BTreeSet<LayerName> =
            candidates.iter().flat_map(|one| one.declaration.provides.clone()).collect();
        let configured: BTreeSet<&str> = candidates.iter().map(|one| one.resolved.component.as_str()).collect();
        let others =
            self.registry.extractors.iter().filter(|(name, _)| {
                !configured.contains(name.as_str()) && !self.extractors.contains_key(name.as_str())
            });
        let (compiled, plugged): (Vec<_>, Vec<_>) =
            others.partition(|(_, factory)| factory.spec().origin == Origin::Program);
        for others in [compiled, plugged] {
            let ready = others.into_iter().filter_map(|(name, factory)| {
                let candidate = Candidate::new(name, with_defaults(factory).ok()?, ExtractorLimits::default());
                let news = candidate.declaration.provides.iter().all(|layer| !taken.contains(layer));
                news.then_some(Candidate { implied: true, ..candidate })
            });
            let ready: Vec<Candidate> = ready.collect();
            taken.extend(ready.iter().flat_map(|one| one.declaration.provides.clone()));
            candidates.extend(ready);
        }
        candidates.sort_by(|one, other| one.id.cmp(&other.id));
        loop {
            let given: BTreeSet<LayerName> =
                candidates.iter().flat_map(|one| one.declaration.provides.clone()).collect();
            let before = candidates.len();
            candidates.retain(|one| {
                let met = |layer: &LayerName| *layer == LayerName::Text || given.contains(layer);
                !one.implied || one.declaration.requires.iter().all(met)
            });
            if candidates.len() == before {
                return candidates;
            }
        }
    }

    fn describe_problem(&self, candidates: &[Candidate], problem: Problem) -> Diagnostic {
        match problem {
            Problem::Missing { needer, layer } => {
                let needer = &candidates[needer];
                let message = format!("`{}` needs layer `{layer}`, which nothing provides", needer.id);
                let help = match self.provider_of(&layer) {
                    Some(name) => format!("`{name}` provides it: add `\"{name}\"` to `extractors`"),
                    None => format!("no known extractor provides it: take `{}` out", needer.id),
                };
                Diagnostic::error("missing-layer", message).at(self.settings.location(&needer.path)).help(help)
            }
            Problem::Duplicate { layer, first, second } => {
                let (first, second) = (&candidates[first], &candidates[second]);
                let message = format!("layer `{layer}` is provided by both `{}` and `{}`", first.id, second.id);
                let help = format!("keep one of them in `extractors`, for example `\"{}\"`", first.id);
                let named = if second.implied { first } else { second };
                Diagnostic::error("duplicate-layer", message).at(self.settings.location(&named.path)).help(help)
            }
            Problem::Cycle(way) => {
                let next = |at: usize| &candidates[way[(at + 1) % way.len()].0].id;
                let steps: Vec<String> = way
                    .iter()
                    .enumerate()
                    .map(|(at, (one, layer))| format!("`{}` needs `{layer}` from `{}`", candidates[*one].id, next(at)))
                    .collect();
                let message = format!("extractors need each other: {}", steps.join(", "));
                let location = way.first().and_then(|(one, _)| self.settings.location(&candidates[*one].path));
                Diagnostic::error("cycle", message).at(location).help("take one of them out")
            }
        }
    }

    /// A configured or registered extractor that provides a layer.
    fn provider_of(&self, layer: &LayerName) -> Option<String> {
        let configured = self.extractors.values().flatten();
        let mut configured = configured.filter(|one| one.declaration.provides.contains(layer));
        configured.next().map(|one| one.id.to_string()).or_else(|| {
            let mut registered = self.registry.extractors.iter();
            let provides = |factory| {
                with_defaults::<dyn ConfiguredExtractor>(factory)
                    .is_ok_and(|resolved| resolved.configured.declaration().provides.contains(layer))
            };
            registered.find(|(_, factory)| provides(factory)).map(|(name, _)| name.clone())
        })
    }
}

fn stage(candidate: &Candidate, workers: usize) -> StagePlan {
    let configured = &candidate.resolved.configured;
    StagePlan {
        id: candidate.id.clone(),
        component: candidate.resolved.component.clone(),
        version: candidate.resolved.version.clone(),
        declaration: candidate.declaration.clone(),
        configured: configured.clone(),
        // one that remembers sees all documents in their order
        workers: if configured.remembers() { 1 } else { candidate.limits.workers.unwrap_or(workers) },
        timeout: candidate.limits.timeout.0,
        on_error: candidate.limits.on_error,
    }
}
