//! Settings + registry → [`Plan`]: every component resolved, its options read, extractors ordered
//! by the layers they need and give. Called by `check`, `plan` and `run` alike; opens no file and
//! no connection, and finds every mistake before it gives up.

mod component;
mod describe;
mod order;
mod pipeline;
pub mod print;
mod reference;
mod requirements;
mod schema;
mod stages;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, thread};

use wiredesk_config::{Diagnostic, Settings};
use wiredesk_core::{
    Registry,
    extractor::Declaration,
    registry::{ConfiguredSink, ConfiguredSource},
};

pub use self::{
    describe::{describe, describe_component},
    reference::reference,
    requirements::with_requirements,
};
use crate::{
    plan::{DaemonPlan, Plan},
    planner::{component::Resolved, stages::Candidate},
};

/// What came of planning.
pub struct Planned {
    /// `None` if there is an error among the diagnostics.
    pub plan: Option<Plan>,
    /// Errors, then warnings, those of the settings included, each in the order in which they
    /// stand in the files.
    pub diagnostics: Vec<Diagnostic>,
}

/// Makes the plan.
///
/// # Errors
/// Every mistake in the settings (and the warnings). Warnings alone are left to [`check`].
pub fn plan(settings: &Settings, registry: &Registry) -> Result<Plan, Vec<Diagnostic>> {
    let planned = check(settings, registry);
    planned.plan.ok_or(planned.diagnostics)
}

/// The extractors of a pipeline that lists none, by id, with what each needs and gives.
#[must_use]
pub fn implied(settings: &Settings, registry: &Registry) -> BTreeMap<String, Declaration> {
    let mut planner = Planner::new(settings, registry, 1);
    planner.resolve_components();
    planner.implied().into_iter().map(|one| one.named()).collect()
}

/// Makes the plan and says everything there is to say about it.
#[must_use]
pub fn check(settings: &Settings, registry: &Registry) -> Planned {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    check_for(settings, registry, cores)
}

/// As [`check`], for a machine with so many cores.
#[must_use]
pub fn check_for(settings: &Settings, registry: &Registry, cores: usize) -> Planned {
    let mut planner = Planner::new(settings, registry, cores);
    planner.resolve_components();
    let pipelines = planner.pipelines();
    planner.note_unused();
    let mut diagnostics = planner.diagnostics;
    diagnostics.sort_by_cached_key(place);
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    let daemon = DaemonPlan {
        state: settings.daemon.state.clone(),
        shutdown_deadline: settings.daemon.shutdown_deadline.0,
        stuck_after: settings.daemon.stuck_after.0,
    };
    Planned { plan: sound.then_some(Plan { daemon, pipelines }), diagnostics }
}

/// Errors before warnings, then file by file, line by line.
fn place(diagnostic: &Diagnostic) -> (wiredesk_config::Severity, String, usize, usize) {
    use wiredesk_config::Location::{Environment, File, Flag};
    let (name, line, column) = match &diagnostic.location {
        None => (String::new(), 0, 0),
        Some(File { file, line, column, .. }) => (format!("0{file}"), *line, *column),
        Some(Environment { variable }) => (format!("1{variable}"), 0, 0),
        Some(Flag { key }) => (format!("2{key}"), 0, 0),
    };
    (diagnostic.severity, name, line, column)
}

/// What is known while a plan is made.
struct Planner<'p> {
    settings: &'p Settings,
    registry: &'p Registry,
    cores: usize,
    diagnostics: Vec<Diagnostic>,
    /// By id; `None` stands for one whose table has a mistake, which is noted already.
    sources: BTreeMap<&'p str, Option<Resolved<dyn ConfiguredSource>>>,
    /// Those that have a table.
    extractors: BTreeMap<&'p str, Option<Candidate>>,
    sinks: BTreeMap<&'p str, Option<Resolved<dyn ConfiguredSink>>>,
}

impl<'p> Planner<'p> {
    fn new(settings: &'p Settings, registry: &'p Registry, cores: usize) -> Self {
        Self {
            settings,
            registry,
            cores: cores.clamp(1, 256),
            diagnostics: settings.findings.clone(),
            sources: BTreeMap::new(),
            extractors: BTreeMap::new(),
            sinks: BTreeMap::new(),
        }
    }
}
