//! A plugin as an extractor of the registry: to planner and engine it looks like one that was
//! compiled in. Its workers follow the version in service.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;
use wiredesk_core::{
    Document,
    error::Failure,
    extractor::{Declaration, Extractor, Findings, SyncExtractor, Worker},
    options::Finding,
    registry::{ConfiguredExtractor, Factory, Origin, Spec},
};

use crate::{manifest::Kind, options::complete, plugin::Plugin, version::Version};

/// What one document's worth of reading gives.
type Found = Result<Findings, Failure>;

/// Makes extractors that run a plugin.
pub struct PluginFactory(pub Arc<Plugin>);

impl Factory<dyn ConfiguredExtractor> for PluginFactory {
    fn spec(&self) -> Spec {
        let manifest = &self.0.manifest;
        let kind = match manifest.kind {
            Kind::Wasm => "wasm",
            Kind::Process => "process",
        };
        Spec {
            name: manifest.name.clone().into(),
            summary: manifest.summary.clone().into(),
            version: self.0.current().label.to_string().into(),
            options: manifest.options_schema(),
            origin: Origin::Plugin { kind: kind.into(), folder: self.0.folder().display().to_string() },
        }
    }

    fn configure(&self, options: Value) -> Result<Box<dyn ConfiguredExtractor>, Vec<Finding>> {
        let options = Arc::new(complete(&self.0.manifest.options_schema(), options)?);
        self.0.note_use(&options);
        Ok(Box::new(ConfiguredPlugin { plugin: self.0.clone(), options }))
    }
}

/// A plugin with its options.
struct ConfiguredPlugin {
    plugin: Arc<Plugin>,
    options: Arc<Value>,
}

impl ConfiguredExtractor for ConfiguredPlugin {
    fn declaration(&self) -> Declaration {
        self.plugin.declaration()
    }

    /// Never fails: a plugin that cannot be loaded costs its layers and not the daemon, and may be
    /// mended while that runs.
    fn build(&self) -> Result<Worker, Failure> {
        let following = Following::new(self.plugin.clone(), self.options.clone());
        Ok(match self.plugin.manifest.kind {
            Kind::Wasm => Worker::Sync(Box::new(following)),
            Kind::Process => Worker::Async(Box::new(following)),
        })
    }

    fn version(&self) -> Option<Arc<str>> {
        Some(self.plugin.current().label.clone())
    }

    fn counts(&self) -> Vec<(&'static str, u64)> {
        self.plugin.counts()
    }
}

/// A worker that goes over to a new version between two batches.
struct Following {
    plugin: Arc<Plugin>,
    options: Arc<Value>,
    version: Arc<Version>,
    worker: Result<Worker, String>,
}

impl Following {
    fn new(plugin: Arc<Plugin>, options: Arc<Value>) -> Self {
        let version = plugin.current();
        let worker = start(&version, &options);
        Self { plugin, options, version, worker }
    }

    fn follow(&mut self) {
        let current = self.plugin.current();
        if !Arc::ptr_eq(&current, &self.version) {
            self.worker = start(&current, &self.options);
            self.version = current;
        }
    }

    fn signed(&self, mut found: Vec<Found>) -> Vec<Found> {
        for findings in found.iter_mut().flatten() {
            findings.version = Some(self.version.label.clone());
        }
        found
    }

    /// What every document gets while there is nothing to run.
    fn unavailable<T>(message: &str) -> Result<T, Failure> {
        Err(Failure::reject("unavailable", message))
    }
}

fn start(version: &Version, options: &Value) -> Result<Worker, String> {
    version.worker(options).map_err(|failure| {
        tracing::warn!(target: "wiredesk_plugin", "plugin `{}` cannot run: {failure}", version.manifest.name);
        failure.to_string()
    })
}

impl SyncExtractor for Following {
    fn extract(&mut self, document: &Document) -> Found {
        let mut found = self.extract_batch(&[document]);
        found.pop().unwrap_or_else(|| Self::unavailable("no answer"))
    }

    fn extract_batch(&mut self, batch: &[&Document]) -> Vec<Found> {
        self.follow();
        match &mut self.worker {
            Ok(Worker::Sync(extractor)) => {
                let found = extractor.extract_batch(batch);
                self.signed(found)
            }
            Ok(Worker::Async(_)) => batch.iter().map(|_| Self::unavailable("it does not compute")).collect(),
            Err(message) => batch.iter().map(|_| Self::unavailable(message)).collect(),
        }
    }

    fn takes_batches(&self) -> bool {
        true
    }
}

#[async_trait]
impl Extractor for Following {
    async fn extract(&mut self, batch: &[&Document]) -> Vec<Found> {
        self.follow();
        match &mut self.worker {
            Ok(Worker::Async(extractor)) => {
                let found = extractor.extract(batch).await;
                self.signed(found)
            }
            Ok(Worker::Sync(_)) => batch.iter().map(|_| Self::unavailable("it computes")).collect(),
            Err(message) => batch.iter().map(|_| Self::unavailable(message)).collect(),
        }
    }
}
