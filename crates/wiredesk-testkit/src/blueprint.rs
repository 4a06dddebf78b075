//! Builds plans for tests without configuration files or a registry: one pipeline `main`, small
//! queues, sensible limits. Used instead of the planner.

use std::{path::Path, sync::Arc, time::Duration};

use wiredesk_core::registry::{ConfiguredExtractor, ConfiguredSink, ConfiguredSource};
use wiredesk_engine::plan::{CommitPolicy, DaemonPlan, OnError, PipelinePlan, Plan, SinkPlan, SourcePlan, StagePlan};

/// A plan in the making.
pub struct Blueprint {
    daemon: DaemonPlan,
    pipeline: PipelinePlan,
}

impl Default for Blueprint {
    fn default() -> Self {
        Self::new()
    }
}

impl Blueprint {
    /// No components; batches of 8, queues of 2, groups of 32, no state.
    #[must_use]
    pub fn new() -> Self {
        let daemon = DaemonPlan {
            state: None,
            shutdown_deadline: Duration::from_secs(60),
            stuck_after: Duration::from_secs(60),
        };
        let (sources, stages, sinks) = (Vec::new(), Vec::new(), Vec::new());
        Self { daemon, pipeline: PipelinePlan { id: "main".into(), batch: 8, queue: 2, sources, stages, sinks } }
    }

    /// Keeps state in this folder.
    #[must_use]
    pub fn state(mut self, folder: &Path) -> Self {
        self.daemon.state = Some(folder.to_owned());
        self
    }

    /// Adds a source.
    #[must_use]
    pub fn source(mut self, id: &str, source: impl ConfiguredSource + 'static) -> Self {
        let configured = Arc::new(source);
        self.pipeline.sources.push(SourcePlan { id: id.into(), component: "scripted".to_owned(), configured });
        self
    }

    /// Adds a stage with one worker, whose failures are kept as problems.
    #[must_use]
    pub fn stage(mut self, id: &str, extractor: impl ConfiguredExtractor + 'static) -> Self {
        self.pipeline.stages.push(StagePlan {
            id: id.into(),
            component: "toy".to_owned(),
            version: "1".to_owned(),
            declaration: extractor.declaration(),
            configured: Arc::new(extractor),
            workers: 1,
            timeout: Duration::from_secs(60),
            on_error: OnError::Keep,
        });
        self
    }

    /// Adds a sink.
    #[must_use]
    pub fn sink(mut self, id: &str, sink: impl ConfiguredSink + 'static) -> Self {
        let commit = CommitPolicy { documents: 32, bytes: 1 << 20, interval: Duration::from_millis(20) };
        let configured = Arc::new(sink);
        self.pipeline.sinks.push(SinkPlan { id: id.into(), component: "recording".to_owned(), configured, commit });
        self
    }

    /// Changes the stage that was added last.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut StagePlan)) -> Self {
        if let Some(stage) = self.pipeline.stages.last_mut() {
            change(stage);
        }
        self
    }

    /// Changes anything else.
    #[must_use]
    pub fn tune(mut self, change: impl FnOnce(&mut DaemonPlan, &mut PipelinePlan)) -> Self {
        change(&mut self.daemon, &mut self.pipeline);
        self
    }

    /// The plan.
    #[must_use]
    pub fn build(self) -> Plan {
        Plan { daemon: self.daemon, pipelines: vec![self.pipeline] }
    }
}
