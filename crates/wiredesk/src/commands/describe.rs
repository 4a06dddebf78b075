//! `wiredesk describe COMPONENT`: what it does and every option it takes.

use std::io::{self, Write};

use serde_json::json;
use wiredesk_config::nearest;
use wiredesk_core::registry::Spec;
use wiredesk_engine::planner;

use super::Session;
use crate::{
    cli::{DescribeArguments, Format},
    failure::Failure,
};

pub(super) fn run(session: &Session, arguments: &DescribeArguments) -> Result<(), Failure> {
    let all = specs(session);
    let found: Vec<_> = all.iter().filter(|(_, spec)| spec.name == arguments.component).collect();
    if found.is_empty() {
        let failure = Failure::rejected(format!("unknown component: `{}`", arguments.component));
        return Err(match nearest(&arguments.component, all.iter().map(|(_, spec)| &*spec.name)) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure.hint("`wiredesk list` shows those that exist"),
        });
    }
    let mut out = io::stdout().lock();
    for (role, spec) in found {
        match arguments.format {
            Format::Text => writeln!(out, "{}", planner::describe(role, spec).trim_end())?,
            Format::Json => {
                let described = json!({
                    "role": role, "name": spec.name, "summary": spec.summary, "version": spec.version, "options": spec.options,
                });
                writeln!(out, "{described:#}")?;
            }
        }
    }
    Ok(())
}

/// Every component with its role.
fn specs(session: &Session) -> Vec<(&'static str, Spec)> {
    let registry = &session.registry;
    let sources = registry.sources.values().map(|factory| ("source", factory.spec()));
    let extractors = registry.extractors.values().map(|factory| ("extractor", factory.spec()));
    let sinks = registry.sinks.values().map(|factory| ("sink", factory.spec()));
    sources.chain(extractors).chain(sinks).collect()
}
