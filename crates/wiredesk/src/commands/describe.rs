//! `wiredesk describe COMPONENT`: what it does and every option it takes.

use std::io::{self, Write};

use serde_json::json;
use wiredesk_engine::planner;

use super::{Session, settings_if_any};
use crate::{
    cli::{DescribeArguments, Format},
    failure::Failure,
    plugged::Plugged,
};

pub(super) fn run(session: &Session, arguments: &DescribeArguments) -> Result<(), Failure> {
    let mut settings = settings_if_any(arguments.config.as_deref())?;
    let registry = &Plugged::new(&session.registry, &mut settings).registry;
    let name = &arguments.component;
    let text = planner::describe_component(registry, name).map_err(|unknown| Failure::Configuration(vec![*unknown]))?;
    let mut out = io::stdout().lock();
    if arguments.format == Format::Text {
        writeln!(out, "{}", text.trim_end())?;
        return Ok(());
    }
    let source = registry.sources.get(name).map(|factory| ("source", factory.spec()));
    let extractor = registry.extractors.get(name).map(|factory| ("extractor", factory.spec()));
    let sink = registry.sinks.get(name).map(|factory| ("sink", factory.spec()));
    let described: Vec<_> = [source, extractor, sink].into_iter().flatten().collect();
    for (role, spec) in described {
        let described = json!({
            "role": role, "name": spec.name, "summary": spec.summary, "version": spec.version, "options": spec.options,
        });
        writeln!(out, "{described:#}")?;
    }
    Ok(())
}
