//! Puts pipelines together from the resolved components: which ones take part, in which order.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use wiredesk_config::{Diagnostic, PipelineTable, sections::ExtractorLimits};
use wiredesk_core::{LayerName, extractor::Declaration, registry::ConfiguredExtractor};

use super::{
    Planner,
    component::{Resolved, Role, with_defaults},
    order::{Problem, order},
};
use crate::plan::{CommitPolicy, PipelinePlan, SinkPlan, SourcePlan, StagePlan};

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
}

impl<'p> Planner<'p> {
    /// Every pipeline; whatever is wrong with one is noted.
    pub(super) fn pipelines(&mut self) -> Vec<PipelinePlan> {
        let settings = self.settings;
        let plans = settings.pipelines.iter().map(|(id, table)| self.pipeline(id, table)).collect();
        self.note_shared::<dyn wiredesk_core::registry::ConfiguredSource>(&plans, |plan| {
            plan.sources.iter().map(|source| source.id.clone()).collect()
        });
        self.note_shared::<dyn wiredesk_core::registry::ConfiguredSink>(&plans, |plan| {
            plan.sinks.iter().map(|sink| sink.id.clone()).collect()
        });
        plans
    }

    fn pipeline(&mut self, id: &str, table: &'p PipelineTable) -> PipelinePlan {
        let settings = self.settings;
        let written = &table.pipeline;
        let all: Vec<String> = settings.sources.keys().cloned().collect();
        let sources = self.members("source", "sources", id, table, written.sources.as_deref(), &all);
        let sources = sources.into_iter().filter_map(|id| {
            let resolved = self.sources.get(id)?.clone()?;
            Some(SourcePlan { id: id.into(), component: resolved.component, configured: resolved.configured })
        });
        let sources = sources.collect();
        let stages = self.stages(table);
        let all: Vec<String> = settings.sinks.keys().cloned().collect();
        let sinks = self.members("sink", "sinks", id, table, written.sinks.as_deref(), &all);
        let sinks = sinks.into_iter().filter_map(|id| {
            let resolved = self.sinks.get(id)?.clone()?;
            let commit = &settings.sinks.get(id)?.limits.commit;
            let bytes = usize::try_from(commit.bytes.0).unwrap_or(usize::MAX);
            let commit = CommitPolicy { documents: commit.documents, bytes, interval: commit.interval.0 };
            Some(SinkPlan { id: id.into(), component: resolved.component, configured: resolved.configured, commit })
        });
        let sinks = sinks.collect();
        PipelinePlan { id: id.into(), batch: written.batch, queue: written.queue, sources, stages, sinks }
    }

    /// The ids of sources or sinks that take part.
    fn members<'l>(
        &mut self,
        noun: &str,
        section: &str,
        pipeline: &str,
        table: &PipelineTable,
        listed: Option<&'l [String]>,
        all: &'l [String],
    ) -> Vec<&'l str> {
        let Some(listed) = listed else {
            if all.is_empty() {
                let registered = if noun == "source" {
                    self.registry.sources.keys().next()
                } else {
                    self.registry.sinks.keys().next()
                };
                let kind = registered.map(|name| format!(" with `type = \"{name}\"`")).unwrap_or_default();
                let diagnostic =
                    Diagnostic::error(format!("no-{noun}"), format!("pipeline `{pipeline}` has no {noun}"));
                let diagnostic = diagnostic.at(self.settings.location(&table.path));
                self.diagnostics.push(diagnostic.help(format!("add a table `[{section}.<id>]`{kind}")));
            }
            return all.iter().map(String::as_str).collect();
        };
        if listed.is_empty() {
            let diagnostic = Diagnostic::error(format!("no-{noun}"), format!("pipeline `{pipeline}` has no {noun}"));
            let mut diagnostic = diagnostic.at(self.settings.location(&key(&table.path, section)));
            diagnostic.expected = all.to_vec();
            self.diagnostics.push(diagnostic.help(format!("list one, or leave `{section}` out to take all")));
        }
        let mut members: Vec<&str> = Vec::new();
        for (number, id) in listed.iter().enumerate() {
            let path = item(&table.path, section, number);
            if !all.contains(id) {
                let diagnostic = Diagnostic::error(format!("unknown-{noun}"), format!("there is no {noun} `{id}`"));
                let diagnostic = diagnostic.at(self.settings.location(&path)).names(id, all);
                let help = diagnostic.help.clone().unwrap_or(format!("add a table `[{section}.{id}]`"));
                self.diagnostics.push(diagnostic.help(help));
            } else if members.contains(&id.as_str()) {
                self.note_twice(id, &path);
            } else {
                members.push(id);
            }
        }
        members
    }

    fn note_twice(&mut self, id: &str, path: &[String]) {
        let diagnostic = Diagnostic::warning("listed-twice", format!("`{id}` is listed twice"));
        self.diagnostics.push(diagnostic.at(self.settings.location(path)));
    }

    /// The extractors in running order.
    fn stages(&mut self, table: &PipelineTable) -> Vec<StagePlan> {
        let before = self.diagnostics.len();
        let (candidates, broken) = match &table.pipeline.extractors {
            Some(listed) => (self.listed(table, listed), listed.iter().any(|id| self.is_broken(id))),
            None => (self.implied(), self.extractors.values().any(Option::is_none)),
        };
        let declarations: Vec<&Declaration> = candidates.iter().map(|candidate| &candidate.declaration).collect();
        let (order, problems) = order(&declarations);
        // One that is misspelt or misconfigured may be the one that provides what is missing.
        let broken = broken || self.diagnostics[before..].iter().any(Diagnostic::is_error);
        for problem in problems {
            if !(broken && matches!(problem, Problem::Missing { .. })) {
                let diagnostic = self.describe_problem(&candidates, problem);
                self.diagnostics.push(diagnostic);
            }
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

    /// Every extractor with a table, and every other one that works without a setting, brings a
    /// layer that those do not, and gets what it needs.
    fn implied(&self) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = self.extractors.values().flatten().cloned().collect();
        let taken: BTreeSet<LayerName> = candidates.iter().flat_map(|one| one.declaration.provides.clone()).collect();
        let configured: BTreeSet<&str> = candidates.iter().map(|one| one.resolved.component.as_str()).collect();
        let others =
            self.registry.extractors.iter().filter(|(name, _)| {
                !configured.contains(name.as_str()) && !self.extractors.contains_key(name.as_str())
            });
        let others: Vec<Candidate> = others
            .filter_map(|(name, factory)| {
                let candidate = Candidate::new(name, with_defaults(factory).ok()?, ExtractorLimits::default());
                let news = candidate.declaration.provides.iter().all(|layer| !taken.contains(layer));
                news.then_some(Candidate { implied: true, ..candidate })
            })
            .collect();
        candidates.extend(others);
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

    /// A source or sink keeps its place under its own id, so two pipelines cannot have it.
    fn note_shared<T: ?Sized + Role>(
        &mut self,
        plans: &Vec<PipelinePlan>,
        ids: impl Fn(&PipelinePlan) -> Vec<Arc<str>>,
    ) {
        let mut owners: BTreeMap<Arc<str>, &str> = BTreeMap::new();
        for plan in plans {
            for id in ids(plan) {
                if let Some(first) = owners.get(&id) {
                    let message = format!("{} `{id}` is in pipeline `{first}` and in pipeline `{}`", T::NOUN, plan.id);
                    let path = self.settings.pipelines.get(&*plan.id).map(|table| key(&table.path, T::SECTION));
                    let location = path.and_then(|path| self.settings.location(&path));
                    let help = format!("list the `{}` of each pipeline; none may be in two", T::SECTION);
                    self.diagnostics.push(Diagnostic::error("shared", message).at(location).help(help));
                } else {
                    owners.insert(id, &plan.id);
                }
            }
        }
    }

    /// Warns of tables that no pipeline takes part of.
    pub(super) fn note_unused(&mut self) {
        let settings = self.settings;
        let pipelines = || settings.pipelines.values().map(|table| &table.pipeline);
        let lists: [(&str, &str, Vec<&String>, Vec<Option<&Vec<String>>>); 3] = [
            ("source", "sources", settings.sources.keys().collect(), pipelines().map(|p| p.sources.as_ref()).collect()),
            (
                "extractor",
                "extractors",
                settings.extractors.keys().collect(),
                pipelines().map(|p| p.extractors.as_ref()).collect(),
            ),
            ("sink", "sinks", settings.sinks.keys().collect(), pipelines().map(|p| p.sinks.as_ref()).collect()),
        ];
        for (noun, section, ids, listed) in lists {
            for id in ids {
                if listed.iter().all(|list| list.is_some_and(|list| !list.contains(id))) {
                    let diagnostic = Diagnostic::warning("unused", format!("{noun} `{id}` is in no pipeline"));
                    let diagnostic = diagnostic.at(settings.location(&[section, id]));
                    let help = format!("add `\"{id}\"` to the pipeline's `{section}`, or take the table out");
                    self.diagnostics.push(diagnostic.help(help));
                }
            }
        }
    }
}

fn stage(candidate: &Candidate, workers: usize) -> StagePlan {
    StagePlan {
        id: candidate.id.clone(),
        component: candidate.resolved.component.clone(),
        version: candidate.resolved.version.clone(),
        declaration: candidate.declaration.clone(),
        configured: candidate.resolved.configured.clone(),
        workers: candidate.limits.workers.unwrap_or(workers),
        timeout: candidate.limits.timeout.0,
        on_error: candidate.limits.on_error,
    }
}

fn key(path: &[String], last: &str) -> Vec<String> {
    path.iter().cloned().chain([last.to_owned()]).collect()
}

fn item(path: &[String], section: &str, number: usize) -> Vec<String> {
    path.iter().cloned().chain([section.to_owned(), number.to_string()]).collect()
}
