//! The reference configuration, generated from the schemas: every section, component and option
//! with its documentation and default. `config/wiredesk.toml` is this text.

use std::sync::Arc;

use serde_json::{Map, Value};
use wiredesk_config::sections::{Daemon, ExtractorLimits, Log, Pipeline, Plugins, SinkLimits};
use wiredesk_core::{
    LayerName, Registry,
    options::schema_of,
    registry::{ConfiguredExtractor, Factory, Spec},
};

use super::schema::{OptionDoc, options, toml, wrapped};

/// Characters in a line of comment.
const WIDTH: usize = 100;

const HEAD: &str = "\
# Every setting of wiredesk, with its default. Generated from the program; `wiredesk describe
# COMPONENT` shows the same for one component.
#
# A line such as `#key = value`, without a space after the `#`, holds a default: take the `#` away
# to change it. Settings without `#` have no default and have to be there. Paths are relative to
# the folder in which wiredesk is started.
#
# The files of the folder `conf.d` beside this file that end in `.toml` are read after it, by name.
# An environment variable such as WIREDESK__SINKS__DESK__PATH sets `sinks.desk.path`, and so does
# `--set sinks.desk.path=…`, which counts most. Inside strings, `${NAME}` and `${NAME:-default}`
# stand for environment variables; a literal `${` is written `$${`.
#
# Durations look like \"250ms\", \"5m\", \"1h 30m\"; sizes like \"64KiB\", \"16MiB\", \"1GB\".
";

/// The reference configuration.
#[must_use]
pub fn reference(registry: &Registry) -> String {
    let mut out = String::from(HEAD);
    section(&mut out, "What concerns the process as a whole.", "[daemon]", &schema_of::<Daemon>());
    section(&mut out, "What is written to standard error.", "[log]", &schema_of::<Log>());
    section(&mut out, "Extractors that were not compiled in.", "[plugins]", &schema_of::<Plugins>());
    let text =
        "What runs after what. For several pipelines write [pipelines.<id>]; a source or sink may be in one only.";
    section(&mut out, text, "[pipeline]", &schema_of::<Pipeline>());

    title(&mut out, "Sources: where articles come from. Tables by id; the id is yours to choose.");
    for factory in registry.sources.values() {
        component(&mut out, "sources", &factory.spec(), "");
    }
    title(&mut out, "Extractors: what reads them. A table is needed only to set options.");
    also(&mut out, "extractor", &schema_of::<ExtractorLimits>());
    for factory in registry.extractors.values() {
        component(&mut out, "extractors", &factory.spec(), &layers(factory));
    }
    title(&mut out, "Sinks: where records go.");
    also(&mut out, "sink", &schema_of::<SinkLimits>());
    for factory in registry.sinks.values() {
        component(&mut out, "sinks", &factory.spec(), "");
    }
    out
}

fn title(out: &mut String, text: &str) {
    out.push_str(&format!("\n# {}\n", "-".repeat(WIDTH - 2)));
    out.push_str(&wrapped(text, "# ", WIDTH));
}

fn section(out: &mut String, text: &str, header: &str, schema: &Value) {
    out.push('\n');
    out.push_str(&wrapped(text, "# ", WIDTH));
    out.push_str(&format!("{header}\n"));
    for option in options(schema) {
        setting(out, &option);
    }
}

/// What every component of a role takes.
fn also(out: &mut String, noun: &str, schema: &Value) {
    out.push_str(&format!("#\n# Every {noun} also takes:\n"));
    for option in options(schema) {
        out.push_str(&format!("#\n{}", comment(&option)));
        out.push_str(&format!("#     {} = {}\n", option.key, toml(&shown(&option))));
    }
}

fn component(out: &mut String, section: &str, spec: &Spec, layers: &str) {
    out.push('\n');
    out.push_str(&wrapped(&capital(&spec.summary), "# ", WIDTH));
    out.push_str(&wrapped(layers, "# ", WIDTH));
    out.push_str(&format!("[{section}.{}]\n", spec.name));
    out.push_str(&format!("type = \"{}\"\n", spec.name));
    for option in options(&spec.options) {
        setting(out, &option);
    }
}

fn setting(out: &mut String, option: &OptionDoc) {
    out.push('\n');
    out.push_str(&comment(option));
    let mark = if option.required { "" } else { "#" };
    out.push_str(&format!("{mark}{} = {}\n", option.key, toml(&shown(option))));
}

/// The default, or an example of what may stand there.
fn shown(option: &OptionDoc) -> Value {
    option.default.clone().unwrap_or_else(|| option.example.clone())
}

fn comment(option: &OptionDoc) -> String {
    let state = match (option.required, &option.default) {
        (true, _) => "; required",
        (false, None) => "; not set by default",
        (false, Some(_)) => "",
    };
    let mut text = wrapped(&format!("{} ({}{state})", option.summary, option.kind), "# ", WIDTH);
    for (name, meaning) in option.variants.iter().filter(|(_, meaning)| !meaning.is_empty()) {
        text.push_str(&wrapped(&format!("`{name}`: {meaning}"), "#   ", WIDTH));
    }
    for inner in &option.inner {
        text.push_str(&wrapped(&format!("`{}`: {} ({})", inner.key, inner.summary, inner.kind), "#   ", WIDTH));
    }
    text
}

/// "Needs `entities`. Gives `quotes`."
pub(super) fn layers(factory: &Arc<dyn Factory<dyn ConfiguredExtractor>>) -> String {
    let required = options(&factory.spec().options).into_iter().filter(|option| option.required);
    let table: Map<String, Value> = required.map(|option| (option.key, option.example)).collect();
    let Ok(configured) = factory.configure(Value::Object(table)) else { return String::new() };
    let declaration = configured.declaration();
    let sentence = |verb: &str, layers: &[LayerName]| {
        let names: Vec<String> = layers.iter().map(|layer| format!("`{layer}`")).collect();
        (!names.is_empty()).then(|| format!("{verb} {}.", names.join(", ")))
    };
    let sentences = [
        sentence("Needs", &declaration.requires),
        sentence("Uses", &declaration.uses),
        sentence("Gives", &declaration.provides),
    ];
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}
