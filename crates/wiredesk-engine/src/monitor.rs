//! A look at a run from outside while it is going on: counters and progress. Made by the caller
//! of [`crate::run`], filled when the run starts; it changes nothing.

use std::sync::{Arc, OnceLock};

use wiredesk_core::source::Progress;

use crate::metrics::{Component, Role, Snapshot};

/// Cloneable handle; empty until the run has started.
#[derive(Clone, Debug, Default)]
pub struct Monitor {
    components: Arc<OnceLock<Vec<Arc<Component>>>>,
}

impl Monitor {
    /// A monitor serves one run; a second run leaves it as it is.
    pub(crate) fn start(&self, components: Vec<Arc<Component>>) {
        let _ = self.components.set(components);
    }

    fn components(&self) -> &[Arc<Component>] {
        self.components.get().map_or(&[], Vec::as_slice)
    }

    /// All counters now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::of(self.components())
    }

    /// How far all sources together have got, in bytes or files; the total is unknown as soon as
    /// one of them does not know its own.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let snapshot = self.snapshot();
        let sources = snapshot.components.iter().filter(|component| component.role == Role::Source);
        sources.fold(Progress { done: 0, total: Some(0) }, |sum, source| Progress {
            done: sum.done + source.done,
            total: sum.total.zip(source.total).map(|(sum, total)| sum + total),
        })
    }
}
