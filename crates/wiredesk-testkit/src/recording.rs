//! A sink that keeps what it was given, with the semantics of a real one: what was written but not
//! recorded is undone when it is opened again. Faults can be set while it runs. Used wherever a
//! test asks what has arrived.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use tokio::sync::watch;
use wiredesk_core::{
    Document, Position,
    error::Failure,
    registry::ConfiguredSink,
    sink::{Batch, Marks, Opened, Rejection, Sink, SinkContext, SourcePosition, WriteError, Written},
};

use crate::Faults;

/// A configured sink that records. Clones share one store, as two openings of one file do.
#[derive(Clone)]
pub struct Recording {
    store: Arc<Mutex<Store>>,
    faults: Faults,
    /// What each write takes.
    slow: Duration,
    /// While true, writes wait.
    held: Arc<watch::Sender<bool>>,
}

#[derive(Default)]
struct Store {
    documents: Vec<Arc<Document>>,
    keep_positions: bool,
    positions: HashMap<(Arc<str>, Arc<str>), Position>,
    reject: BTreeSet<String>,
    choke: BTreeSet<String>,
    fatal: BTreeSet<String>,
    largest: usize,
    closed: u32,
}

impl Default for Recording {
    fn default() -> Self {
        Self::new()
    }
}

impl Recording {
    /// Positions are kept by the engine; documents by count, in a mark.
    #[must_use]
    pub fn new() -> Self {
        let held = Arc::new(watch::Sender::new(false));
        Self { store: Arc::default(), faults: Faults::new(), slow: Duration::ZERO, held }
    }

    /// Keeps positions itself, with the documents.
    #[must_use]
    pub fn with_own_positions() -> Self {
        let recording = Self::new();
        recording.store().keep_positions = true;
        recording
    }

    /// Plays these faults before each write.
    #[must_use]
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Takes so long for each write.
    #[must_use]
    pub fn slow(mut self, slow: Duration) -> Self {
        self.slow = slow;
        self
    }

    /// Rejects single documents by key.
    pub fn reject<'k>(&self, keys: impl IntoIterator<Item = &'k str>) {
        self.store().reject = keys.into_iter().map(str::to_owned).collect();
    }

    /// Rejects whole batches that hold one of these keys, without saying which.
    pub fn choke<'k>(&self, keys: impl IntoIterator<Item = &'k str>) {
        self.store().choke = keys.into_iter().map(str::to_owned).collect();
    }

    /// Fails for good at batches that hold one of these keys.
    pub fn fatal<'k>(&self, keys: impl IntoIterator<Item = &'k str>) {
        self.store().fatal = keys.into_iter().map(str::to_owned).collect();
    }

    /// Makes writes wait, or lets them go on.
    pub fn hold(&self, held: bool) {
        self.held.send_replace(held);
    }

    /// What is written, in order.
    #[must_use]
    pub fn documents(&self) -> Vec<Arc<Document>> {
        self.store().documents.clone()
    }

    /// The keys of what is written, in order.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        self.store().documents.iter().map(|document| document.key.clone()).collect()
    }

    /// The largest number of documents in one write.
    #[must_use]
    pub fn largest(&self) -> usize {
        self.store().largest
    }

    /// How often it was closed in order.
    #[must_use]
    pub fn closed(&self) -> u32 {
        self.store().closed
    }

    fn store(&self) -> std::sync::MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ConfiguredSink for Recording {
    fn build(&self, _context: SinkContext) -> Result<Box<dyn Sink>, Failure> {
        Ok(Box::new(self.clone()))
    }
}

const LENGTH: &str = "length";

#[async_trait]
impl Sink for Recording {
    async fn open(&mut self, marks: &Marks) -> Result<Opened, Failure> {
        let mut store = self.store();
        if store.keep_positions {
            let position = |((source, _), position): (&(Arc<str>, _), &Position)| SourcePosition {
                source: source.clone(),
                position: position.clone(),
            };
            return Ok(Opened::Positions(store.positions.iter().map(position).collect()));
        }
        let length = marks.get(LENGTH).and_then(|length| length.parse().ok()).unwrap_or(0);
        store.documents.truncate(length);
        Ok(Opened::PositionsInState)
    }

    async fn write(&mut self, batch: &Batch) -> Result<Written, WriteError> {
        // the sender lives in self, so waiting cannot fail
        let _ = self.held.subscribe().wait_for(|held| !held).await;
        if !self.slow.is_zero() {
            tokio::time::sleep(self.slow).await;
        }
        self.faults.next()?;
        let mut store = self.store();
        store.largest = store.largest.max(batch.documents.len());
        let holds = |keys: &BTreeSet<String>| batch.documents.iter().any(|document| keys.contains(&document.key));
        if holds(&store.fatal) {
            return Err(Failure::fatal("scripted", "the script says so").into());
        }
        if holds(&store.choke) {
            return Err(Failure::reject("choked", "something in here is not to be swallowed").into());
        }
        let rejected = batch.documents.iter().enumerate().filter(|(_, document)| store.reject.contains(&document.key));
        let rejections: Vec<Rejection> = rejected
            .map(|(index, document)| {
                let failure = Failure::reject("refused", format!("`{}` is not wanted", document.key));
                Rejection { index, failure }
            })
            .collect();
        if !rejections.is_empty() {
            return Err(WriteError::Rejected(rejections));
        }
        let bytes = batch.documents.iter().map(|document| document.text.len() as u64).sum();
        if store.keep_positions {
            for SourcePosition { source, position } in &batch.positions {
                store.positions.insert((source.clone(), position.partition.clone()), position.clone());
            }
            // an article replaces itself
            let ids: BTreeSet<_> = batch.documents.iter().map(|document| document.id).collect();
            store.documents.retain(|document| !ids.contains(&document.id));
        }
        store.documents.extend(batch.documents.iter().cloned());
        let marks = Marks::from([(LENGTH.to_owned(), store.documents.len().to_string())]);
        Ok(Written { marks, bytes })
    }

    async fn close(&mut self) -> Result<(), Failure> {
        self.store().closed += 1;
        Ok(())
    }
}
