//! Options of the `file` source.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wiredesk_core::options::{ComponentOptions, Duration, Finding, Size};

use crate::{
    formats::{FieldNames, Format},
    reading_options::{self, default_max_document, default_max_expanded},
};

/// Options of `file`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileOptions {
    /// The file. NDJSON that is not compressed is followed as it grows, is rotated away or truncated; anything else is read once through.
    #[schemars(example = &"wire.ndjson")]
    pub path: PathBuf,
    /// Whether to wait for more at the end of the file. Without effect in `run --once`.
    #[serde(default = "yes")]
    pub follow: bool,
    /// How often to look whether there is more.
    #[serde(default = "default_poll")]
    pub poll: Duration,
    /// The format; left out: by the extension.
    #[serde(default)]
    pub format: Option<Format>,
    /// Which fields of JSON objects hold what.
    #[serde(default)]
    pub fields: FieldNames,
    /// Charset, if there is no byte order mark, such as "windows-1252"; left out: as declared, UTF-8, or guessed.
    #[serde(default)]
    pub encoding: Option<String>,
    /// Largest article, as it is read; a larger one is rejected.
    #[serde(default = "default_max_document")]
    pub max_document: Size,
    /// Most bytes that a compressed file may expand to.
    #[serde(default = "default_max_expanded")]
    pub max_expanded: Size,
}

impl FileOptions {
    /// The defaults for a file.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            follow: true,
            poll: default_poll(),
            format: None,
            fields: FieldNames::default(),
            encoding: None,
            max_document: default_max_document(),
            max_expanded: default_max_expanded(),
        }
    }

    /// The format in which the file is read.
    pub(super) fn format(&self) -> Option<Format> {
        self.format.or_else(|| Format::by_extension(&self.path).map(|(format, _)| format))
    }
}

fn yes() -> bool {
    true
}

fn default_poll() -> Duration {
    Duration(std::time::Duration::from_millis(500))
}

impl ComponentOptions for FileOptions {
    fn check(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> =
            reading_options::check_encoding(self.encoding.as_deref()).into_iter().collect();
        if self.format().is_none() {
            let mut finding = Finding::at("format", "the file's extension does not tell its format");
            finding.expected = ["text", "html", "json", "ndjson"].map(str::to_owned).to_vec();
            findings.push(finding);
        }
        if self.poll.0.is_zero() {
            findings.push(Finding::at("poll", "must be longer than 0s"));
        }
        findings
    }
}
