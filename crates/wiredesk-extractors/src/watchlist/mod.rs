//! The `watchlist` extractor: the user's own names or patterns, found at scanning speed, as the
//! extension layer `wiredesk/watchlist`. The list is read once and shared by all workers; it is
//! never written to and never guessed: what is not in the list is not found.

mod list;
mod matcher;
#[cfg(test)]
mod tests;

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::SystemTime,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use wiredesk_core::{
    Document, LayerName, Span,
    annotation::Annotation,
    document::Problem,
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    options::{ComponentOptions, Finding, Size},
    registry::{Component, ExtractorComponent},
};

use self::matcher::Matcher;

/// The layer it provides.
pub const LAYER: &str = "wiredesk/watchlist";

/// Hits of one document that are written down; more of them say no more.
const MOST_HITS: usize = 10_000;

/// The component; it keeps the lists that workers share.
#[derive(Default)]
pub struct Watchlist {
    loaded: Mutex<Vec<Loaded>>,
}

/// A list that some worker still uses.
struct Loaded {
    options: WatchlistOptions,
    modified: Option<SystemTime>,
    bytes: u64,
    matcher: Weak<Matcher>,
}

/// What the rows of a list are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Entries {
    /// Names, found as they are written.
    #[default]
    Names,
    /// Regular expressions (the syntax of Rust's `regex`).
    Patterns,
}

/// Options of `watchlist`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WatchlistOptions {
    /// The list: one name per line, or CSV with the columns name, label, id (the last two
    /// optional, in another order if the first row names them). Lines that begin with `#` are
    /// comments.
    #[schemars(example = &"names.csv")]
    pub path: PathBuf,
    /// Whether the list holds names or patterns.
    #[serde(default)]
    pub entries: Entries,
    /// Label of rows that have none.
    #[serde(default = "default_label")]
    pub label: String,
    /// Whether capital and small letters are the same.
    #[serde(default)]
    pub ignore_case: bool,
    /// Whether a name must not be a part of a longer word.
    #[serde(default = "default_whole_words")]
    pub whole_words: bool,
    /// The largest list file that is read.
    #[serde(default = "default_max_size")]
    pub max_size: Size,
}

fn default_label() -> String {
    "watchlist".into()
}

fn default_whole_words() -> bool {
    true
}

fn default_max_size() -> Size {
    Size(64 << 20)
}

impl ComponentOptions for WatchlistOptions {
    fn check(&self) -> Vec<Finding> {
        if self.path.as_os_str().is_empty() { vec![Finding::at("path", "must name a file")] } else { Vec::new() }
    }
}

impl Component for Watchlist {
    const NAME: &'static str = "watchlist";
    const SUMMARY: &'static str = "your own names or patterns from a list file";
    const VERSION: &'static str = "1";
    type Options = WatchlistOptions;
}

impl ExtractorComponent for Watchlist {
    fn declare(&self, _: &WatchlistOptions) -> Declaration {
        Declaration {
            uses: vec![LayerName::Text],
            provides: vec![LayerName::Extension(LAYER.into())],
            ..Declaration::default()
        }
    }

    fn build(&self, options: &WatchlistOptions) -> Result<Worker, Failure> {
        let worker = WatchlistWorker { matcher: self.load(options)?, layer: LAYER.into(), folded: String::new() };
        Ok(Worker::Sync(Box::new(worker)))
    }
}

impl Watchlist {
    /// The matcher of a list, read from its file unless a worker holds the same one.
    fn load(&self, options: &WatchlistOptions) -> Result<Arc<Matcher>, Failure> {
        let unreadable = |error: std::io::Error| {
            let message = format!("cannot read watch list `{}`: {error}", options.path.display());
            Failure::fatal("watchlist-unreadable", message).because(error)
        };
        let metadata = fs::metadata(&options.path).map_err(unreadable)?;
        let (modified, bytes) = (metadata.modified().ok(), metadata.len());
        // held while reading, so that workers that start together read once
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        loaded.retain(|list| list.matcher.strong_count() > 0);
        let same = |list: &&Loaded| list.options == *options && list.modified == modified && list.bytes == bytes;
        if let Some(matcher) = loaded.iter().find(same).and_then(|list| list.matcher.upgrade()) {
            return Ok(matcher);
        }
        if bytes > options.max_size.0 {
            let message = format!(
                "watch list `{}` is too large: {} (raise `max_size`, now {})",
                options.path.display(),
                Size(bytes),
                options.max_size
            );
            return Err(Failure::fatal("watchlist-too-large", message));
        }
        let content = fs::read(&options.path).map_err(unreadable)?;
        let invalid = |error: list::ListError| {
            Failure::fatal("watchlist-invalid", format!("watch list `{}`, {error}", options.path.display()))
        };
        let rows = list::read(&content, &options.label).map_err(invalid)?;
        let matcher = Arc::new(Matcher::new(rows, options).map_err(invalid)?);
        loaded.push(Loaded { options: options.clone(), modified, bytes, matcher: Arc::downgrade(&matcher) });
        Ok(matcher)
    }
}

struct WatchlistWorker {
    matcher: Arc<Matcher>,
    layer: Arc<str>,
    folded: String,
}

impl SyncExtractor for WatchlistWorker {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let mut findings = Findings::default();
        let mut hits = self.matcher.find(&document.text, &mut self.folded);
        if hits.len() > MOST_HITS {
            let message = format!("kept the first {MOST_HITS} of {} hits", hits.len());
            let problem = Problem { stage: "watchlist".into(), code: "too-many-hits".into(), message };
            findings.problems.push(problem);
            hits.truncate(MOST_HITS);
        }
        let mut annotations = Vec::with_capacity(hits.len());
        for hit in hits {
            let row = self.matcher.row(hit.row);
            let span = Span::new(&document.text, hit.start..hit.end)
                .map_err(|error| Failure::reject("watchlist-span", error.to_string()))?;
            let value = Some(json!({"id": row.id, "name": row.name}));
            annotations.push(Annotation { span, label: row.label.to_string(), value });
        }
        if !annotations.is_empty() {
            findings.layers.extensions.insert(self.layer.clone(), annotations);
        }
        Ok(findings)
    }
}
