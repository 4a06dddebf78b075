//! `wiredesk check`: every mistake of a configuration at once, without starting anything.

use std::io::{self, Write};

use wiredesk_config::{Diagnostic, Severity};
use wiredesk_engine::planner;

use super::{Session, settings};
use crate::{
    cli::{CheckArguments, Format},
    failure::Failure,
    plugged::Plugged,
    terminal::Style,
};

pub(super) fn run(session: &Session, arguments: &CheckArguments) -> Result<(), Failure> {
    let (plan, diagnostics) = match settings(&arguments.config) {
        Ok(mut settings) => {
            let plugged = Plugged::new(&session.registry, &mut settings);
            let planned = planner::check(&settings, &plugged.registry);
            (planned.plan, planned.diagnostics)
        }
        Err(Failure::Configuration(diagnostics)) => (None, diagnostics),
        Err(other) => return Err(other),
    };
    if arguments.format == Format::Json {
        let mut out = io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, &diagnostics).map_err(io::Error::from)?;
        writeln!(out)?;
        // the findings stand on standard output; only the status is left to give
        return if plan.is_some() { Ok(()) } else { Err(Failure::Configuration(Vec::new())) };
    }
    let Some(plan) = plan else { return Err(Failure::Configuration(diagnostics)) };
    let warnings: Vec<Diagnostic> = diagnostics.into_iter().filter(|d| d.severity == Severity::Warning).collect();
    io::stderr().lock().write_all(wiredesk_config::render(&warnings, session.stderr.colour).as_bytes())?;
    let count = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    let mut out = io::stdout().lock();
    for pipeline in &plan.pipelines {
        let parts = [
            count(pipeline.sources.len(), "source"),
            count(pipeline.stages.len(), "extractor"),
            count(pipeline.sinks.len(), "sink"),
        ];
        writeln!(out, "{} pipeline `{}`: {}", session.stdout.paint(Style::Good, "ok"), pipeline.id, parts.join(", "))?;
    }
    Ok(())
}
