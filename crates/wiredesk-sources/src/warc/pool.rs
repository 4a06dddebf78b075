//! Threads that read pages while the archive is read on, and give what they make of them in the order of the
//! archive. Owned by [`super::reading`]; holds a bounded number of records, by count and by bytes.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};

use wiredesk_core::{
    Position,
    error::Failure,
    source::{Intake, Item, Rejected},
};

use super::page::{Captured, Rules};

/// Records that may be under way.
const RECORDS: usize = 512;
/// Bytes of blocks that may be under way.
const BYTES: usize = 16 << 20;

struct Job {
    captured: Box<Captured>,
    answer: mpsc::SyncSender<Item>,
}

enum Slot {
    Ready(Item),
    Waiting(mpsc::Receiver<Item>, usize),
}

/// See the module.
pub(super) struct Pool {
    jobs: mpsc::Sender<Job>,
    /// In the order of the archive.
    slots: VecDeque<(Slot, Position)>,
    bytes: usize,
}

impl Pool {
    /// Starts the threads; they end when the pool is dropped.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub(super) fn start(rules: &Arc<Rules>, threads: usize) -> Result<Self, Failure> {
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        for number in 0..threads.max(1) {
            let (rules, queue) = (rules.clone(), queue.clone());
            let thread = thread::Builder::new().name(format!("{} {number}", rules.source));
            let work = move || {
                loop {
                    // the lock is held while waiting: whoever comes next waits for it instead
                    let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok(Job { captured, answer }) = job else { return };
                    // nobody listens any more when the source was dropped
                    let _ = answer.send(rules.read(&captured));
                }
            };
            thread.spawn(work).map_err(|error| Failure::fatal("no-thread", "cannot start a thread").because(error))?;
        }
        Ok(Self { jobs, slots: VecDeque::new(), bytes: 0 })
    }

    /// Whether no more should be put in before something is taken out.
    pub(super) fn full(&self) -> bool {
        self.slots.len() >= RECORDS || self.bytes >= BYTES
    }

    /// Whether nothing is under way.
    pub(super) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Something that needs no work.
    pub(super) fn pass(&mut self, item: Item, position: Position) {
        self.slots.push_back((Slot::Ready(item), position));
    }

    /// A record to be read.
    pub(super) fn read(&mut self, captured: Box<Captured>, position: Position) {
        let bytes = captured.block.len();
        let (answer, result) = mpsc::sync_channel(1);
        self.bytes += bytes;
        // without threads the answer never comes, and is told as such below
        let _ = self.jobs.send(Job { captured, answer });
        self.slots.push_back((Slot::Waiting(result, bytes), position));
    }

    /// Moves the position of what was put in last.
    pub(super) fn end_with(&mut self, position: Position) {
        if let Some((_, last)) = self.slots.back_mut() {
            *last = position;
        }
    }

    /// What comes first in the archive, except for the `keep` last: waits for it if `wait`.
    pub(super) fn take(&mut self, keep: usize, wait: bool) -> Option<Intake> {
        if self.slots.len() <= keep {
            return None;
        }
        if let Some((slot @ Slot::Waiting(..), _)) = self.slots.front_mut()
            && let Slot::Waiting(result, bytes) = slot
        {
            let item = if wait {
                result.recv().unwrap_or_else(|_| lost())
            } else {
                match result.try_recv() {
                    Ok(item) => item,
                    Err(mpsc::TryRecvError::Empty) => return None,
                    Err(mpsc::TryRecvError::Disconnected) => lost(),
                }
            };
            self.bytes -= *bytes;
            *slot = Slot::Ready(item);
        }
        match self.slots.pop_front()? {
            (Slot::Ready(item), position) => Some(Intake { item, position }),
            (Slot::Waiting(..), _) => None,
        }
    }
}

/// A thread has ended over a page, which its own care should have kept it from.
fn lost() -> Item {
    let message = "the thread that read the page has ended".to_owned();
    Item::Rejected(Rejected { key: String::new(), code: "panic", message, raw: Vec::new() })
}
