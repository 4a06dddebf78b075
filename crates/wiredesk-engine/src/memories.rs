//! What the extractors of a pipeline remember, on its way to the state database and back: notes are
//! written down before their document reaches a sink, and settled once every sink has it. Asked by
//! stages, fan-out and deliveries; it holds as much as is in flight and never decides what is
//! remembered.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use wiredesk_core::{
    DocumentId,
    error::Failure,
    extractor::{SyncExtractor, Worker},
    memory::{Fate, Note},
};

use crate::{
    batch::{Batch, Outcome},
    state::{NewNote, Remembered, Rememberer, Settlement, State},
};

/// Notes that are read from the database at a time.
const PAGE: u32 = 1000;

/// A note that one stage has made of a document.
pub(crate) struct Noted {
    /// Index of the stage.
    pub(crate) stage: usize,
    pub(crate) document: DocumentId,
    pub(crate) note: Note,
}

/// The memory of one stage, as the engine sees it.
pub(crate) struct StageMemory {
    owner: Arc<Rememberer>,
    state: State,
    /// What the extractor has not been told yet.
    fates: Mutex<Vec<(DocumentId, Fate)>>,
}

impl StageMemory {
    pub(crate) fn new(owner: Rememberer, state: State) -> Arc<Self> {
        Arc::new(Self { owner: Arc::new(owner), state, fates: Mutex::default() })
    }

    /// Gives a new instance all that is kept for it. Blocks.
    ///
    /// # Errors
    /// If the worker has no memory, or the notes cannot be read from the database.
    pub(crate) fn recall(&self, extractor: &mut dyn SyncExtractor) -> Result<(), Failure> {
        let Some(memory) = extractor.memory() else { return Err(without_memory()) };
        let (mut after, mut unreadable, mut example) = (None, 0_u64, "");
        loop {
            let page = self.state.notes(&self.owner, after, PAGE)?;
            for Remembered { document, body, durable, .. } in &page {
                if let Err(error) = memory.recall(*document, body, *durable) {
                    unreadable += 1;
                    example = error.0;
                }
            }
            match page.last() {
                Some(last) => after = Some(last.number),
                None => break,
            }
        }
        if unreadable > 0 {
            tracing::warn!(
                "extractor `{}` of pipeline `{}` cannot read {unreadable} of its notes ({example}) and goes on \
                 without them",
                self.owner.extractor,
                self.owner.pipeline
            );
        }
        Ok(())
    }

    /// Tells the extractor what has become of documents.
    pub(crate) fn tell(&self, extractor: &mut dyn SyncExtractor) {
        let fates = std::mem::take(&mut *locked(&self.fates));
        if let (false, Some(memory)) = (fates.is_empty(), extractor.memory()) {
            for (document, fate) in fates {
                memory.settle(document, fate);
            }
        }
    }
}

/// As [`StageMemory::recall`], for a worker that was just built.
pub(crate) fn recall(memory: &StageMemory, worker: &mut Worker) -> Result<(), Failure> {
    match worker {
        Worker::Sync(extractor) => memory.recall(&mut **extractor),
        Worker::Async(_) => Err(without_memory()),
    }
}

fn without_memory() -> Failure {
    Failure::fatal("no-memory", "it says that it remembers, but has no memory")
}

/// The memories of a pipeline.
pub(crate) struct Memories {
    /// By stage.
    stages: Vec<Option<Arc<StageMemory>>>,
    state: State,
    /// Per source: documents with notes on their way to the sinks, by number.
    waiting: Mutex<Vec<VecDeque<Waiting>>>,
}

/// A document that is on its way to the sinks.
struct Waiting {
    sequence: u64,
    fate: Fate,
    /// Stage, document, and whether the note is to last.
    notes: Vec<(usize, DocumentId, bool)>,
}

impl Memories {
    pub(crate) fn new(stages: Vec<Option<Arc<StageMemory>>>, state: State, sources: usize) -> Arc<Self> {
        let waiting = Mutex::new((0..sources).map(|_| VecDeque::new()).collect());
        Arc::new(Self { stages, state, waiting })
    }

    /// Whether there is any.
    pub(crate) fn any(&self) -> bool {
        self.stages.iter().any(Option::is_some)
    }

    /// Hands the notes of a batch to the state database, before anything of it is handed to sinks.
    /// Documents that go no further are lost.
    pub(crate) async fn hold(&self, batch: &mut Batch) {
        let (mut new, mut lost) = (Vec::new(), Vec::new());
        {
            let mut waiting = locked(&self.waiting);
            for entry in batch.iter_mut().filter(|entry| !entry.notes.is_empty()) {
                let notes = std::mem::take(&mut entry.notes);
                if !matches!(entry.outcome, Outcome::Document(_)) {
                    lost.extend(notes.iter().map(|noted| (noted.stage, noted.document, noted.note.lasting)));
                    continue;
                }
                let of = notes.iter().map(|noted| (noted.stage, noted.document, noted.note.lasting)).collect();
                let sequence = entry.ticket.sequence();
                waiting[entry.ticket.source()].push_back(Waiting { sequence, fate: Fate::Durable, notes: of });
                new.extend(notes.into_iter().filter_map(|Noted { stage, document, note }| {
                    let owner = self.stages[stage].as_ref()?.owner.clone();
                    let (source, position) = (entry.ticket.source_id().clone(), entry.ticket.position().clone());
                    Some(NewNote { owner, document, note, source, position })
                }));
            }
        }
        if !new.is_empty() {
            self.state.note(new).await;
        }
        self.tell(Fate::Lost, lost).await;
    }

    /// A sink has refused the document with this number.
    pub(crate) fn lose(&self, source: usize, sequence: u64) {
        let mut waiting = locked(&self.waiting);
        if let Ok(at) = waiting[source].binary_search_by_key(&sequence, |waiting| waiting.sequence) {
            waiting[source][at].fate = Fate::Lost;
        }
    }

    /// Every sink is done with the documents of a source before number `before`.
    pub(crate) async fn settle(&self, source: usize, before: u64) {
        let (mut durable, mut lost) = (Vec::new(), Vec::new());
        {
            let mut waiting = locked(&self.waiting);
            while let Some(first) = waiting[source].pop_front_if(|first| first.sequence < before) {
                match first.fate {
                    Fate::Durable => durable.extend(first.notes),
                    Fate::Lost => lost.extend(first.notes),
                }
            }
        }
        self.tell(Fate::Durable, durable).await;
        self.tell(Fate::Lost, lost).await;
    }

    /// Waits until all notes handed over so far are on the disk.
    ///
    /// # Errors
    /// As for any record in the state database; may be repeated.
    pub(crate) async fn flush(&self) -> Result<(), Failure> {
        if self.any() { self.state.flush().await } else { Ok(()) }
    }

    async fn tell(&self, fate: Fate, notes: Vec<(usize, DocumentId, bool)>) {
        if notes.is_empty() {
            return;
        }
        let mut settlements = Vec::with_capacity(notes.len());
        for (stage, document, lasting) in notes {
            let Some(memory) = &self.stages[stage] else { continue };
            locked(&memory.fates).push((document, fate));
            let keep = lasting && fate == Fate::Durable;
            settlements.push(Settlement { owner: memory.owner.clone(), document, keep });
        }
        self.state.settle(settlements).await;
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
