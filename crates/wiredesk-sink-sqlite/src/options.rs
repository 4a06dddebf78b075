//! The options of the sink `sqlite`. Read by the registry; nothing here touches a file.

use std::{path::PathBuf, time};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wiredesk_core::options::{ComponentOptions, Duration, Finding, Size};

/// Options of the sink `sqlite`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SqliteOptions {
    /// The database file; made where it does not exist, with its folder.
    #[schemars(example = &"out/news.db")]
    pub path: PathBuf,
    /// Whether titles and texts are indexed for `wiredesk find` and `MATCH`. The index is built
    /// when this is switched on later, and dropped when it is switched off.
    #[serde(default = "full_text")]
    pub full_text: bool,
    /// How long to wait for another program that is writing to the database before the batch
    /// counts as failed and is tried again.
    #[serde(default = "busy_timeout")]
    pub busy_timeout: Duration,
    /// Memory for database pages.
    #[serde(default = "page_cache")]
    pub page_cache: Size,
}

fn full_text() -> bool {
    true
}

fn busy_timeout() -> Duration {
    Duration(time::Duration::from_secs(5))
}

fn page_cache() -> Size {
    Size(8 << 20)
}

impl ComponentOptions for SqliteOptions {
    fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.path.file_name().is_none() {
            findings.push(Finding::at("path", "must name a file"));
        }
        if self.page_cache.0 < 1 << 20 {
            findings.push(Finding::at("page_cache", "must be at least 1MiB"));
        }
        findings
    }
}
