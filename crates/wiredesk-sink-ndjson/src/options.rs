//! The options of the sink `ndjson`. Read by the registry; nothing here touches a file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wiredesk_core::options::{ComponentOptions, Duration, Finding, Size};

use crate::template::Template;

/// Options of the sink `ndjson`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NdjsonOptions {
    /// Where the records go: a path in which `{published:%Y-%m-%d}`, `{fetched:%Y-%m-%d}`,
    /// `{source}` and `{language}` are replaced for every article, so that one sink may fill
    /// several files. The format after the colon is that of strftime, in UTC; an article
    /// without a date goes to `undated`. What is replaced can never lead out of the folder
    /// before the first brace. `-` is standard output.
    #[schemars(example = &"out/news.ndjson")]
    pub path: String,
    /// Start a new file (`name.0001.ndjson`) once the current one has reached this size.
    #[serde(default)]
    pub rotate_size: Option<Size>,
    /// Start a new file (`name.20261123T090000Z.ndjson`) for every such stretch of time.
    #[serde(default)]
    pub rotate_every: Option<Duration>,
    /// How files are compressed. The ending `.gz` or `.zst` is added where `path` lacks it.
    #[serde(default)]
    pub compression: Compression,
}

/// How files are compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Compression {
    /// Plain text.
    #[default]
    None,
    /// A gzip member per commit.
    Gzip,
    /// A zstd frame per commit.
    Zstd,
}

impl Compression {
    /// What the file name ends in.
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Gzip => ".gz",
            Self::Zstd => ".zst",
        }
    }
}

impl ComponentOptions for NdjsonOptions {
    fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.path == "-" {
            let files_only = [
                ("rotate_size", self.rotate_size.is_some()),
                ("rotate_every", self.rotate_every.is_some()),
                ("compression", self.compression != Compression::None),
            ];
            for (key, _) in files_only.into_iter().filter(|(_, set)| *set) {
                findings.push(Finding::at(key, "has no meaning on standard output, `path = \"-\"`"));
            }
        } else if let Err(mut finding) = Template::parse(&self.path, self.compression.suffix()) {
            finding.path = vec!["path".to_owned()];
            findings.push(finding);
        }
        if self.rotate_size.is_some_and(|size| size.0 == 0) {
            findings.push(Finding::at("rotate_size", "must be more than nothing"));
        }
        if self.rotate_every.is_some_and(|every| every.0.as_secs() == 0) {
            findings.push(Finding::at("rotate_every", "must be at least one second"));
        }
        findings
    }
}
