//! Options of the `directory` source.

use std::path::PathBuf;

use globset::{Glob, GlobSet, GlobSetBuilder};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wiredesk_core::options::{ComponentOptions, Duration, Finding, Size};

use crate::{
    formats::{FieldNames, Format},
    reading_options::{self, default_max_document, default_max_expanded},
};

/// Options of `directory`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DirectoryOptions {
    /// The folder; everything below it is looked through.
    #[schemars(example = &"inbox")]
    pub path: PathBuf,
    /// Which files are read, as globs over paths relative to the folder. `*` and `**` go through folders.
    #[serde(default = "default_include")]
    pub include: Vec<String>,
    /// Which files and folders are passed over: hidden and temporary ones unless said otherwise.
    #[serde(default = "default_exclude")]
    pub exclude: Vec<String>,
    /// Whether to be told of changes by the system, besides looking through the folder every `rescan`. Without effect in `run --once`.
    #[serde(default = "yes")]
    pub watch: bool,
    /// How often the whole folder is looked through.
    #[serde(default = "default_rescan")]
    pub rescan: Duration,
    /// How long a file must not have changed before it is read, so that none is read half-written.
    #[serde(default = "default_settle")]
    pub settle: Duration,
    /// Folder into which files are moved when everything in them is safely written to every sink.
    #[serde(default)]
    pub done: Option<PathBuf>,
    /// The format of all files; left out: by their extension.
    #[serde(default)]
    pub format: Option<Format>,
    /// Which fields of JSON objects hold what.
    #[serde(default)]
    pub fields: FieldNames,
    /// Charset of files without byte order mark, such as "windows-1252"; left out: as declared, UTF-8, or guessed.
    #[serde(default)]
    pub encoding: Option<String>,
    /// Largest article, as it is read; a larger one is rejected.
    #[serde(default = "default_max_document")]
    pub max_document: Size,
    /// Most bytes that one compressed file may expand to.
    #[serde(default = "default_max_expanded")]
    pub max_expanded: Size,
}

impl DirectoryOptions {
    /// The defaults for a folder.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            include: default_include(),
            exclude: default_exclude(),
            watch: true,
            rescan: default_rescan(),
            settle: default_settle(),
            done: None,
            format: None,
            fields: FieldNames::default(),
            encoding: None,
            max_document: default_max_document(),
            max_expanded: default_max_expanded(),
        }
    }
}

fn default_include() -> Vec<String> {
    vec!["**/*".to_owned()]
}

fn default_exclude() -> Vec<String> {
    ["**/.*", "**/*.tmp", "**/*.part", "**/*.partial", "**/*~"].map(str::to_owned).to_vec()
}

fn yes() -> bool {
    true
}

fn default_rescan() -> Duration {
    Duration(std::time::Duration::from_secs(60))
}

fn default_settle() -> Duration {
    Duration(std::time::Duration::from_millis(500))
}

/// The set of globs, or what is wrong with them under their key.
pub(crate) fn globs(key: &str, patterns: &[String]) -> Result<GlobSet, Vec<Finding>> {
    let mut set = GlobSetBuilder::new();
    let mut findings = Vec::new();
    for (number, pattern) in patterns.iter().enumerate() {
        match Glob::new(pattern) {
            Ok(glob) => drop(set.add(glob)),
            Err(error) => findings.push(Finding {
                path: vec![key.to_owned(), number.to_string()],
                message: format!("no glob: {}", error.kind()),
                expected: Vec::new(),
            }),
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    set.build().map_err(|error| vec![Finding::at(key, error.to_string())])
}

impl ComponentOptions for DirectoryOptions {
    fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (key, patterns) in [("include", &self.include), ("exclude", &self.exclude)] {
            findings.extend(globs(key, patterns).err().into_iter().flatten());
        }
        if self.rescan.0 < std::time::Duration::from_secs(1) {
            findings.push(Finding::at("rescan", "must be at least 1s"));
        }
        findings.extend(reading_options::check_encoding(self.encoding.as_deref()));
        findings
    }
}
