//! What a plugin counts besides what the engine counts of every stage. Named here, shown beside
//! the engine's counters.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Declares the counters: field, name, meaning.
macro_rules! counts {
    ($($(#[doc = $meaning:literal])+ $field:ident),+ $(,)?) => {
        /// Counters of one plugin, over all its workers and versions.
        #[derive(Debug, Default)]
        pub struct Counts { $($(#[doc = $meaning])+ pub $field: AtomicU64),+ }

        impl Counts {
            /// All of them by name.
            #[must_use]
            pub fn all(&self) -> Vec<(&'static str, u64)> {
                vec![$((stringify!($field), self.$field.load(Relaxed))),+]
            }
        }
    };
}

counts! {
    /// Instances made or processes started.
    plugin_started,
    /// Times it broke: traps, exits, nonsense instead of an answer, deadlines missed.
    plugin_crashed,
    /// Versions put in service while the daemon ran.
    plugin_swapped,
    /// Versions that were not put in service because they failed a check.
    plugin_refused,
    /// Log lines beyond the limit.
    plugin_log_suppressed,
}

impl Counts {
    /// Counts one.
    pub fn add(counter: &AtomicU64) {
        counter.fetch_add(1, Relaxed);
    }
}
