//! The contract of sinks: returning from `write` means durable.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;

use crate::{Document, Position, clock::Clock, error::Failure};

/// What a sink is given when it is built.
#[derive(Clone)]
pub struct SinkContext {
    /// The configured id.
    pub id: Arc<str>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// A group of documents that become durable together.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// In the order in which their source delivered them.
    pub documents: Vec<Arc<Document>>,
    /// How far each source has got once this batch is durable: the last position of every
    /// partition that the batch touches, documents that were dropped on the way included.
    pub positions: Vec<SourcePosition>,
}

/// A position together with the source it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePosition {
    /// The source's configured id.
    pub source: Arc<str>,
    /// Where in it.
    pub position: Position,
}

/// Small facts that a sink wants recorded together with the positions, by name: the committed
/// length of each output file, say.
pub type Marks = BTreeMap<String, String>;

/// What a sink found when it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// The engine's state database holds this sink's positions.
    PositionsInState,
    /// The sink stores positions itself, in one transaction with the documents; here they are.
    Positions(Vec<SourcePosition>),
}

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Marks to record with the batch's positions; an empty value removes the mark.
    pub marks: Marks,
    /// Bytes written, for the counters.
    pub bytes: u64,
}

/// One document that a sink will never accept.
#[derive(Debug)]
pub struct Rejection {
    /// Index into [`Batch::documents`].
    pub index: usize,
    /// Why.
    pub failure: Failure,
}

/// Why a batch was not written.
#[derive(Debug)]
pub enum WriteError {
    /// These documents can never be written. Nothing of the batch has become durable: the engine
    /// puts them aside and calls again with the rest.
    Rejected(Vec<Rejection>),
    /// The batch as a whole failed; the disposition says how to go on. Nothing of it has become
    /// durable, or the sink undoes it before the next write.
    Failed(Failure),
}

impl From<Failure> for WriteError {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Makes documents durable.
#[async_trait]
pub trait Sink: Send {
    /// Called once before the first write, with the marks of the last recorded batch. Whatever
    /// was written after that batch is undone here.
    ///
    /// # Errors
    /// `Retry` is tried again, anything else stops the pipeline before it has read anything.
    async fn open(&mut self, marks: &Marks) -> Result<Opened, Failure>;

    /// Writes a batch. Returning `Ok` means that all of it has reached the disk.
    ///
    /// # Errors
    /// See [`WriteError`]. The future is never dropped before it is done, save when the process
    /// itself is being ended.
    async fn write(&mut self, batch: &Batch) -> Result<Written, WriteError>;

    /// Called once after the last write.
    ///
    /// # Errors
    /// Logged; nothing depends on it.
    async fn close(&mut self) -> Result<(), Failure> {
        Ok(())
    }
}
