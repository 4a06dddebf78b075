//! `wiredesk list`: the components of this program.

use std::io::{self, Write};

use serde_json::json;
use wiredesk_core::registry::{Factories, Spec};

use super::Session;
use crate::{cli::Format, failure::Failure, terminal::Style};

pub(super) fn run(session: &Session, format: Format) -> Result<(), Failure> {
    let registry = &session.registry;
    let roles = [
        ("sources", specs(&registry.sources)),
        ("extractors", specs(&registry.extractors)),
        ("sinks", specs(&registry.sinks)),
    ];
    let mut out = io::stdout().lock();
    if format == Format::Json {
        let listed = |specs: &[Spec]| -> Vec<_> {
            specs.iter().map(|s| json!({"name": s.name, "summary": s.summary, "version": s.version})).collect()
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
            writeln!(out, "  {:width$}  {}", spec.name, session.stdout.paint(Style::Dim, &spec.summary))?;
        }
    }
    writeln!(out, "\n`wiredesk describe NAME` explains one and its options")?;
    Ok(())
}

fn specs<T: ?Sized>(factories: &Factories<T>) -> Vec<Spec> {
    factories.values().map(|factory| factory.spec()).collect()
}
