//! `wiredesk extract`: the default chain over files or standard input, records on standard output.

use serde_json::{Map, Value, json};
use wiredesk_config::{SinkTable, SourceTable};
use wiredesk_core::source::Mode;
use wiredesk_engine::{RunOptions, planner};

use super::{Session, chain};
use crate::{
    argument_files::ArgumentFiles,
    cli::{ExtractArguments, InputFormat},
    execution::{execute, progress_bar},
    failure::Failure,
    logging::LogFormat,
};

pub(super) fn run(session: &Session, arguments: ExtractArguments) -> Result<(), Failure> {
    session.start_logging("warn", LogFormat::Text, progress_bar(false))?;
    let mut registry = session.registry.clone();
    registry.source(ArgumentFiles);
    let source = source(arguments.files, arguments.input)?;
    let sink =
        SinkTable { component: Some("ndjson".into()), options: table(json!({"path": "-"})), ..SinkTable::default() };
    let (settings, registry) = chain::settings(&registry, &arguments.chain, source, sink)?;
    let plan = planner::plan(&settings, &registry).map_err(Failure::Configuration)?;
    execute(plan, RunOptions::new(Mode::Once), &progress_bar(false))?;
    Ok(())
}

/// The source for files named on the command line, or for standard input.
pub(super) fn source(files: Vec<std::path::PathBuf>, input: Option<InputFormat>) -> Result<SourceTable, Failure> {
    let standard_input = files.is_empty() || files.iter().all(|file| file.as_os_str() == "-");
    if standard_input {
        let format = input.unwrap_or(InputFormat::Text).name();
        let options = table(json!({"format": format}));
        return Ok(SourceTable { component: Some("stdin".into()), options });
    }
    if let Some(missing) = files.iter().find(|file| !file.exists()) {
        return Err(Failure::rejected(format!("no file at `{}`", missing.display())));
    }
    let options = table(json!({"files": files, "format": input.map(InputFormat::name)}));
    Ok(SourceTable { component: Some("arguments".into()), options })
}

fn table(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(table) => table,
        _ => Map::new(),
    }
}
