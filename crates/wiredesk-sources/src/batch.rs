//! Collects what a source has read until there is enough for one call of `next`. Used by all sources;
//! its limits are what keeps a source's memory bounded.

use std::sync::Arc;

use jiff::Timestamp;
use wiredesk_core::{
    Document, Position,
    document::Article,
    source::{Intake, Item, Rejected},
};

/// Most pieces in one batch.
const PIECES: usize = 128;
/// Bytes of text after which a batch is full.
const BYTES: usize = 1 << 20;

/// What has been read and not yet delivered.
pub(crate) struct Batch {
    source: Arc<str>,
    fetched: Timestamp,
    intakes: Vec<Intake>,
    bytes: usize,
}

impl Batch {
    /// For documents of `source` that are read at `fetched`.
    pub(crate) fn new(source: &Arc<str>, fetched: Timestamp) -> Self {
        Self { source: source.clone(), fetched, intakes: Vec::new(), bytes: 0 }
    }

    /// Adds what was read; it ends at `position`.
    pub(crate) fn push(&mut self, read: Result<Article, Rejected>, position: Position) {
        let item = match read {
            Ok(article) => {
                self.bytes += article.text.len();
                Item::Document(Arc::new(Document::new(self.source.clone(), article, self.fetched)))
            }
            Err(rejected) => {
                self.bytes += rejected.raw.len();
                Item::Rejected(rejected)
            }
        };
        self.intakes.push(Intake { item, position });
    }

    /// Adds something else than an article that was just read.
    pub(crate) fn add(&mut self, item: Item, position: Position) {
        self.intakes.push(Intake { item, position });
    }

    /// Notes that nothing is delivered up to `position`.
    pub(crate) fn skip(&mut self, reason: &'static str, position: Position) {
        self.add(Item::Skipped(reason), position);
    }

    /// Whether it should be delivered now.
    pub(crate) fn full(&self) -> bool {
        self.intakes.len() >= PIECES || self.bytes >= BYTES
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.intakes.is_empty()
    }

    /// What was collected.
    pub(crate) fn finish(self) -> Vec<Intake> {
        self.intakes
    }
}
