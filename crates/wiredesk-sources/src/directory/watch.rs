//! Is told by the system which paths have changed. Owned by the `directory` source; holds a bounded
//! set of paths, and instead of more of them the wish that everything be looked through.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher, event::ModifyKind};
use tokio::sync::Notify;

/// Paths that are remembered between two looks.
const MOST: usize = 10_000;

/// What has changed since the last look.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Files and folders.
    pub(super) paths: BTreeSet<PathBuf>,
    /// There were too many, or some were missed.
    pub(super) everything: bool,
}

impl Changes {
    fn note(&mut self, event: notify::Result<notify::Event>) -> bool {
        match event {
            Ok(event) if event.need_rescan() => self.everything = true,
            Ok(event) => match event.kind {
                EventKind::Access(notify::event::AccessKind::Close(notify::event::AccessMode::Write))
                | EventKind::Any
                | EventKind::Create(_)
                | EventKind::Other
                | EventKind::Modify(
                    ModifyKind::Any | ModifyKind::Data(_) | ModifyKind::Name(_) | ModifyKind::Metadata(_),
                ) => {
                    self.paths.extend(event.paths);
                }
                _ => return false,
            },
            Err(_) => self.everything = true,
        }
        if self.paths.len() > MOST {
            self.paths.clear();
            self.everything = true;
        }
        true
    }
}

/// A watch over a folder; ends when dropped.
pub(super) struct Watch {
    changes: Arc<Mutex<Changes>>,
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Starts watching; `wake` is notified of every change.
    ///
    /// # Errors
    /// If the system cannot watch, for instance because a limit is reached.
    pub(super) fn start(root: &Path, wake: Arc<Notify>) -> notify::Result<Self> {
        let changes = Arc::new(Mutex::new(Changes::default()));
        let noted = changes.clone();
        let mut watcher = notify::recommended_watcher(move |event| {
            if noted.lock().unwrap_or_else(PoisonError::into_inner).note(event) {
                wake.notify_one();
            }
        })?;
        watcher.watch(root, RecursiveMode::Recursive)?;
        Ok(Self { changes, _watcher: watcher })
    }

    /// Takes what has changed.
    pub(super) fn take(&self) -> Changes {
        std::mem::take(&mut *self.changes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
