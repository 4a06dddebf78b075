//! The typed tree of settings. Made by [`crate::load`], read by the planner. Knows the engine's
//! own tables; the options of components are kept as they were written, for the component's
//! factory to read.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use wiredesk_core::{
    layer::is_id,
    options::{self, ComponentOptions, Finding},
};

use crate::{
    Diagnostic, Location,
    origins::Origins,
    sections::{Daemon, ExtractorLimits, Log, Pipeline, Plugins, SinkLimits, keys},
};

/// Everything that was set.
///
/// Mistakes do not keep the tree from being built: they stand in [`Settings::findings`] and
/// defaults stand in for what could not be read, so that the planner can add what *it* finds and
/// all of it is reported at once. Never run settings with an error among the findings.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// `[daemon]`.
    pub daemon: Daemon,
    /// `[log]`.
    pub log: Log,
    /// `[plugins]`.
    pub plugins: Plugins,
    /// `[pipelines.<id>]`; `[pipeline]` is the one named `main`, which is there, with defaults,
    /// if no pipeline was written.
    pub pipelines: BTreeMap<String, PipelineTable>,
    /// `[sources.<id>]`.
    pub sources: BTreeMap<String, SourceTable>,
    /// `[extractors.<id>]`.
    pub extractors: BTreeMap<String, ExtractorTable>,
    /// `[sinks.<id>]`.
    pub sinks: BTreeMap<String, SinkTable>,
    /// What is wrong with it so far.
    pub findings: Vec<Diagnostic>,
    pub(crate) origins: Origins,
}

/// One pipeline as written.
#[derive(Clone, Debug, Default)]
pub struct PipelineTable {
    /// Keys of its table: `pipeline`, or `pipelines` and its id.
    pub path: Vec<String>,
    /// What it says.
    pub pipeline: Pipeline,
}

/// One source as written.
#[derive(Clone, Debug, Default)]
pub struct SourceTable {
    /// Its `type`.
    pub component: Option<String>,
    /// The component's own options.
    pub options: Map<String, Value>,
}

/// One extractor as written.
#[derive(Clone, Debug, Default)]
pub struct ExtractorTable {
    /// Its `type`; left out, the component of the same name as its id.
    pub component: Option<String>,
    /// The component's own options.
    pub options: Map<String, Value>,
    /// What the engine reads.
    pub limits: ExtractorLimits,
}

/// One sink as written.
#[derive(Clone, Debug, Default)]
pub struct SinkTable {
    /// Its `type`.
    pub component: Option<String>,
    /// The component's own options.
    pub options: Map<String, Value>,
    /// What the engine reads.
    pub limits: SinkLimits,
}

/// The id of `[pipeline]`.
const MAIN: &str = "main";

impl Settings {
    /// Reads the merged tree.
    pub(crate) fn of_tree(mut tree: Map<String, Value>, origins: Origins, findings: Vec<Diagnostic>) -> Self {
        let mut this = Self { origins, findings, ..Self::default() };
        if let Some(table) = tree.remove("daemon") {
            this.daemon = this.section(&["daemon"], table);
        }
        if let Some(table) = tree.remove("log") {
            this.log = this.section(&["log"], table);
        }
        if let Some(table) = tree.remove("plugins") {
            this.plugins = this.section(&["plugins"], table);
        }
        if let Some(table) = tree.remove("pipeline") {
            let pipeline = this.section(&["pipeline"], table);
            this.pipelines.insert(MAIN.to_owned(), PipelineTable { path: vec!["pipeline".to_owned()], pipeline });
        }
        for (id, table) in this.tables(&mut tree, "pipelines") {
            let path = vec!["pipelines".to_owned(), id.clone()];
            if this.pipelines.contains_key(&id) {
                let message = "`[pipeline]` and `[pipelines.main]` are the same pipeline";
                let diagnostic = Diagnostic::error("duplicate-pipeline", message).at(this.location(&path));
                this.findings.push(diagnostic.help("keep one of them, or give this one another id"));
            }
            let pipeline = this.section(&["pipelines", &id], Value::Object(table));
            this.pipelines.insert(id, PipelineTable { path, pipeline });
        }
        if this.pipelines.is_empty() {
            this.pipelines.insert(MAIN.to_owned(), PipelineTable::default());
        }
        for (id, mut table) in this.tables(&mut tree, "sources") {
            let component = this.component("sources", &id, &mut table);
            this.sources.insert(id, SourceTable { component, options: table });
        }
        for (id, mut table) in this.tables(&mut tree, "extractors") {
            let component = this.component("extractors", &id, &mut table);
            let limits = this.limits("extractors", &id, &mut table);
            this.extractors.insert(id, ExtractorTable { component, options: table, limits });
        }
        for (id, mut table) in this.tables(&mut tree, "sinks") {
            let component = this.component("sinks", &id, &mut table);
            let limits = this.limits("sinks", &id, &mut table);
            this.sinks.insert(id, SinkTable { component, options: table, limits });
        }
        this
    }

    /// Where the value at these keys was written: its own place, else that of the nearest table
    /// around it.
    #[must_use]
    pub fn location<K: AsRef<str>>(&self, path: &[K]) -> Option<Location> {
        let path: Vec<String> = path.iter().map(|key| key.as_ref().to_owned()).collect();
        self.origins.nearest(&path).map(|(origin, _)| origin.value.clone())
    }

    /// Turns a finding about the table at `prefix` into a diagnostic with its place.
    #[must_use]
    pub fn diagnose<K: AsRef<str>>(&self, prefix: &[K], finding: Finding) -> Diagnostic {
        self.origins.diagnose(prefix, finding)
    }

    /// What stood in the environment or on the command line for the value at `path` before it
    /// was read as a number, a list and so on; `None` for values from files.
    #[must_use]
    pub fn override_text<K: AsRef<str>>(&self, path: &[K]) -> Option<&str> {
        let path: Vec<String> = path.iter().map(|key| key.as_ref().to_owned()).collect();
        let origin = self.origins.get(&path)?;
        if matches!(origin.value, Location::File { .. }) { None } else { origin.written.as_deref() }
    }

    /// Reads one of the engine's own tables. What has a mistake in it keeps its default, so that
    /// the rest can still be looked over.
    fn section<O: ComponentOptions + Default>(&mut self, path: &[&str], mut table: Value) -> O {
        let findings = match options::read::<O>(table.clone()) {
            Ok(options) => return options,
            Err(findings) => findings,
        };
        if let Value::Object(table) = &mut table {
            table.retain(|key, _| !findings.iter().any(|finding| finding.path.first() == Some(key)));
        }
        let found: Vec<_> = findings.into_iter().map(|finding| self.diagnose(path, finding)).collect();
        self.findings.extend(found);
        options::read(table).unwrap_or_default()
    }

    /// Takes the tables of a section, by id. What is no table or has no proper id is noted.
    fn tables(&mut self, tree: &mut Map<String, Value>, section: &str) -> Vec<(String, Map<String, Value>)> {
        let tables = match tree.remove(section) {
            Some(Value::Object(tables)) => tables,
            None => return Vec::new(),
            Some(_) => {
                self.no_table(&[section], format!("`[{section}.<id>]`"));
                return Vec::new();
            }
        };
        let mut found = Vec::with_capacity(tables.len());
        for (id, table) in tables {
            if !is_id(&id) {
                let diagnostic = Diagnostic::error("bad-id", format!("not an id: `{id}`"));
                let mut diagnostic = diagnostic.at(self.key_location(&[section, &id]));
                diagnostic.expected = vec!["lower-case letters, digits and `_`, a letter first".to_owned()];
                diagnostic.help = proper(&id).map(|proper| format!("write `{proper}`"));
                self.findings.push(diagnostic);
            }
            match table {
                Value::Object(table) => found.push((id, table)),
                _ => self.no_table(&[section, &id], format!("`[{section}.{id}]`")),
            }
        }
        found
    }

    fn no_table(&mut self, path: &[&str], header: String) {
        let finding =
            Finding { path: Vec::new(), message: format!("expected a table: {header}"), expected: Vec::new() };
        let diagnostic = self.diagnose(path, finding);
        self.findings.push(diagnostic);
    }

    fn key_location(&self, path: &[&str]) -> Option<Location> {
        let path: Vec<String> = path.iter().map(|key| (*key).to_owned()).collect();
        self.origins.get(&path).map(|origin| origin.key.clone())
    }

    fn component(&mut self, section: &str, id: &str, table: &mut Map<String, Value>) -> Option<String> {
        match table.remove("type")? {
            Value::String(name) => Some(name),
            other => {
                let finding = Finding::at("type", format!("expected a string, found `{other}`"));
                let diagnostic = self.diagnose(&[section, id], finding);
                self.findings.push(diagnostic);
                None
            }
        }
    }

    /// Takes the keys of `O` out of a component's table and reads them.
    fn limits<O: ComponentOptions + Default>(&mut self, section: &str, id: &str, table: &mut Map<String, Value>) -> O {
        let taken = keys::<O>().into_iter().filter_map(|key| table.remove_entry(&key)).collect();
        self.section(&[section, id], Value::Object(taken))
    }
}

/// The nearest proper id, if anything is left of it.
fn proper(id: &str) -> Option<String> {
    let clean: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let clean = clean.trim_start_matches(|c: char| !c.is_ascii_lowercase()).trim_end_matches('_');
    is_id(clean).then(|| clean.to_owned())
}
