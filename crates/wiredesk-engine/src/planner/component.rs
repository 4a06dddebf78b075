//! Resolves one configured component: finds its factory by `type`, reads its options.

use std::sync::Arc;

use serde_json::{Map, Value};
use wiredesk_config::{
    Diagnostic, Settings, nearest,
    sections::{self, ExtractorLimits, SinkLimits},
};
use wiredesk_core::{
    options::Finding,
    registry::{ConfiguredExtractor, ConfiguredSink, ConfiguredSource, Factories, Factory},
};

use super::{Planner, stages::Candidate};

/// A component with its options.
pub(super) struct Resolved<T: ?Sized> {
    pub(super) component: String,
    pub(super) version: String,
    pub(super) configured: Arc<T>,
}

impl<T: ?Sized> Clone for Resolved<T> {
    fn clone(&self) -> Self {
        Self { component: self.component.clone(), version: self.version.clone(), configured: self.configured.clone() }
    }
}

/// A role that components have.
pub(super) trait Role {
    /// The section of the settings.
    const SECTION: &'static str;
    /// For messages.
    const NOUN: &'static str;
    /// Keys that the engine reads besides `type`.
    fn reserved() -> Vec<String>;
}

impl Role for dyn ConfiguredSource {
    const SECTION: &'static str = "sources";
    const NOUN: &'static str = "source";
    fn reserved() -> Vec<String> {
        Vec::new()
    }
}

impl Role for dyn ConfiguredExtractor {
    const SECTION: &'static str = "extractors";
    const NOUN: &'static str = "extractor";
    fn reserved() -> Vec<String> {
        sections::keys::<ExtractorLimits>()
    }
}

impl Role for dyn ConfiguredSink {
    const SECTION: &'static str = "sinks";
    const NOUN: &'static str = "sink";
    fn reserved() -> Vec<String> {
        sections::keys::<SinkLimits>()
    }
}

impl<'p> Planner<'p> {
    /// Reads every component's table, used or not, so that every mistake is found.
    pub(super) fn resolve_components(&mut self) {
        let (settings, registry) = (self.settings, self.registry);
        for (id, table) in &settings.sources {
            let resolved = self.resolve(&registry.sources, id, table.component.as_deref(), &table.options);
            self.sources.insert(id, resolved);
        }
        for (id, table) in &settings.extractors {
            let named = Some(id.as_str()).filter(|id| registry.extractors.contains_key(*id));
            let component = table.component.as_deref().or(named);
            let resolved = self.resolve(&registry.extractors, id, component, &table.options);
            if let Some(resolved) = resolved.as_ref().filter(|resolved| resolved.configured.remembers()) {
                self.check_alone(id, &resolved.component, table.limits.workers);
            }
            self.extractors.insert(id, resolved.map(|resolved| Candidate::new(id, resolved, table.limits.clone())));
        }
        for (id, table) in &settings.sinks {
            let resolved = self.resolve(&registry.sinks, id, table.component.as_deref(), &table.options);
            self.sinks.insert(id, resolved);
        }
    }

    /// One that remembers has to see all documents in their order.
    fn check_alone(&mut self, id: &str, component: &str, workers: Option<usize>) {
        if workers.is_none_or(|workers| workers <= 1) {
            return;
        }
        let message = format!("`{component}` remembers earlier articles and cannot have several workers");
        let diagnostic = Diagnostic::error("bad-value", message);
        let diagnostic = diagnostic.at(self.settings.location(&["extractors", id, "workers"]));
        let help = format!("take `workers` out: `{id}` always has one, which sees all articles in their order");
        self.diagnostics.push(diagnostic.help(help));
    }

    fn resolve<T: ?Sized + Role>(
        &mut self,
        factories: &Factories<T>,
        id: &str,
        component: Option<&str>,
        options: &Map<String, Value>,
    ) -> Option<Resolved<T>> {
        let path = [T::SECTION, id];
        let Some(component) = component else {
            if self.settings.location(&[T::SECTION, id, "type"]) == self.settings.location(&path) {
                let diagnostic = Diagnostic::error("missing-option", format!("{} `{id}` has no `type`", T::NOUN));
                let diagnostic = diagnostic.at(self.settings.location(&path));
                self.diagnostics.push(diagnostic.names(id, factories.keys().cloned()));
            }
            return None;
        };
        let Some(factory) = factories.get(component) else {
            let diagnostic = Diagnostic::error("unknown-component", format!("unknown {}: `{component}`", T::NOUN));
            let diagnostic = diagnostic.at(self.settings.location(&[T::SECTION, id, "type"]));
            let mut diagnostic = diagnostic.names(component, factories.keys().cloned());
            if let Some(home) = self.home_of(component) {
                diagnostic.help = Some(format!("`{component}` is {home}"));
            }
            self.diagnostics.push(diagnostic);
            return None;
        };
        let spec = factory.spec();
        let mut table = Value::Object(options.clone());
        let mut keys: Vec<String> = path.iter().map(ToString::to_string).collect();
        as_text(self.settings, &mut keys, &spec.options, &spec.options, &mut table);
        match factory.configure(table) {
            Ok(configured) => Some(Resolved {
                component: component.to_owned(),
                version: spec.version.into_owned(),
                configured: Arc::from(configured),
            }),
            Err(mut findings) => {
                forget_misspelt(&mut findings);
                for mut finding in findings {
                    if finding.path.len() == 1 && finding.code() == "unknown-option" {
                        finding.expected.push("type".to_owned());
                        finding.expected.extend(T::reserved());
                    }
                    self.diagnostics.push(self.settings.diagnose(&path, finding));
                }
                None
            }
        }
    }

    /// Where a component of that name belongs.
    fn home_of(&self, component: &str) -> Option<&'static str> {
        if self.registry.sources.contains_key(component) {
            Some("a source and belongs in `[sources.<id>]`")
        } else if self.registry.extractors.contains_key(component) {
            Some("an extractor and belongs in `[extractors.<id>]`")
        } else if self.registry.sinks.contains_key(component) {
            Some("a sink and belongs in `[sinks.<id>]`")
        } else {
            None
        }
    }
}

/// A required option that is merely misspelt is one mistake, not two.
fn forget_misspelt(findings: &mut Vec<Finding>) {
    let unknown = findings.iter().filter(|finding| finding.code() == "unknown-option");
    let meant: Vec<Vec<String>> = unknown
        .filter_map(|finding| {
            let (last, table) = finding.path.split_last()?;
            let name = nearest(last, finding.expected.iter().map(String::as_str))?;
            Some(table.iter().cloned().chain([format!("missing option: `{name}`")]).collect())
        })
        .collect();
    findings.retain(|finding| {
        let key: Vec<String> = finding.path.iter().cloned().chain([finding.message.clone()]).collect();
        !meant.contains(&key)
    });
}

/// Reads a component without any option set.
pub(super) fn with_defaults<T: ?Sized>(factory: &Arc<dyn Factory<T>>) -> Result<Resolved<T>, Vec<Finding>> {
    let spec = factory.spec();
    let configured = factory.configure(Value::Object(Map::new()))?;
    Ok(Resolved {
        component: spec.name.into_owned(),
        version: spec.version.into_owned(),
        configured: Arc::from(configured),
    })
}

/// Gives an option that takes text the text of its environment variable or flag, although that
/// also reads as something else: a token may consist of digits, a file may be called `[1].csv`.
fn as_text(settings: &Settings, path: &mut Vec<String>, root: &Value, schema: &Value, value: &mut Value) {
    let target = schema["$ref"].as_str().and_then(|reference| root.pointer(reference.strip_prefix('#')?));
    let schema = target.unwrap_or(schema);
    let takes = |kinds: &[&str]| match &schema["type"] {
        Value::String(one) => kinds.contains(&one.as_str()),
        Value::Array(several) => several.iter().filter_map(Value::as_str).any(|one| kinds.contains(&one)),
        _ => false,
    };
    let kinds: &[&str] = match value {
        Value::Bool(_) => &["boolean"],
        Value::Number(_) => &["number", "integer"],
        Value::Array(_) => &["array"],
        Value::Object(_) => &["object"],
        Value::String(_) | Value::Null => return,
    };
    if takes(&["string"]) && !takes(kinds) {
        if let Some(text) = settings.override_text(path) {
            *value = Value::String(text.to_owned());
        }
    } else if let Value::Object(table) = value {
        for (key, value) in table {
            path.push(key.clone());
            as_text(settings, path, root, &schema["properties"][key.as_str()], value);
            path.pop();
        }
    }
}
