//! A plugin over time: the version in service, and its replacement by a new one. Workers look at
//! it between batches, so the old version finishes what it has in hand.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock, Weak, atomic::Ordering::Relaxed},
};

use serde_json::Value;
use wiredesk_config::Diagnostic;
use wiredesk_core::extractor::Declaration;

use crate::{cases, counts::Counts, host::Host, manifest::Manifest, version::Version};

/// A plugin that was found in a folder.
pub struct Plugin {
    host: Host,
    folder: PathBuf,
    /// As it was when the plugin was found: what the plan was made with.
    pub manifest: Manifest,
    counts: Arc<Counts>,
    current: RwLock<Arc<Version>>,
    /// The options it is used with, which a new version has to take.
    uses: Mutex<Vec<Weak<Value>>>,
}

/// Why a new version was not put in service.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

impl Plugin {
    /// Reads the plugin in a folder.
    ///
    /// # Errors
    /// Every mistake in its manifest, or files that cannot be read.
    pub fn read(folder: &Path, host: &Host) -> Result<Arc<Self>, Vec<Diagnostic>> {
        let counts = Arc::new(Counts::default());
        let version = Version::read(folder, host, counts.clone())?;
        Ok(Arc::new(Self {
            host: host.clone(),
            folder: folder.to_owned(),
            manifest: version.manifest.clone(),
            counts,
            current: RwLock::new(Arc::new(version)),
            uses: Mutex::default(),
        }))
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What it needs and gives; the same for all versions that are put in service.
    #[must_use]
    pub fn declaration(&self) -> Declaration {
        self.manifest.declaration()
    }

    /// The version in service.
    #[must_use]
    pub fn current(&self) -> Arc<Version> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Counters by name.
    #[must_use]
    pub fn counts(&self) -> Vec<(&'static str, u64)> {
        let mut all = self.counts.all();
        // the sandbox counts by itself, each version anew
        let [started, crashed, suppressed] = self.current().sandbox_counts();
        for (name, count) in &mut all {
            *count += match *name {
                "plugin_started" => started,
                "plugin_crashed" => crashed,
                "plugin_log_suppressed" => suppressed,
                _ => 0,
            };
        }
        all
    }

    pub(crate) fn note_use(&self, options: &Arc<Value>) {
        let mut uses = self.uses.lock().unwrap_or_else(PoisonError::into_inner);
        uses.retain(|used| used.strong_count() > 0);
        uses.push(Arc::downgrade(options));
    }

    /// Looks whether the files have changed; a new version is checked and, if nothing is wrong with
    /// it, put in service. Whether that has happened. Blocks while it compiles and runs cases.
    ///
    /// # Errors
    /// Why the new version is not put in service; the old one goes on. A version that was refused
    /// is refused again, silently, until the files change once more: `refused` is where the caller
    /// remembers it.
    pub fn renew(&self, refused: &mut Option<[u8; 32]>) -> Result<Option<Arc<Version>>, Refused> {
        let version = Version::read(&self.folder, &self.host, self.counts.clone());
        let version = version.map_err(|diagnostics| {
            let first = diagnostics.into_iter().next();
            Refused(first.map_or_else(|| "its manifest cannot be read".to_owned(), |first| first.message))
        });
        let version = match version {
            Ok(version) => Arc::new(version),
            // said once: while somebody edits the manifest, it may be wrong at many looks
            Err(error) if refused.is_none() => {
                *refused = Some([0; 32]);
                Counts::add(&self.counts.plugin_refused);
                return Err(error);
            }
            Err(_) => return Ok(None),
        };
        if version.fingerprint == self.current().fingerprint {
            *refused = None;
            return Ok(None);
        }
        if *refused == Some(version.fingerprint) {
            return Ok(None);
        }
        if let Err(error) = self.admit(&version) {
            *refused = Some(version.fingerprint);
            Counts::add(&self.counts.plugin_refused);
            return Err(error);
        }
        *refused = None;
        let [started, crashed, suppressed] = self.current().sandbox_counts();
        self.counts.plugin_started.fetch_add(started, Relaxed);
        self.counts.plugin_crashed.fetch_add(crashed, Relaxed);
        self.counts.plugin_log_suppressed.fetch_add(suppressed, Relaxed);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = version.clone();
        Counts::add(&self.counts.plugin_swapped);
        Ok(Some(version))
    }

    /// Whether a version can take the place of the one in service.
    fn admit(&self, version: &Version) -> Result<(), Refused> {
        let (old, new) = (&self.manifest, &version.manifest);
        let same = old.name == new.name
            && old.kind == new.kind
            && old.declaration() == new.declaration()
            && old.options_schema() == new.options_schema();
        if !same {
            let message = "its name, kind, layers, languages or options are not those that the pipeline was planned \
                           with; restart wiredesk to take it over";
            return Err(Refused(message.to_owned()));
        }
        version.load().map_err(|failure| Refused(failure.to_string()))?;
        let uses: Vec<Arc<Value>> = {
            let uses = self.uses.lock().unwrap_or_else(PoisonError::into_inner);
            uses.iter().filter_map(Weak::upgrade).collect()
        };
        for options in uses {
            version.worker(&options).map_err(|failure| Refused(format!("it does not start: {failure}")))?;
        }
        let failed = cases::run_all(version, &self.host.prepare).map_err(|failure| Refused(failure.to_string()))?;
        match failed.failures.first() {
            None => Ok(()),
            Some(first) => {
                let more = failed.failures.len() - 1;
                let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
                Err(Refused(format!("case `{}` fails: {}{more}", first.case, first.brief())))
            }
        }
    }
}
