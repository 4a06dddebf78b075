//! Everything that the engine counts, named in this one file; what extractors count besides comes
//! from [`ConfiguredExtractor::counts`] under their own names. Components add to counters, the monitor
//! and the summary read them as a [`Snapshot`]; counting never locks on the way of a document.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use serde::Serialize;
use wiredesk_core::{registry::ConfiguredExtractor, source::Progress};

use crate::error::Place;

/// Declares the counters: variant, name, meaning.
macro_rules! counters {
    ($($(#[doc = $meaning:literal])+ $variant:ident = $name:literal),+ $(,)?) => {
        /// What is counted, per component.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Counter { $($(#[doc = $meaning])+ $variant),+ }

        impl Counter {
            /// Every counter.
            pub const ALL: [Self; [$(Self::$variant),+].len()] = [$(Self::$variant),+];

            /// The stable name, as it stands in snapshots.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What it counts, for people.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($meaning),+)),+ }
            }
        }
    };
}

counters! {
    /// Things that a source has read (documents, rejected and skipped input), and documents that
    /// a stage or sink has been handed.
    Received = "received",
    /// Documents passed on: by a source into the pipeline, by a stage to the next, by a sink to
    /// where they are durable.
    Delivered = "delivered",
    /// Input without an article, by reason: only its position moves on.
    Skipped = "skipped",
    /// Documents that an extractor took out of the pipeline, by reason.
    Dropped = "dropped",
    /// Documents or input that were refused for good, by reason.
    Rejected = "rejected",
    /// Rejected ones that are durable in the dead-letter file.
    DeadLettered = "dead_lettered",
    /// Documents that an extractor failed on, by reason; they go on without its layers unless
    /// `on_error` says otherwise.
    Failed = "failed",
    /// Documents that an extractor was not asked about, by reason.
    PassedBy = "passed_by",
    /// Documents that a sink had already when they were replayed for another one.
    Replayed = "replayed",
    /// Attempts that were repeated, by reason.
    Retried = "retried",
    /// Groups of documents that became durable.
    Commits = "commits",
    /// Bytes written by a sink.
    Bytes = "bytes",
    /// Positions that a source was told are durable in every sink.
    Acknowledged = "acknowledged",
    /// Acknowledgements that a source failed to take, by reason.
    AcknowledgeFailed = "acknowledge_failed",
    /// Threads given up because an extractor hung in them.
    Abandoned = "abandoned",
    /// Time spent working, in nanoseconds, over all workers.
    BusyNanos = "busy_nanos",
}

/// What part a component plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Reads articles.
    Source,
    /// Runs one extractor.
    Stage,
    /// Writes documents.
    Sink,
    /// The engine's own part between the stages and the sinks.
    Fanout,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Source => "source",
            Self::Stage => "stage",
            Self::Sink => "sink",
            Self::Fanout => "fanout",
        })
    }
}

/// Different reasons that are told apart per component; the rest is counted as `other`, so that
/// reasons made by a plugin cannot fill the memory.
const REASONS: usize = 64;
/// Marks an unknown total of a source's progress.
const UNKNOWN: u64 = u64::MAX;

/// The counters of one component.
#[derive(Debug)]
pub(crate) struct Component {
    pub(crate) place: Place,
    /// The registered component's name.
    kind: String,
    /// Workers, for the share of time.
    workers: usize,
    counts: [AtomicU64; Counter::ALL.len()],
    reasons: Mutex<BTreeMap<Counter, BTreeMap<String, u64>>>,
    done: AtomicU64,
    total: AtomicU64,
    /// What it counts itself.
    own: OnceLock<Own>,
}

/// An extractor that is asked for its own counters.
struct Own(Arc<dyn ConfiguredExtractor>);

impl fmt::Debug for Own {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Own").field(&self.0.counts()).finish()
    }
}

impl Component {
    pub(crate) fn new(place: Place, kind: &str, workers: usize) -> Arc<Self> {
        Arc::new(Self {
            place,
            kind: kind.to_owned(),
            workers,
            counts: [const { AtomicU64::new(0) }; Counter::ALL.len()],
            reasons: Mutex::default(),
            done: AtomicU64::new(0),
            total: AtomicU64::new(UNKNOWN),
            own: OnceLock::new(),
        })
    }

    /// Adds the counters that an extractor keeps itself to the snapshots.
    pub(crate) fn ask_too(&self, configured: Arc<dyn ConfiguredExtractor>) {
        let _ = self.own.set(Own(configured));
    }

    pub(crate) fn add(&self, counter: Counter, count: u64) {
        self.counts[counter as usize].fetch_add(count, Relaxed);
    }

    /// Counts one thing together with its reason.
    pub(crate) fn because(&self, counter: Counter, reason: &str) {
        self.add(counter, 1);
        let mut reasons = self.reasons.lock().unwrap_or_else(PoisonError::into_inner);
        let reasons = reasons.entry(counter).or_default();
        if let Some(count) = reasons.get_mut(reason) {
            *count += 1;
        } else {
            let reason = if reasons.len() < REASONS { reason } else { "other" };
            *reasons.entry(reason.to_owned()).or_default() += 1;
        }
    }

    pub(crate) fn worked(&self, time: Duration) {
        self.add(Counter::BusyNanos, u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
    }

    pub(crate) fn set_progress(&self, progress: Progress) {
        self.done.store(progress.done, Relaxed);
        self.total.store(progress.total.unwrap_or(UNKNOWN), Relaxed);
    }

    fn snapshot(&self) -> ComponentSnapshot {
        let count = |counter: Counter| self.counts[counter as usize].load(Relaxed);
        let total = self.total.load(Relaxed);
        let own = self.own.get().map(|own| own.0.counts()).unwrap_or_default();
        let reasons = self.reasons.lock().unwrap_or_else(PoisonError::into_inner);
        ComponentSnapshot {
            pipeline: self.place.pipeline.clone(),
            role: self.place.role,
            id: self.place.id.clone(),
            component: self.kind.clone(),
            workers: self.workers,
            counts: Counter::ALL.iter().map(|&c| (c.name(), count(c))).chain(own).filter(|(_, n)| *n > 0).collect(),
            reasons: reasons.iter().map(|(counter, by)| (counter.name(), by.clone())).collect(),
            busy: Duration::from_nanos(count(Counter::BusyNanos)),
            done: self.done.load(Relaxed),
            total: (total != UNKNOWN).then_some(total),
        }
    }
}

/// The counters of every component at one moment.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Snapshot {
    /// Sources, stages and sinks of each pipeline, in the order of the plan.
    pub components: Vec<ComponentSnapshot>,
}

impl Snapshot {
    pub(crate) fn of(components: &[Arc<Component>]) -> Self {
        Self { components: components.iter().map(|component| component.snapshot()).collect() }
    }

    /// One component's counters.
    #[must_use]
    pub fn get(&self, role: Role, id: &str) -> Option<&ComponentSnapshot> {
        self.components.iter().find(|component| component.role == role && &*component.id == id)
    }

    /// A counter summed over all components of a role.
    #[must_use]
    pub fn total(&self, role: Role, counter: Counter) -> u64 {
        self.components
            .iter()
            .filter(|component| component.role == role)
            .map(|component| component.count(counter))
            .sum()
    }

    /// The stage that has worked longest per worker: the one that limits the pipeline if anything
    /// but input and output does.
    #[must_use]
    pub fn slowest_stage(&self) -> Option<&ComponentSnapshot> {
        let stages = self.components.iter().filter(|component| component.role == Role::Stage);
        stages.max_by_key(|stage| stage.busy / u32::try_from(stage.workers.max(1)).unwrap_or(u32::MAX))
    }
}

/// The counters of one component at one moment.
#[derive(Clone, Debug, Serialize)]
pub struct ComponentSnapshot {
    /// The pipeline's id.
    pub pipeline: Arc<str>,
    /// Source, stage or sink.
    pub role: Role,
    /// The component's id.
    pub id: Arc<str>,
    /// The registered component's name.
    pub component: String,
    /// Workers that shared the work.
    pub workers: usize,
    /// Counters by [`Counter::name`]; those that stand at 0 are left out.
    pub counts: BTreeMap<&'static str, u64>,
    /// The same by reason, where there are reasons.
    pub reasons: BTreeMap<&'static str, BTreeMap<String, u64>>,
    /// Time spent working, over all workers.
    #[serde(serialize_with = "seconds")]
    pub busy: Duration,
    /// Of a source: bytes or files read so far.
    pub done: u64,
    /// Of a source: of how many, if that is known.
    pub total: Option<u64>,
}

impl ComponentSnapshot {
    /// One counter.
    #[must_use]
    pub fn count(&self, counter: Counter) -> u64 {
        self.counts.get(counter.name()).copied().unwrap_or(0)
    }

    /// How often a counter grew for one reason.
    #[must_use]
    pub fn because(&self, counter: Counter, reason: &str) -> u64 {
        self.reasons.get(counter.name()).and_then(|reasons| reasons.get(reason)).copied().unwrap_or(0)
    }

    /// The part of `elapsed` during which its workers worked, from 0 to 1.
    #[must_use]
    pub fn share(&self, elapsed: Duration) -> f64 {
        let available = elapsed.as_secs_f64() * self.workers.max(1) as f64;
        if available > 0.0 { (self.busy.as_secs_f64() / available).min(1.0) } else { 0.0 }
    }
}

pub(crate) fn seconds<S: serde::Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn component() -> Arc<Component> {
        let place = Place { pipeline: "main".into(), role: Role::Stage, id: "tags".into() };
        Component::new(place, "tagger", 2)
    }

    #[test]
    fn names_are_told_apart_and_explained() {
        let names: std::collections::BTreeSet<_> = Counter::ALL.iter().map(|counter| counter.name()).collect();
        assert_eq!(names.len(), Counter::ALL.len());
        assert!(Counter::ALL.iter().all(|counter| counter.meaning().len() > 10));
    }

    #[test]
    fn reasons_beyond_the_limit_are_counted_as_other() {
        let component = component();
        for number in 0..REASONS + 3 {
            component.because(Counter::Dropped, &number.to_string());
        }
        let snapshot = component.snapshot();
        assert_eq!(snapshot.count(Counter::Dropped), REASONS as u64 + 3);
        assert_eq!(snapshot.because(Counter::Dropped, "other"), 3);
    }

    #[test]
    fn the_share_of_time_is_per_worker() {
        let component = component();
        component.worked(Duration::from_secs(3));
        assert!((component.snapshot().share(Duration::from_secs(3)) - 0.5).abs() < 1e-9);
    }
}
