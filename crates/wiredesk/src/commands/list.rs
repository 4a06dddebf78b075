//! `wiredesk list`: the components of this program.

use std::io::{self, Write};

use serde_json::json;
use wiredesk_core::registry::{Factories, Origin, Spec};

use super::{Session, settings_if_any};
use crate::{
    cli::{Format, ListArguments},
    failure::Failure,
    plugged::Plugged,
    terminal::Style,
};

pub(super) fn run(session: &Session, arguments: &ListArguments) -> Result<(), Failure> {
    let format = arguments.format;
    let mut settings = settings_if_any(arguments.config.as_deref())?;
    let registry = &Plugged::new(&session.registry, &mut settings).registry;
    io::stderr().lock().write_all(wiredesk_config::render(&settings.findings, session.stderr.colour).as_bytes())?;
    let roles = [
        ("sources", specs(&registry.sources)),
        ("extractors", specs(&registry.extractors)),
        ("sinks", specs(&registry.sinks)),
    ];
    let mut out = io::stdout().lock();
    if format == Format::Json {
        let listed = |specs: &[Spec]| -> Vec<_> {
            let listed =
                |s: &Spec| json!({"name": s.name, "summary": s.summary, "version": s.version, "plugin": plugin(s)});
            specs.iter().map(listed).collect()
        };
        let all: serde_json::Map<_, _> =
            roles.iter().map(|(role, specs)| ((*role).to_owned(), listed(specs).into())).collect();
        writeln!(out, "{:#}", serde_json::Value::from(all))?;
        return Ok(());
    }
    let width = roles.iter().flat_map(|(_, specs)| specs).map(|spec| spec.name.len()).max().unwrap_or(0);
    for (role, specs) in &roles {
        writeln!(out, "{}", session.stdout.paint(Style::Bold, role))?;
        for spec in specs {
            let origin = plugin(spec).map_or_else(String::new, |kind| format!(" ({kind} plugin {})", spec.version));
            let summary = format!("{}{origin}", spec.summary);
            writeln!(out, "  {:width$}  {}", spec.name, session.stdout.paint(Style::Dim, summary))?;
        }
    }
    writeln!(out, "\n`wiredesk describe NAME` explains one and its options")?;
    Ok(())
}

/// How it runs, if it is a plugin.
fn plugin(spec: &Spec) -> Option<&str> {
    match &spec.origin {
        Origin::Plugin { kind, .. } => Some(kind),
        Origin::Program => None,
    }
}

fn specs<T: ?Sized>(factories: &Factories<T>) -> Vec<Spec> {
    factories.values().map(|factory| factory.spec()).collect()
}
