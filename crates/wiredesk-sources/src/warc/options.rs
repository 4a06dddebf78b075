//! Options of the `warc` source.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wiredesk_core::options::{ComponentOptions, Duration, Finding, Size};

use super::{filter::Filter, language};
use crate::directory::options::globs;

/// Options of `warc`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WarcOptions {
    /// A WARC file, or a folder; everything below it is looked through. Plain, gzip or zstd, whatever the name says.
    #[schemars(example = &"crawl")]
    pub path: PathBuf,
    /// Which files of a folder are read, as globs over paths relative to it. `*` and `**` go through folders.
    #[serde(default = "default_include")]
    pub include: Vec<String>,
    /// Which files and folders are passed over.
    #[serde(default = "default_exclude")]
    pub exclude: Vec<String>,
    /// How often the path is looked at for new files and for more at their ends. Without effect in `run --once`.
    #[serde(default = "default_rescan")]
    pub rescan: Duration,
    /// How long a file must not have changed before it is read. Without effect in `run --once`.
    #[serde(default = "default_settle")]
    pub settle: Duration,
    /// Hosts whose pages are read, as globs such as "news.example" or "*.news.example"; left empty: all.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Hosts whose pages are passed over.
    #[serde(default)]
    pub exclude_hosts: Vec<String>,
    /// Languages of the pages that are read, as codes such as "en"; left empty: all. What a page is written in is told from its visible text, and where that is too short, from what it declares.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Content types that are read: HTML as pages, "text/plain" as text, "application/json" as one article with the usual field names.
    #[serde(default = "default_content_types")]
    pub content_types: Vec<String>,
    /// Fewest letters and other characters in an article; what is shorter is passed over.
    #[serde(default)]
    pub min_length: u32,
    /// Whether a page that does not say when it was published gets the time of its capture as its date.
    #[serde(default = "yes")]
    pub crawl_date: bool,
    /// Charset of all pages; left out: as declared by the server or the page, UTF-8, or guessed.
    #[serde(default)]
    pub encoding: Option<String>,
    /// Threads that find the main text of pages, besides the one that reads; left out: one per core, at most 8.
    #[serde(default)]
    #[schemars(range(min = 1, max = 64))]
    pub threads: Option<u16>,
    /// Largest page, as it is stored and when its content encoding is undone; a larger one is rejected.
    #[serde(default = "default_max_document")]
    pub max_document: Size,
}

impl WarcOptions {
    /// The defaults for a file or folder.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            include: default_include(),
            exclude: default_exclude(),
            rescan: default_rescan(),
            settle: default_settle(),
            hosts: Vec::new(),
            exclude_hosts: Vec::new(),
            languages: Vec::new(),
            content_types: default_content_types(),
            min_length: 0,
            crawl_date: true,
            encoding: None,
            threads: None,
            max_document: default_max_document(),
        }
    }
}

fn default_include() -> Vec<String> {
    ["**/*.warc", "**/*.warc.gz", "**/*.warc.zst"].map(str::to_owned).to_vec()
}

fn default_exclude() -> Vec<String> {
    ["**/.*", "**/*.tmp", "**/*.part", "**/*.open"].map(str::to_owned).to_vec()
}

fn default_content_types() -> Vec<String> {
    ["text/html", "application/xhtml+xml"].map(str::to_owned).to_vec()
}

fn default_rescan() -> Duration {
    Duration(std::time::Duration::from_secs(60))
}

fn default_settle() -> Duration {
    Duration(std::time::Duration::from_secs(5))
}

fn default_max_document() -> Size {
    Size(4 << 20)
}

fn yes() -> bool {
    true
}

impl ComponentOptions for WarcOptions {
    fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (key, patterns) in [
            ("include", &self.include),
            ("exclude", &self.exclude),
            ("hosts", &self.hosts),
            ("exclude_hosts", &self.exclude_hosts),
        ] {
            findings.extend(globs(key, patterns).err().into_iter().flatten());
        }
        for (number, code) in self.languages.iter().enumerate() {
            if !language::is_known(code) {
                findings.push(Finding {
                    path: vec!["languages".to_owned(), number.to_string()],
                    message: format!("unknown language: {code}"),
                    expected: ["en", "de", "fr", "es", "pt", "ru", "zh", "ar"].map(str::to_owned).to_vec(),
                });
            }
        }
        for (number, kind) in self.content_types.iter().enumerate() {
            if !Filter::is_readable(kind) {
                findings.push(Finding {
                    path: vec!["content_types".to_owned(), number.to_string()],
                    message: format!("no content type that is read: {kind}"),
                    expected: Filter::READABLE.map(str::to_owned).to_vec(),
                });
            }
        }
        if self.rescan.0 < std::time::Duration::from_secs(1) {
            findings.push(Finding::at("rescan", "must be at least 1s"));
        }
        if self.max_document.0 > 256 << 20 {
            findings.push(Finding::at("max_document", "must be at most 256MiB: several are held at once"));
        }
        findings.extend(crate::reading_options::check_encoding(self.encoding.as_deref()));
        findings
    }
}
