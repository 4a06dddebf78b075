//! The contract of extractors: read a document, answer with findings.

use std::{borrow::Cow, sync::Arc};

use async_trait::async_trait;

use crate::{
    Document, LayerName, Layers,
    document::{Problem, Published, Removed},
    error::Failure,
    memory::{Memory, Note},
};

/// What an extractor found on one document.
///
/// Only the layers it declared to provide are taken over.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// New layers; spans refer to `cleaned.text` where that is given, else to the document's text.
    pub layers: Layers,
    /// A new text; taken over only from extractors that provide [`LayerName::Text`].
    pub cleaned: Option<Cleaned>,
    /// What went wrong without making the findings useless.
    pub problems: Vec<Problem>,
    /// The version of the extractor that made them, where that may change while the program runs;
    /// recorded as provenance.
    pub version: Option<Arc<str>>,
    /// Set to take the document out of the pipeline, with the reason. It is counted, and counts
    /// as delivered.
    pub drop: Option<String>,
    /// What to remember of it, from extractors with a [`Memory`].
    pub note: Option<Note>,
}

/// The article's text without what does not belong to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cleaned {
    /// NFC, paragraphs separated by one `\n`.
    pub text: Arc<str>,
    /// What was taken out, in text order.
    pub removed: Vec<Removed>,
    /// Names read from a byline; used if the source gave none.
    pub authors: Vec<String>,
    /// Date read from the text; used if the source gave none.
    pub published: Option<Published>,
}

/// What an extractor needs and gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declaration {
    /// Layers that have to be there before it runs.
    pub requires: Vec<LayerName>,
    /// Layers it uses if some other extractor of the plan provides them.
    pub uses: Vec<LayerName>,
    /// Layers it adds.
    pub provides: Vec<LayerName>,
    /// ISO 639-1 codes of the languages it can read; empty for any. The engine passes documents
    /// in other languages by and notes a problem.
    pub languages: Vec<Cow<'static, str>>,
}

/// An extractor that computes: called on a thread of its own, never on the async threads.
///
/// One instance per worker, so it may keep buffers; it must not keep anything that changes the
/// result of the next document, unless it has a [`Memory`]. A panic costs the document this
/// extractor's layers, and the worker gets a new instance.
pub trait SyncExtractor: Send {
    /// Reads one document.
    ///
    /// # Errors
    /// What happens to the document is decided by the pipeline's `on_error` for this extractor.
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure>;

    /// Reads several documents; the answer has one element per document, in the same order.
    ///
    /// Only called where [`SyncExtractor::takes_batches`] says so: worth it where every call has a
    /// price of its own, as across the boundary of a sandbox. It must hold to the deadline itself
    /// and answer for each document what [`SyncExtractor::extract`] would.
    fn extract_batch(&mut self, batch: &[&Document]) -> Vec<Result<Findings, Failure>> {
        batch.iter().map(|document| self.extract(document)).collect()
    }

    /// Whether it wants whole batches.
    fn takes_batches(&self) -> bool {
        false
    }

    /// What it remembers, if its component says that it does
    /// ([`crate::registry::ExtractorComponent::remembers`]).
    fn memory(&mut self) -> Option<&mut dyn Memory> {
        None
    }
}

/// An extractor that waits: for a child process, a sandbox, a server.
#[async_trait]
pub trait Extractor: Send {
    /// Reads a batch; the answer has one element per document, in the same order.
    ///
    /// The future may be dropped at the stage's deadline; the instance is then dropped as well.
    async fn extract(&mut self, batch: &[&Document]) -> Vec<Result<Findings, Failure>>;
}

/// One worker's instance of an extractor.
pub enum Worker {
    /// Computes.
    Sync(Box<dyn SyncExtractor>),
    /// Waits.
    Async(Box<dyn Extractor>),
}
