//! The tables that the engine itself reads, as options with schema and documentation. Read by
//! [`crate::Settings`]; the reference configuration is generated from them.

use std::{path::PathBuf, time};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wiredesk_core::options::{ComponentOptions, Duration, Finding, Size, schema_of};

const fn seconds(seconds: u64) -> Duration {
    Duration(time::Duration::from_secs(seconds))
}

/// The keys of a table.
#[must_use]
pub fn keys<O: ComponentOptions>() -> Vec<String> {
    let schema = schema_of::<O>();
    schema["properties"].as_object().map(|properties| properties.keys().cloned().collect()).unwrap_or_default()
}

/// `[daemon]`: what concerns the process as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Daemon {
    /// Folder of the state database, its lock and the dead letters. One process per folder.
    pub state: Option<PathBuf>,
    /// How long queues and sinks may stand still after a stop signal before the process ends without them. A slow
    /// disk has all the time it needs as long as it gets on; a second signal ends the process at once.
    pub shutdown_deadline: Duration,
    /// After how long without progress a stage or sink is named in the log.
    pub stuck_after: Duration,
}

impl Default for Daemon {
    fn default() -> Self {
        Self { state: Some(".wiredesk".into()), shutdown_deadline: seconds(30), stuck_after: seconds(30) }
    }
}

impl ComponentOptions for Daemon {
    fn check(&self) -> Vec<Finding> {
        let empty = self.state.as_ref().is_some_and(|state| state.as_os_str().is_empty());
        let state = empty.then(|| Finding::at("state", "the folder's path is empty"));
        let stuck = self.stuck_after.0.is_zero().then(|| Finding::at("stuck_after", "must be longer than 0s"));
        state.into_iter().chain(stuck).collect()
    }
}

/// `[log]`: what is written to standard error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `error`, `warn`, `info`, `debug`, `trace`, or a filter by target such as
    /// `info,wiredesk_engine=debug`.
    pub level: String,
    /// How a line looks.
    pub format: LogFormat,
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".into(), format: LogFormat::Auto }
    }
}

impl ComponentOptions for Log {
    fn check(&self) -> Vec<Finding> {
        const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
        let plain = self.level.bytes().all(|byte| byte.is_ascii_alphabetic());
        if plain && !LEVELS.contains(&self.level.to_lowercase().as_str()) {
            let message = format!("unknown value: the string {:?}", self.level);
            let expected = LEVELS.iter().map(ToString::to_string).collect();
            return vec![Finding { path: vec!["level".into()], message, expected }];
        }
        Vec::new()
    }
}

/// How a log line looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// Text at a terminal, JSON elsewhere.
    #[default]
    Auto,
    /// For people.
    Text,
    /// One object per line.
    Json,
}

/// `[plugins]`: extractors that were not compiled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Plugins {
    /// Folder with a folder for each plugin, which holds its `plugin.toml`. Left out: no plugins.
    #[schemars(example = &"plugins")]
    pub path: Option<PathBuf>,
}

impl ComponentOptions for Plugins {}

/// `[pipeline]` or `[pipelines.<id>]`: what runs after what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Pipeline {
    /// Ids of sources. Left out: every one.
    pub sources: Option<Vec<String>>,
    /// Ids of extractors, in any order; layers decide what runs first. Left out: every one that
    /// needs no further setting.
    pub extractors: Option<Vec<String>>,
    /// Ids of sinks. Left out: every one.
    pub sinks: Option<Vec<String>>,
    /// Documents that travel together through the channels.
    #[schemars(range(min = 1, max = 4096))]
    pub batch: usize,
    /// Batches that a channel between two stages holds.
    #[schemars(range(min = 1, max = 1024))]
    pub queue: usize,
    /// Instances of each extractor that work at the same time. Left out: one per processor core.
    #[schemars(range(min = 1, max = 256))]
    pub workers: Option<usize>,
}

impl Default for Pipeline {
    fn default() -> Self {
        Self { sources: None, extractors: None, sinks: None, batch: 16, queue: 2, workers: None }
    }
}

impl ComponentOptions for Pipeline {}

/// What every `[extractors.<id>]` takes besides the component's own options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ExtractorLimits {
    /// Instances that work at the same time; order is kept. Left out: the pipeline's `workers`.
    /// Extractors that remember earlier articles always have one.
    #[schemars(range(min = 1, max = 256))]
    pub workers: Option<usize>,
    /// How long one document may take.
    pub timeout: Duration,
    /// What becomes of a document on which it failed, panicked or ran out of time.
    pub on_error: OnError,
}

impl Default for ExtractorLimits {
    fn default() -> Self {
        Self { workers: None, timeout: seconds(10), on_error: OnError::Keep }
    }
}

impl ComponentOptions for ExtractorLimits {
    fn check(&self) -> Vec<Finding> {
        let zero = self.timeout.0.is_zero();
        zero.then(|| Finding::at("timeout", "must be longer than 0s")).into_iter().collect()
    }
}

/// What becomes of a document on which an extractor failed, panicked or ran out of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OnError {
    /// It goes on without that layer; the record carries the problem.
    #[default]
    Keep,
    /// It goes to the dead letters.
    DeadLetter,
    /// The pipeline stops.
    Stop,
}

/// What every `[sinks.<id>]` takes besides the component's own options.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SinkLimits {
    /// When a group of documents is written and made durable: whichever is reached first.
    pub commit: Commit,
}

impl ComponentOptions for SinkLimits {
    fn check(&self) -> Vec<Finding> {
        let zero = self.commit.bytes.0 == 0;
        let path = || vec!["commit".to_owned(), "bytes".to_owned()];
        let finding = || Finding { path: path(), message: "must be at least 1B".into(), expected: Vec::new() };
        zero.then(finding).into_iter().collect()
    }
}

/// When a sink's group of documents is written and made durable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Commit {
    /// Documents in it.
    #[schemars(range(min = 1, max = 100_000))]
    pub documents: usize,
    /// Bytes of text in it.
    pub bytes: Size,
    /// Time since the first of them.
    pub interval: Duration,
}

impl Default for Commit {
    fn default() -> Self {
        let interval = Duration(time::Duration::from_millis(200));
        Self { documents: 250, bytes: Size(4 << 20), interval }
    }
}
