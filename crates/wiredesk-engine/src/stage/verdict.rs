//! What a worker hands to an extractor and gets back: documents in slots, each with a verdict.
//! [`Work`] is shared with the thread that computes, so that the documents can be taken back from
//! a thread that hangs.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use wiredesk_core::{Document, LayerName, error::Failure, extractor::Findings};

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
    /// The findings are merged in.
    Kept,
    /// The extractor took it out, for this reason.
    Dropped(String),
    /// No findings.
    Failed(Failure),
}

impl Verdict {
    /// Merges what an extractor found into the document.
    pub(super) fn of(found: Result<Findings, Failure>, document: &mut Arc<Document>, provides: &[LayerName]) -> Self {
        match found {
            Ok(Findings { drop: Some(reason), .. }) => Self::Dropped(reason),
            Ok(findings) => match Arc::make_mut(document).merge(findings, provides) {
                Ok(()) => Self::Kept,
                Err(error) => Self::Failed(Failure::reject("invalid-layers", error.to_string())),
            },
            Err(failure) => Self::Failed(failure),
        }
    }
}

/// A batch on a thread.
pub(crate) struct Work {
    /// Emptied when the thread is given up.
    slots: Mutex<Vec<Slot>>,
    current: AtomicUsize,
}

impl Work {
    pub(super) fn new(slots: Vec<Slot>) -> Arc<Self> {
        Arc::new(Self { slots: Mutex::new(slots), current: AtomicUsize::new(0) })
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
