//! `wiredesk plan`: the plan that `run` would follow.

use std::io::{self, Write};

use wiredesk_engine::planner::{self, print};

use super::{Session, settings};
use crate::{
    cli::{PlanArguments, PlanFormat},
    failure::Failure,
    plugged::Plugged,
};

pub(super) fn run(session: &Session, arguments: &PlanArguments) -> Result<(), Failure> {
    let mut settings = settings(&arguments.config)?;
    let plugged = Plugged::new(&session.registry, &mut settings);
    let plan = planner::plan(&settings, &plugged.registry).map_err(Failure::Configuration)?;
    let printed = match arguments.format {
        PlanFormat::Text => print::text(&plan),
        PlanFormat::Json => format!("{:#}", print::json(&plan)),
        PlanFormat::Mermaid => print::mermaid(&plan),
    };
    writeln!(io::stdout().lock(), "{}", printed.trim_end())?;
    Ok(())
}
