//! Puts pipelines together from the resolved components: which sources and sinks take part. The
//! extractors are chosen and ordered in [`super::stages`].

use std::{collections::BTreeMap, sync::Arc};

use wiredesk_config::{Diagnostic, PipelineTable, sections::Pipeline};
use wiredesk_core::registry::{ConfiguredSink, ConfiguredSource};

use super::{Planner, component::Role};
use crate::plan::{CommitPolicy, PipelinePlan, SinkPlan, SourcePlan};

impl<'p> Planner<'p> {
    /// Every pipeline; whatever is wrong with one is noted.
    pub(super) fn pipelines(&mut self) -> Vec<PipelinePlan> {
        let settings = self.settings;
        let plans = settings.pipelines.iter().map(|(id, table)| self.pipeline(id, table)).collect();
        self.note_shared::<dyn ConfiguredSource>(&plans, |plan| {
            plan.sources.iter().map(|source| source.id.clone()).collect()
        });
        self.note_shared::<dyn ConfiguredSink>(&plans, |plan| plan.sinks.iter().map(|sink| sink.id.clone()).collect());
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

    pub(super) fn note_twice(&mut self, id: &str, path: &[String]) {
        let diagnostic = Diagnostic::warning("listed-twice", format!("`{id}` is listed twice"));
        self.diagnostics.push(diagnostic.at(self.settings.location(path)));
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

    /// Warns of tables that no pipeline takes part of, unless that may be owed to a list with
    /// mistakes.
    pub(super) fn note_unused(&mut self) {
        const OF_LISTS: [&str; 5] = ["no-source", "no-sink", "unknown-source", "unknown-extractor", "unknown-sink"];
        if self.diagnostics.iter().any(|diagnostic| OF_LISTS.contains(&diagnostic.code.as_str())) {
            return;
        }
        let settings = self.settings;
        self.note_unused_of("source", "sources", settings.sources.keys(), |pipeline| &pipeline.sources);
        self.note_unused_of("extractor", "extractors", settings.extractors.keys(), |pipeline| &pipeline.extractors);
        self.note_unused_of("sink", "sinks", settings.sinks.keys(), |pipeline| &pipeline.sinks);
    }

    fn note_unused_of<'i>(
        &mut self,
        noun: &str,
        section: &str,
        ids: impl Iterator<Item = &'i String>,
        list: fn(&Pipeline) -> &Option<Vec<String>>,
    ) {
        for id in ids {
            let mut lists = self.settings.pipelines.values().map(|table| list(&table.pipeline).as_ref());
            if lists.all(|list| list.is_some_and(|list| !list.contains(id))) {
                let diagnostic = Diagnostic::warning("unused", format!("{noun} `{id}` is in no pipeline"));
                let diagnostic = diagnostic.at(self.settings.location(&[section, id]));
                let help = format!("add `\"{id}\"` to the pipeline's `{section}`, or take the table out");
                self.diagnostics.push(diagnostic.help(help));
            }
        }
    }
}

fn key(path: &[String], last: &str) -> Vec<String> {
    path.iter().cloned().chain([last.to_owned()]).collect()
}

pub(super) fn item(path: &[String], section: &str, number: usize) -> Vec<String> {
    path.iter().cloned().chain([section.to_owned(), number.to_string()]).collect()
}
