//! What happened to a plugin since it was loaded: counted by its instances on their own threads,
//! read by whoever reports it.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Numbers since the module was loaded, over all its instances.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Instances made, those that replaced a broken one included.
    pub instances: u64,
    /// Calls that ended an instance, for whatever reason; timeouts included.
    pub traps: u64,
    /// Calls that were ended because they took too long.
    pub timeouts: u64,
    /// Lines of its log that were left out because there were too many.
    pub suppressed: u64,
}

/// The counters behind [`Counts`].
#[derive(Debug, Default)]
pub(crate) struct Tally {
    instances: AtomicU64,
    traps: AtomicU64,
    timeouts: AtomicU64,
    suppressed: AtomicU64,
}

impl Tally {
    pub(crate) fn instance(&self) {
        self.instances.fetch_add(1, Relaxed);
    }

    pub(crate) fn trap(&self, timeout: bool) {
        self.traps.fetch_add(1, Relaxed);
        self.timeouts.fetch_add(u64::from(timeout), Relaxed);
    }

    pub(crate) fn suppressed(&self) {
        self.suppressed.fetch_add(1, Relaxed);
    }

    pub(crate) fn read(&self) -> Counts {
        Counts {
            instances: self.instances.load(Relaxed),
            traps: self.traps.load(Relaxed),
            timeouts: self.timeouts.load(Relaxed),
            suppressed: self.suppressed.load(Relaxed),
        }
    }
}
