//! Which extractors `extract` and `show` run: all that need no further setting, less those to be
//! skipped, or only some with what they require.

use std::collections::BTreeMap;

use wiredesk_config::{LoadOptions, PipelineTable, Settings, SinkTable, SourceTable, nearest, sections::Pipeline};
use wiredesk_core::{LayerName, Registry};
use wiredesk_engine::planner;

use crate::{cli::ChainArguments, failure::Failure, plugged::Plugged};

/// Settings of one pipeline without state: `source` → the chain → `sink`; and the registry with the
/// plugins they name.
pub(super) fn settings(
    registry: &Registry,
    arguments: &ChainArguments,
    source: SourceTable,
    sink: SinkTable,
) -> Result<(Settings, Registry), Failure> {
    let mut settings = match &arguments.config {
        Some(file) => Settings::load(LoadOptions { file: Some(file.clone()), ..LoadOptions::default() }),
        None => Ok(Settings::default()),
    }
    .map_err(Failure::Configuration)?;
    let registry = Plugged::new(registry, &mut settings).registry;
    let extractors = chain(&registry, &settings, arguments)?;
    let pipeline = Pipeline { extractors: Some(extractors), ..Pipeline::default() };
    settings.daemon.state = None;
    settings.pipelines =
        BTreeMap::from([("extract".to_owned(), PipelineTable { pipeline, ..PipelineTable::default() })]);
    settings.sources = BTreeMap::from([("input".to_owned(), source)]);
    settings.sinks = BTreeMap::from([("output".to_owned(), sink)]);
    Ok((settings, registry))
}

/// The ids of the extractors to run.
fn chain(registry: &Registry, settings: &Settings, arguments: &ChainArguments) -> Result<Vec<String>, Failure> {
    let mut known = planner::implied(settings, registry);
    for name in arguments.skip.iter().chain(&arguments.only) {
        if !known.contains_key(name) && !registry.extractors.contains_key(name) {
            let failure = Failure::rejected(format!("unknown extractor: `{name}`"));
            return Err(match nearest(name, known.keys().map(String::as_str)) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure.hint("`wiredesk list` shows those that exist"),
            });
        }
    }
    if !arguments.only.is_empty() {
        return Ok(planner::with_requirements(registry, &arguments.only));
    }
    known.retain(|name, _| !arguments.skip.contains(name));
    // whatever needs a skipped layer goes with it
    loop {
        // every document has a text, cleaned or not
        let mut provided = vec![LayerName::Text];
        provided.extend(known.values().flat_map(|declaration| declaration.provides.clone()));
        let before = known.len();
        known.retain(|_, declaration| declaration.requires.iter().all(|layer| provided.contains(layer)));
        if known.len() == before {
            return Ok(known.into_keys().collect());
        }
    }
}
