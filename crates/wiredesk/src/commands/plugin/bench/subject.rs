//! What is measured: the plugin in a folder, or an extractor that was compiled into this program, by
//! its name.

use std::path::Path;

use serde_json::{Map, Value};
use wiredesk_core::{
    error::Failure as Broken,
    extractor::{Declaration, Worker},
    registry::Origin,
};
use wiredesk_plugins::{
    Version, cases,
    host::Prepare,
    manifest::{FILE, Kind},
    options::complete,
};

use crate::{
    commands::{
        Session,
        plugin::{failed, open},
    },
    failure::Failure,
    prepare,
};

/// Documents in a batch, where the manifest does not say.
const BATCH: usize = 16;

/// An extractor with its options, ready to be built.
pub(super) struct Subject {
    pub(super) name: String,
    pub(super) version: String,
    /// In one word, for programs.
    pub(super) kind: &'static str,
    /// How it runs, for people.
    pub(super) runs: &'static str,
    pub(super) declaration: Declaration,
    /// Documents in a batch.
    pub(super) batch: usize,
    /// Gives documents the layers it needs.
    pub(super) prepare: Prepare,
    build: Box<dyn Fn() -> Result<Worker, Broken>>,
}

impl Subject {
    /// The plugin in `folder`, or else the extractor of that name.
    pub(super) fn find(session: &Session, folder: &Path) -> Result<Self, Failure> {
        let name = folder.to_str().filter(|_| !folder.join(FILE).is_file());
        match name.filter(|name| session.registry.extractors.contains_key(*name)) {
            Some(name) => Self::compiled_in(session, name),
            None => Self::plugin(session, folder),
        }
    }

    pub(super) fn worker(&self) -> Result<Worker, Broken> {
        (self.build)()
    }

    /// With the options of its first case.
    fn plugin(session: &Session, folder: &Path) -> Result<Self, Failure> {
        let opened = open(session, folder).map_err(Failure::Configuration)?;
        let version = opened.version;
        version.load().map_err(|failure| Failure::rejected(failure.to_string()))?;
        let options = options(&version)?;
        let (kind, runs) = match version.manifest.kind {
            Kind::Wasm => ("wasm", "sandboxed"),
            Kind::Process => ("process", "process"),
        };
        Ok(Self {
            name: version.manifest.name.clone(),
            version: version.label.to_string(),
            kind,
            runs,
            declaration: version.manifest.declaration(),
            batch: version.manifest.process.as_ref().map_or(BATCH, |process| process.batch),
            prepare: opened.host.prepare,
            build: Box::new(move || version.worker(&options)),
        })
    }

    /// With its default options.
    fn compiled_in(session: &Session, name: &str) -> Result<Self, Failure> {
        let factory = &session.registry.extractors[name];
        debug_assert_eq!(factory.spec().origin, Origin::Program, "plugins are found by their folders");
        let configured = factory.configure(Value::Object(Map::new())).map_err(|findings| {
            let all: Vec<String> = findings.iter().map(ToString::to_string).collect();
            Failure::rejected(format!("`{name}` cannot be measured with its default options: {}", all.join("; ")))
        })?;
        configured.build().map_err(|failure| failed(&failure))?;
        Ok(Self {
            name: name.to_owned(),
            version: factory.spec().version.to_string(),
            kind: "rust",
            runs: "compiled in",
            declaration: configured.declaration(),
            batch: BATCH,
            prepare: prepare::prepare(&session.registry),
            build: Box::new(move || configured.build()),
        })
    }
}

/// The options that a plugin is measured with: those of its first case.
fn options(version: &Version) -> Result<Value, Failure> {
    let cases = cases::load(&version.folder).map_err(|failure| Failure::rejected(failure.to_string()))?;
    let options = cases.first().map_or_else(Map::new, |(_, case)| case.options.clone());
    complete(&version.manifest.options_schema(), Value::Object(options)).map_err(|findings| {
        let all: Vec<String> = findings.iter().map(ToString::to_string).collect();
        Failure::rejected(format!("options: {}", all.join("; "))).hint("give them in the `options` of the first case")
    })
}
