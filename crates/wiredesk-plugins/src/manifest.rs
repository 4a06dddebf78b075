//! `plugin.toml`: what a plugin is called, which layers it needs and gives, how it is started,
//! and what it may cost. Read by [`crate::folder`]; no foreign code has run when all of it is
//! known and checked.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use wiredesk_config::{Diagnostic, Table};
use wiredesk_core::{
    LayerName,
    exchange::Unit,
    extractor::Declaration,
    layer::is_id,
    options::{ComponentOptions, Duration, Finding, Size},
};

/// The name of the file in a plugin's folder.
pub const FILE: &str = "plugin.toml";

/// What a plugin says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The `type` under which it is configured, and its id where it has no table:
    /// `[a-z][a-z0-9_]*`.
    pub name: String,
    /// Changes whenever the same input may give other output; recorded as provenance.
    pub version: String,
    /// One line for `wiredesk list`, lower case, no full stop.
    pub summary: String,
    /// How it runs.
    pub kind: Kind,
    /// Layers it cannot do without; it gets these, the text, and nothing else.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Layers it also gets where the pipeline has them.
    #[serde(default)]
    pub uses: Vec<String>,
    /// Layers it adds: `vendor/name` layers of its own, or built-in ones such as `entities`, which
    /// it then makes in place of the built-in extractor.
    pub provides: Vec<String>,
    /// ISO 639-1 codes of the languages it reads. Left out: all.
    #[serde(default)]
    pub languages: Vec<String>,
    /// What it runs as a sandboxed WebAssembly component.
    #[serde(default)]
    pub wasm: Option<Wasm>,
    /// What it runs as a process.
    #[serde(default)]
    pub process: Option<Process>,
    /// What it may cost.
    #[serde(default)]
    pub limits: Limits,
    /// Its options by name: each a JSON Schema, with `description`, `default`, and `required = true`
    /// where it cannot do without.
    #[serde(default)]
    pub options: BTreeMap<String, Value>,
    /// How `wiredesk plugin build` makes it.
    #[serde(default)]
    pub build: Option<Build>,
}

/// How a plugin runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// In a sandbox, as a WebAssembly component: no files, no network, no clock.
    Wasm,
    /// As a child process, with the rights of the daemon's user.
    Process,
}

/// `[wasm]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wasm {
    /// The component, beside the manifest.
    pub module: PathBuf,
}

/// `[process]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Process {
    /// Program and arguments. It starts in the plugin's folder; a program with a slash in its name
    /// is looked for there.
    pub command: Vec<String>,
    /// Variables it is given besides `PATH`, `HOME`, `LANG` and `TMPDIR`.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// Names of variables of the daemon that it is given as well.
    #[serde(default)]
    pub pass_env: Vec<String>,
    /// What its offsets count.
    #[serde(default)]
    pub offsets: Offsets,
    /// Documents in one request.
    #[serde(default = "batch")]
    #[schemars(range(min = 1, max = 256))]
    pub batch: usize,
    /// Requests that it is sent before it has answered the first.
    #[serde(default = "window")]
    #[schemars(range(min = 1, max = 16))]
    pub window: usize,
    /// How long it may take to start, such as to load a model.
    #[serde(default = "start_timeout")]
    pub start_timeout: Duration,
}

fn batch() -> usize {
    16
}

fn window() -> usize {
    2
}

fn start_timeout() -> Duration {
    Duration(time::Duration::from_secs(60))
}

/// What offsets count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Offsets {
    /// Unicode code points, as Python does.
    #[default]
    CodePoints,
    /// UTF-8 bytes.
    Bytes,
}

/// `[limits]`: what a plugin may cost. What is left out has a default that depends on its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Memory of one instance. Left out: 64MiB in the sandbox, 2GiB for a process.
    pub memory: Option<Size>,
    /// How long one document may take. Left out: 1s in the sandbox, 5s for a process.
    pub timeout: Option<Duration>,
    /// Annotations on one document. Left out: 10000.
    pub annotations: Option<usize>,
    /// Bytes that one call may return. Left out: 4MiB from the sandbox, 16MiB from a process.
    pub output: Option<Size>,
    /// Log lines in a second; what is more is counted. Left out: 100.
    pub log_lines: Option<u32>,
}

/// `[build]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Build {
    /// Program and arguments, run in the plugin's folder.
    pub command: Vec<String>,
    /// The core module that it leaves behind, which is then made a component.
    pub output: PathBuf,
}

impl ComponentOptions for Manifest {
    fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if !is_id(&self.name) {
            findings.push(Finding::at("name", "has to look like `stock_tickers`: a-z, 0-9, _"));
        }
        if self.version.is_empty() {
            findings.push(Finding::at("version", "is empty"));
        }
        if self.provides.is_empty() {
            findings.push(Finding::at("provides", "names no layer: an extractor adds at least one"));
        }
        for (key, layers) in [("requires", &self.requires), ("uses", &self.uses), ("provides", &self.provides)] {
            for (number, name) in layers.iter().enumerate() {
                let path = vec![key.to_owned(), number.to_string()];
                let wrong = match name.parse() {
                    Ok(LayerName::Text) if key == "provides" => Some("text cannot be provided by a plugin".to_owned()),
                    Ok(_) => None,
                    Err(_) => Some(format!("`{name}` is neither a built-in layer nor of the form `vendor/name`")),
                };
                findings.extend(wrong.map(|message| Finding { path, message, expected: Vec::new() }));
            }
        }
        match self.kind {
            Kind::Wasm if self.wasm.is_none() => findings.push(missing("wasm", "module = \"plugin.wasm\"")),
            Kind::Process if self.process.is_none() => {
                findings.push(missing("process", "command = [\"python3\", \"plugin.py\"]"));
            }
            Kind::Wasm | Kind::Process => {}
        }
        if self.process.as_ref().is_some_and(|process| process.command.first().is_none_or(String::is_empty)) {
            let path = vec!["process".to_owned(), "command".to_owned()];
            findings.push(Finding { path, message: "names no program".to_owned(), expected: Vec::new() });
        }
        for (name, schema) in &self.options {
            if !schema.is_object() {
                let path = vec!["options".to_owned(), name.clone()];
                let message = "expected a table with a JSON Schema such as `{ type = \"string\" }`".to_owned();
                findings.push(Finding { path, message, expected: Vec::new() });
            }
        }
        findings
    }
}

fn missing(key: &str, example: &str) -> Finding {
    let message = format!("missing option: `{key}`: a plugin of this kind has a table `[{key}]` with `{example}`");
    Finding { path: Vec::new(), message, expected: Vec::new() }
}

impl Manifest {
    /// Reads the manifest in a plugin's folder.
    ///
    /// # Errors
    /// Every mistake in it, with its place.
    pub fn load(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        Table::load(&folder.join(FILE))?.read()
    }

    /// What the planner has to know of it.
    #[must_use]
    pub fn declaration(&self) -> Declaration {
        let layers = |names: &[String]| names.iter().filter_map(|name| name.parse().ok()).collect();
        Declaration {
            requires: layers(&self.requires),
            uses: layers(&self.uses),
            provides: layers(&self.provides),
            languages: self.languages.iter().cloned().map(Into::into).collect(),
        }
    }

    /// The JSON Schema of its table of options.
    #[must_use]
    pub fn options_schema(&self) -> Value {
        let mut required = Vec::new();
        let mut properties = Map::new();
        for (name, schema) in &self.options {
            let mut schema = schema.clone();
            if let Some(table) = schema.as_object_mut()
                && table.get("required").is_some_and(Value::is_boolean)
                && table.remove("required") == Some(Value::Bool(true))
            {
                required.push(name.clone());
            }
            properties.insert(name.clone(), schema);
        }
        json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
    }

    /// What its offsets count.
    #[must_use]
    pub fn unit(&self) -> Unit {
        match self.process.as_ref().map(|process| process.offsets) {
            Some(Offsets::CodePoints) => Unit::CodePoints,
            Some(Offsets::Bytes) | None => Unit::Bytes,
        }
    }

    /// Its limits, defaults filled in.
    #[must_use]
    pub fn effective_limits(&self) -> EffectiveLimits {
        let (memory, seconds, output) = match self.kind {
            Kind::Wasm => (64 << 20, 1, 4 << 20),
            Kind::Process => (2 << 30, 5, 16 << 20),
        };
        let limits = &self.limits;
        let bytes = |size: Option<Size>, default: usize| {
            size.map_or(default, |size| usize::try_from(size.0).unwrap_or(usize::MAX))
        };
        EffectiveLimits {
            memory: bytes(limits.memory, memory),
            timeout: limits.timeout.map_or(time::Duration::from_secs(seconds), |timeout| timeout.0),
            annotations: limits.annotations.unwrap_or(10_000),
            output: bytes(limits.output, output),
            log_lines: limits.log_lines.unwrap_or(100),
        }
    }
}

/// [`Limits`] with nothing left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EffectiveLimits {
    /// In bytes.
    pub memory: usize,
    /// For one document.
    pub timeout: time::Duration,
    /// On one document.
    pub annotations: usize,
    /// Bytes that one call may return.
    pub output: usize,
    /// Per second.
    pub log_lines: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Manifest, Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), text).unwrap();
        Manifest::load(folder.path()).map_err(|mistakes| {
            let line = |mistake: &Diagnostic| match &mistake.location {
                Some(wiredesk_config::Location::File { line, .. }) => *line,
                _ => 0,
            };
            mistakes.iter().map(|mistake| format!("{}: {}", line(mistake), mistake.message)).collect()
        })
    }

    const GOOD: &str = "name = \"tickers\"\nversion = \"1\"\nsummary = \"stock tickers\"\nkind = \"process\"\n\
                        requires = [\"sentences\"]\nprovides = [\"acme/tickers\"]\n\
                        [process]\ncommand = [\"python3\", \"tickers.py\"]\n";

    #[test]
    fn a_manifest_says_what_the_planner_has_to_know() {
        let manifest = read(GOOD).unwrap();
        assert_eq!(manifest.declaration().requires, [LayerName::Sentences]);
        assert_eq!(manifest.declaration().provides, ["acme/tickers".parse().unwrap()]);
        assert_eq!(manifest.unit(), Unit::CodePoints);
        assert_eq!(manifest.effective_limits().memory, 2 << 30);
    }

    #[test]
    fn every_mistake_is_found_with_its_line() {
        let text = GOOD
            .replace("\"tickers\"", "\"Stock Tickers\"")
            .replace("acme/tickers", "tickers")
            .replace("[process]\ncommand = [\"python3\", \"tickers.py\"]\n", "[options]\nnames = 3\n");
        assert_eq!(
            read(&text).unwrap_err(),
            [
                "1: has to look like `stock_tickers`: a-z, 0-9, _",
                "6: `tickers` is neither a built-in layer nor of the form `vendor/name`",
                "0: missing option: `process`: a plugin of this kind has a table `[process]` with `command = \
                 [\"python3\", \"plugin.py\"]`",
                "8: expected a table with a JSON Schema such as `{ type = \"string\" }`",
            ]
        );
    }

    #[test]
    fn options_come_with_their_schema_and_defaults() {
        let text = format!(
            "{GOOD}[options.names]\ntype = \"object\"\nadditionalProperties = {{ type = \"string\" }}\nrequired = true\n\
             [options.least]\ntype = \"integer\"\ndefault = 3\n"
        );
        let schema = read(&text).unwrap().options_schema();
        let complete = |table| crate::options::complete(&schema, table);
        assert_eq!(
            complete(json!({"names": {"Veldt": "VLD"}})).unwrap(),
            json!({"names": {"Veldt": "VLD"}, "least": 3})
        );
        let mistakes: Vec<String> =
            complete(json!({"least": "x", "nmes": 1})).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(
            mistakes,
            [
                "`least`: expected a whole number, found the string \"x\"",
                "`nmes`: unknown option: `nmes`",
                "missing option: `names`"
            ]
        );
    }
}
