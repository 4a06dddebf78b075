//! The articles that were the first of their kind, each with its sketch: a ring in which the newest takes
//! the place of the oldest. No more than some 2 KB for each of them: 1.3 of its sketch, the rest for finding
//! it.

use rustc_hash::FxHashMap;
use wiredesk_core::DocumentId;

use super::{index::Index, sketch::Sketch};

/// One of them.
pub(super) struct First {
    pub(super) id: DocumentId,
    pub(super) fingerprint: u64,
    /// In seconds since 1970.
    pub(super) published: i64,
    pub(super) sketch: Sketch,
    /// Whether every sink has it.
    pub(super) durable: bool,
}

/// All of them.
pub(super) struct Firsts {
    ring: Vec<Option<First>>,
    /// Where the next one goes.
    at: usize,
    capacity: usize,
    by_id: FxHashMap<DocumentId, u32>,
    index: Index,
}

impl Firsts {
    /// At most so many.
    pub(super) fn new(capacity: usize) -> Self {
        Self { ring: Vec::new(), at: 0, capacity, by_id: FxHashMap::default(), index: Index::default() }
    }

    pub(super) fn get(&self, id: DocumentId) -> Option<&First> {
        self.ring[*self.by_id.get(&id)? as usize].as_ref()
    }

    pub(super) fn get_mut(&mut self, id: DocumentId) -> Option<&mut First> {
        self.ring[*self.by_id.get(&id)? as usize].as_mut()
    }

    pub(super) fn insert(&mut self, first: First) {
        self.remove(first.id);
        let at = self.at;
        self.at = (at + 1) % self.capacity;
        if at == self.ring.len() {
            self.ring.push(None);
        } else if let Some(oldest) = self.ring[at].take() {
            self.forget(at, &oldest);
        }
        self.by_id.insert(first.id, at as u32);
        self.index.insert(at, &first.sketch);
        self.ring[at] = Some(first);
    }

    pub(super) fn remove(&mut self, id: DocumentId) {
        if let Some(at) = self.by_id.get(&id).map(|at| *at as usize)
            && let Some(first) = self.ring[at].take()
        {
            self.forget(at, &first);
        }
    }

    fn forget(&mut self, at: usize, first: &First) {
        self.by_id.remove(&first.id);
        self.index.remove(at, &first.sketch);
    }

    /// Those that may have much in common with a sketch.
    pub(super) fn candidates(&mut self, sketch: &Sketch) -> impl Iterator<Item = &First> {
        let Self { ring, index, .. } = self;
        let found = index.candidates(sketch, |at| ring[at].as_ref().map(|first| &first.sketch));
        found.into_iter().filter_map(|at| ring[at].as_ref())
    }
}
