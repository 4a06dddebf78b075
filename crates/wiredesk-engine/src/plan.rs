//! The checked, ordered form of a configuration: what `check` prints and `run` runs. Made by
//! [`crate::planner`], run by [`crate::run`]; never changed afterwards.

use std::{path::PathBuf, sync::Arc, time::Duration};

pub use wiredesk_config::sections::OnError;
use wiredesk_core::{
    extractor::Declaration,
    registry::{ConfiguredExtractor, ConfiguredSink, ConfiguredSource},
};

/// Everything one process runs.
pub struct Plan {
    /// What concerns the process as a whole.
    pub daemon: DaemonPlan,
    /// In order of their ids.
    pub pipelines: Vec<PipelinePlan>,
}

/// What concerns the process as a whole.
#[derive(Clone, Debug)]
pub struct DaemonPlan {
    /// Folder of the state database, its lock and the dead letters. `None`: nothing outlives the
    /// process, as for `extract`.
    pub state: Option<PathBuf>,
    /// How long the queues may stand still after a stop signal.
    pub shutdown_deadline: Duration,
    /// After how long without progress a stage or sink is named in the log.
    pub stuck_after: Duration,
}

/// Sources, extractors in running order, sinks.
pub struct PipelinePlan {
    /// `[a-z][a-z0-9_]*`.
    pub id: Arc<str>,
    /// Documents that travel together through the channels.
    pub batch: usize,
    /// Batches that a channel between two stages holds.
    pub queue: usize,
    /// Where documents come from.
    pub sources: Vec<SourcePlan>,
    /// What reads them, every requirement provided by an earlier stage.
    pub stages: Vec<StagePlan>,
    /// Where they go.
    pub sinks: Vec<SinkPlan>,
}

/// A configured source.
pub struct SourcePlan {
    /// Its id in the configuration.
    pub id: Arc<str>,
    /// The registered component.
    pub component: String,
    /// Ready to build.
    pub configured: Arc<dyn ConfiguredSource>,
}

/// A configured extractor at its place.
pub struct StagePlan {
    /// Its id in the configuration.
    pub id: Arc<str>,
    /// The registered component.
    pub component: String,
    /// Recorded as provenance.
    pub version: String,
    /// What it needs and gives.
    pub declaration: Declaration,
    /// Ready to build.
    pub configured: Arc<dyn ConfiguredExtractor>,
    /// Instances that work at the same time; order is kept.
    pub workers: usize,
    /// How long one document may take (times the batch for a whole batch).
    pub timeout: Duration,
    /// What a failure costs.
    pub on_error: OnError,
}

/// A configured sink.
pub struct SinkPlan {
    /// Its id in the configuration.
    pub id: Arc<str>,
    /// The registered component.
    pub component: String,
    /// Ready to build.
    pub configured: Arc<dyn ConfiguredSink>,
    /// When a group of documents is committed: whichever is reached first.
    pub commit: CommitPolicy,
}

/// When a sink's group of documents is written and made durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitPolicy {
    /// At so many documents,
    pub documents: usize,
    /// so many bytes of text,
    pub bytes: usize,
    /// or so long after the first of them.
    pub interval: Duration,
}
