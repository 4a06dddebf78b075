//! What plugins need of the program that hosts them, made once per process and shared by all.

use std::{ffi::OsString, fmt, path::PathBuf, sync::Arc};

#[cfg(feature = "wasm")]
use wiredesk_core::error::Failure;
use wiredesk_core::{Document, LayerName};

/// Adds layers to a document that a plugin's own case leaves out, as the extractors before it in a
/// pipeline would.
pub type Prepare = Arc<dyn Fn(&mut Document, &[LayerName]) + Send + Sync>;

/// The surroundings of plugins. Cheap to clone.
#[derive(Clone)]
pub struct Host {
    /// Folder for compiled modules; `None`: they are compiled anew each time.
    pub cache: Option<PathBuf>,
    /// Program and leading arguments of the guard that children run under (see
    /// [`crate::process`]); `None`: they are children of this process itself.
    pub guard: Option<Vec<OsString>>,
    /// Makes the layers that cases need.
    pub prepare: Prepare,
    #[cfg(feature = "wasm")]
    sandbox: Arc<std::sync::OnceLock<Result<Arc<wiredesk_plugin_wasm::Host>, String>>>,
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host").field("cache", &self.cache).field("guard", &self.guard).finish_non_exhaustive()
    }
}

impl Host {
    /// Without cache, guard and layers.
    #[must_use]
    pub fn plain() -> Self {
        Self {
            cache: None,
            guard: None,
            prepare: Arc::new(|_, _| {}),
            #[cfg(feature = "wasm")]
            sandbox: Arc::default(),
        }
    }

    /// Keeps compiled modules in a folder.
    #[must_use]
    pub fn cached(self, cache: Option<PathBuf>) -> Self {
        Self { cache, ..self }
    }

    /// Starts processes under a guard.
    #[must_use]
    pub fn guarded(self, guard: Option<Vec<OsString>>) -> Self {
        Self { guard, ..self }
    }

    /// Makes the layers that cases need.
    #[must_use]
    pub fn preparing(self, prepare: Prepare) -> Self {
        Self { prepare, ..self }
    }

    /// The sandbox, made when it is first asked for: most configurations have no use for it.
    #[cfg(feature = "wasm")]
    pub(crate) fn sandbox(&self) -> Result<Arc<wiredesk_plugin_wasm::Host>, Failure> {
        let made = self
            .sandbox
            .get_or_init(|| wiredesk_plugin_wasm::Host::new(self.cache.clone()).map_err(|failure| failure.to_string()));
        made.clone().map_err(|message| Failure::fatal("sandbox", message))
    }
}
