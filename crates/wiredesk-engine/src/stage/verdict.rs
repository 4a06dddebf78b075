//! What a worker hands to an extractor and gets back: documents in slots, each with a verdict.
//! [`Work`] is shared with the thread that computes, so that the documents can be taken back from
//! a thread that hangs.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
};

use wiredesk_core::{
    Document,
    error::Failure,
    extractor::Findings,
    memory::{LARGEST_NOTE, Note},
};

use super::Stage;

/// One document of a batch.
pub(super) struct Slot {
    /// Index into the batch.
    pub(super) index: usize,
    pub(super) document: Arc<Document>,
    pub(super) verdict: Verdict,
}

/// What became of it.
pub(super) enum Verdict {
    /// Not looked at yet.
    Pending,
    /// The findings are merged in; this is to be remembered.
    Kept(Option<Note>),
    /// The extractor took it out, for this reason.
    Dropped(String),
    /// No findings.
    Failed(Failure),
}

impl Verdict {
    /// Merges what the extractor of a stage found into the document.
    pub(super) fn of(found: Result<Findings, Failure>, document: &mut Arc<Document>, stage: &Stage) -> Self {
        match found {
            Ok(Findings { drop: Some(reason), .. }) => Self::Dropped(reason),
            Ok(mut findings) => {
                let (version, note) = (findings.version.take(), findings.note.take());
                if let Some(size) = note.as_ref().map(|note| note.body.len()).filter(|size| *size > LARGEST_NOTE) {
                    let message = format!("a note of {size} bytes, more than the {LARGEST_NOTE} that may be kept");
                    return Self::Failed(Failure::reject("note-too-large", message));
                }
                let document = Arc::make_mut(document);
                match document.merge(findings, &stage.declaration.provides) {
                    Ok(()) => {
                        stage.sign(document, version);
                        Self::Kept(note)
                    }
                    Err(error) => Self::Failed(Failure::reject("invalid-layers", error.to_string())),
                }
            }
            Err(failure) => Self::Failed(failure),
        }
    }
}

/// A batch on a thread.
pub(crate) struct Work {
    /// Emptied when the thread is given up.
    slots: Mutex<Vec<Slot>>,
    current: AtomicUsize,
    /// Whether the extractor may be handed all documents at once.
    may_batch: bool,
    /// Set while it has been.
    together: AtomicBool,
}

impl Work {
    pub(super) fn new(slots: Vec<Slot>, may_batch: bool) -> Arc<Self> {
        let (current, together) = (AtomicUsize::new(0), AtomicBool::new(false));
        Arc::new(Self { slots: Mutex::new(slots), current, may_batch, together })
    }

    /// Whether the extractor may be handed all documents at once.
    pub(super) fn may_batch(&self) -> bool {
        self.may_batch
    }

    /// Whether the documents are being worked on all at once, so that none of them can be said to
    /// be the one that takes long.
    pub(super) fn together(&self) -> bool {
        self.together.load(Relaxed)
    }

    pub(super) fn set_together(&self, together: bool) {
        self.together.store(together, Relaxed);
    }

    /// Held for moments only, never while an extractor runs.
    pub(super) fn slots(&self) -> MutexGuard<'_, Vec<Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Index of the slot being worked on.
    pub(crate) fn current(&self) -> usize {
        self.current.load(Relaxed)
    }

    pub(super) fn set_current(&self, index: usize) {
        self.current.store(index, Relaxed);
    }

    /// How many documents there are, and the key of the one being worked on.
    pub(crate) fn in_hand(&self) -> (usize, Option<String>) {
        let slots = self.slots();
        (slots.len(), slots.get(self.current()).map(|slot| slot.document.key.clone()))
    }
}

/// The message of a panic.
pub(super) fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(|text| &**text));
    format!("panicked: {}", text.unwrap_or("no message"))
}
