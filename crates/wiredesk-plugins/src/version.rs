//! One version of a plugin: its manifest and its code as they stood in the folder at one moment.
//! Loaded by [`crate::plugin`]; makes the workers that run it.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError, Weak},
};

use serde_json::Value;
use wiredesk_config::Diagnostic;
use wiredesk_core::{error::Failure, extractor::Worker};

use crate::{
    counts::Counts,
    host::Host,
    manifest::{Kind, Manifest},
    process,
    snapshot::{self, Snapshot},
};

/// A plugin as it stood in its folder at one moment.
pub struct Version {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its version and the first digits of a hash over its files: `1.0.0+3f2a91c0`. Tells two
    /// states of the files apart even where the author left the number alone.
    pub label: Arc<str>,
    /// Its folder.
    pub folder: PathBuf,
    /// BLAKE3 over the manifest and every file of the program.
    pub(crate) fingerprint: [u8; 32],
    host: Host,
    counts: Arc<Counts>,
    module: OnceLock<Result<Module, String>>,
    specs: Mutex<Vec<Weak<process::Spec>>>,
    /// What a process runs from; `None` where the host has no place for it.
    snapshot: OnceLock<Result<Option<Snapshot>, String>>,
}

#[cfg(feature = "wasm")]
type Module = wiredesk_plugin_wasm::Module;
#[cfg(not(feature = "wasm"))]
type Module = std::convert::Infallible;

impl Version {
    /// Reads manifest and files; runs and compiles nothing.
    ///
    /// # Errors
    /// Every mistake in the manifest, or a file that cannot be read.
    pub fn read(folder: &Path, host: &Host, counts: Arc<Counts>) -> Result<Self, Vec<Diagnostic>> {
        let manifest = Manifest::load(folder)?;
        let fingerprint = snapshot::fingerprint(folder, &manifest).map_err(|(path, error)| {
            let message = format!("plugin `{}`: cannot read `{}`: {error}", manifest.name, path.display());
            let diagnostic = Diagnostic::error("unreadable", message);
            vec![match manifest.kind {
                Kind::Wasm => diagnostic.help(format!("build it: `wiredesk plugin build {}`", folder.display())),
                Kind::Process => diagnostic,
            }]
        })?;
        let digits: String = fingerprint.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let label = format!("{}+{digits}", manifest.version).into();
        let (host, folder) = (host.clone(), folder.to_owned());
        Ok(Self {
            manifest,
            label,
            folder,
            fingerprint,
            host,
            counts,
            module: OnceLock::new(),
            specs: Mutex::default(),
            snapshot: OnceLock::new(),
        })
    }

    /// Compiles what has to be compiled; quick when it has been done before.
    ///
    /// # Errors
    /// It is no component, of another protocol, or wants more than a plugin gets.
    pub fn load(&self) -> Result<(), Failure> {
        match self.manifest.kind {
            Kind::Wasm => self.module().map(|_| ()),
            Kind::Process => self.program_folder().map(|_| ()),
        }
    }

    /// The folder that a process runs in: a copy that stays as it is, if the host has a place for it.
    fn program_folder(&self) -> Result<&Path, Failure> {
        let take = || {
            let Some(cache) = &self.host.cache else { return Ok(None) };
            let (name, store) = (&self.manifest.name, cache.join("processes"));
            let snapshot = Snapshot::take(&self.folder, &store, name, self.fingerprint)
                .map_err(|error| format!("its files cannot be copied to `{}`: {error}", store.display()))?;
            self.still_the_same(&snapshot.0)?;
            Ok(Some(snapshot))
        };
        match self.snapshot.get_or_init(take) {
            Ok(snapshot) => Ok(snapshot.as_ref().map_or(&*self.folder, |snapshot| &*snapshot.0)),
            Err(message) => Err(Failure::fatal("plugin", message.clone())),
        }
    }

    /// Whether the files in a folder are those that the label was made of: what is recorded as the
    /// version has to be what runs.
    fn still_the_same(&self, folder: &Path) -> Result<(), String> {
        match snapshot::fingerprint(folder, &self.manifest) {
            Ok(fingerprint) if fingerprint == self.fingerprint => Ok(()),
            _ => Err("its files have changed while they were read".to_owned()),
        }
    }

    /// One worker that runs this version with these options (as [`crate::options`] made them).
    ///
    /// # Errors
    /// It cannot be loaded, or does not take the options.
    pub fn worker(&self, options: &Value) -> Result<Worker, Failure> {
        match self.manifest.kind {
            Kind::Wasm => self.sandboxed(options),
            Kind::Process => Ok(Worker::Async(process::extractor(self.spec(options)?))),
        }
    }

    /// What processes with these options share, such as what is known of their health.
    fn spec(&self, options: &Value) -> Result<Arc<process::Spec>, Failure> {
        let folder = self.program_folder()?;
        let mut specs = self.specs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(spec) = specs.iter().filter_map(Weak::upgrade).find(|spec| spec.options == *options) {
            return Ok(spec);
        }
        let (guard, counts) = (self.host.guard.clone(), self.counts.clone());
        let spec = process::Spec::new(&self.manifest, options.clone(), folder, guard, counts);
        let spec = Arc::new(spec.ok_or_else(|| Failure::fatal("plugin", "its manifest has no table `[process]`"))?);
        specs.retain(|spec| spec.strong_count() > 0);
        specs.push(Arc::downgrade(&spec));
        Ok(spec)
    }

    #[cfg(feature = "wasm")]
    fn module(&self) -> Result<&Module, Failure> {
        let load = || {
            let path = self.module_path();
            let bytes = snapshot::bytes(&path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
            self.still_the_same(&self.folder)?;
            let sandbox = self.host.sandbox().map_err(|failure| failure.to_string())?;
            wiredesk_plugin_wasm::Module::load(&sandbox, &self.manifest.name, &bytes)
                .map_err(|failure| format!("`{}`: {failure}", path.display()))
        };
        self.module.get_or_init(load).as_ref().map_err(|message| Failure::fatal("plugin", message.clone()))
    }

    #[cfg(feature = "wasm")]
    fn sandboxed(&self, options: &Value) -> Result<Worker, Failure> {
        let limits = self.manifest.effective_limits();
        let setup = wiredesk_plugin_wasm::Setup {
            name: self.manifest.name.as_str().into(),
            options: options.to_string(),
            declaration: self.manifest.declaration(),
            limits: wiredesk_plugin_wasm::Limits {
                memory: limits.memory,
                timeout: limits.timeout,
                annotations: limits.annotations,
                output: limits.output,
                log_lines: limits.log_lines,
            },
        };
        Ok(Worker::Sync(Box::new(self.module()?.instance(setup)?)))
    }

    /// What the sandbox has counted for this version: instances made, breaks, suppressed log lines.
    pub(crate) fn sandbox_counts(&self) -> [u64; 3] {
        #[cfg(feature = "wasm")]
        if let Some(Ok(module)) = self.module.get() {
            let counts = module.counts();
            return [counts.instances, counts.traps, counts.suppressed];
        }
        [0; 3]
    }

    #[cfg(not(feature = "wasm"))]
    fn module(&self) -> Result<&Module, Failure> {
        let absent = || Err("this wiredesk was built without the feature `wasm`".to_owned());
        self.module.get_or_init(absent).as_ref().map_err(|message| Failure::fatal("plugin", message.clone()))
    }

    #[cfg(not(feature = "wasm"))]
    fn sandboxed(&self, _: &Value) -> Result<Worker, Failure> {
        match *self.module()? {}
    }

    /// Where its component stands.
    #[must_use]
    pub fn module_path(&self) -> PathBuf {
        snapshot::module(&self.folder, &self.manifest)
    }
}
