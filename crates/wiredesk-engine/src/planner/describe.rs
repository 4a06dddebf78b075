//! One component for people: what `wiredesk describe COMPONENT` prints.

use wiredesk_config::{
    Diagnostic,
    sections::{ExtractorLimits, SinkLimits},
};
use wiredesk_core::{Registry, options::schema_of, registry::Spec};

use super::{
    reference::{capital, layers},
    schema::{OptionDoc, options, toml, wrapped},
};

/// Characters in a line.
const WIDTH: usize = 92;

/// A component by its name; one that plays several roles is described in each.
///
/// # Errors
/// There is none of that name; the nearest one is suggested.
pub fn describe_component(registry: &Registry, name: &str) -> Result<String, Box<Diagnostic>> {
    let mut parts = Vec::new();
    if let Some(factory) = registry.sources.get(name) {
        parts.push(format!("source {}", describe(&factory.spec())));
    }
    if let Some(factory) = registry.extractors.get(name) {
        let common = section("Every extractor also takes", &options(&schema_of::<ExtractorLimits>()));
        let layers = wrapped(&layers(factory), "", WIDTH);
        parts.push(format!("extractor {}{common}\n{layers}", describe(&factory.spec())));
    }
    if let Some(factory) = registry.sinks.get(name) {
        let common = section("Every sink also takes", &options(&schema_of::<SinkLimits>()));
        parts.push(format!("sink {}{common}", describe(&factory.spec())));
    }
    if parts.is_empty() {
        let names = registry.sources.keys().chain(registry.extractors.keys()).chain(registry.sinks.keys());
        let diagnostic = Diagnostic::error("unknown-component", format!("there is no component `{name}`"));
        return Err(Box::new(diagnostic.names(name, names)));
    }
    Ok(parts.join("\n"))
}

/// Name, version, summary and options.
#[must_use]
pub fn describe(spec: &Spec) -> String {
    let options = options(&spec.options);
    let body = if options.is_empty() { "\nNo options.\n".to_owned() } else { section("Options", &options) };
    format!("{} (version {})\n{}{body}", spec.name, spec.version, wrapped(&capital(&spec.summary), "", WIDTH))
}

fn section(title: &str, options: &[OptionDoc]) -> String {
    let mut out = format!("\n{title}:\n");
    for option in options {
        out.push_str(&entry(option, "  "));
    }
    out
}

fn entry(option: &OptionDoc, indent: &str) -> String {
    let state = match (option.required, &option.default) {
        (true, _) => ", required".to_owned(),
        (false, Some(default)) => format!(", default {}", toml(default)),
        (false, None) => ", not set by default".to_owned(),
    };
    let mut out = wrapped(&format!("{}: {}{state}", option.key, option.kind), indent, WIDTH);
    let deeper = format!("{indent}    ");
    out.push_str(&wrapped(&option.summary, &deeper, WIDTH));
    for (name, meaning) in option.variants.iter().filter(|(_, meaning)| !meaning.is_empty()) {
        out.push_str(&wrapped(&format!("`{name}`: {meaning}"), &deeper, WIDTH));
    }
    for inner in &option.inner {
        out.push_str(&entry(inner, &deeper));
    }
    out
}
