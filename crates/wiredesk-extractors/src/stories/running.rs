//! The stories that are running, each with the sum of its articles' profiles, in which older articles count
//! less and less. Found by their terms; the one that has gone without news for longest makes room for a new
//! one. A story takes 0.6 to 1.5 KB.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use wiredesk_core::DocumentId;

use super::profile::Profile;

/// Terms of a story.
const TERMS: usize = 100;

/// Terms of an article by which stories are looked up, its heaviest.
const LOOKED_UP: usize = 20;

/// A term of more stories than this, and of more than one in [`WIDESPREAD`], finds none.
const FEW: usize = 64;
const WIDESPREAD: usize = 16;

/// Stories that are compared in full.
const CANDIDATES: usize = 32;

/// One story.
#[derive(Clone, Debug)]
pub(super) struct Story {
    pub(super) id: DocumentId,
    /// When its first and last articles were published, in seconds since 1970.
    pub(super) first: i64,
    pub(super) last: i64,
    /// How many articles it has had.
    pub(super) articles: u32,
    /// By hash, ascending.
    terms: Vec<(u32, f32)>,
    length: f32,
    /// When it was last touched, in articles since the start.
    touched: u64,
}

/// How stories age.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ageing {
    /// After so many seconds without news a story counts half.
    pub(super) half_life: f64,
    /// After so many it counts no more.
    pub(super) inactive_after: i64,
}

impl Ageing {
    fn fading(self, seconds: i64) -> f32 {
        (-(seconds.max(0) as f64) / self.half_life).exp2() as f32
    }
}

/// All of them.
pub(super) struct Running {
    ageing: Ageing,
    capacity: usize,
    slots: Vec<Option<Story>>,
    free: Vec<u32>,
    by_id: FxHashMap<DocumentId, u32>,
    by_term: FxHashMap<u32, Vec<u32>>,
    /// Slots by when they were touched.
    order: BTreeSet<(u64, u32)>,
    clock: u64,
    scores: FxHashMap<u32, f32>,
}

impl Running {
    pub(super) fn new(ageing: Ageing, capacity: usize) -> Self {
        Self {
            ageing,
            capacity,
            slots: Vec::new(),
            free: Vec::new(),
            by_id: FxHashMap::default(),
            by_term: FxHashMap::default(),
            order: BTreeSet::new(),
            clock: 0,
            scores: FxHashMap::default(),
        }
    }

    pub(super) fn get(&self, id: DocumentId) -> Option<&Story> {
        self.slots[*self.by_id.get(&id)? as usize].as_ref()
    }

    /// The story that an article of this profile and time fits best, and how well, from 0 to 1.
    pub(super) fn nearest(&mut self, profile: &Profile, at: i64) -> Option<(DocumentId, f32)> {
        let mut heaviest: Vec<(u32, f32)> = profile.0.clone();
        heaviest.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        self.scores.clear();
        let many = (self.by_id.len() / WIDESPREAD).max(FEW);
        for (term, weight) in heaviest.into_iter().take(LOOKED_UP) {
            for slot in self.by_term.get(&term).filter(|slots| slots.len() <= many).into_iter().flatten() {
                *self.scores.entry(*slot).or_default() += weight * weight;
            }
        }
        let mut found: Vec<(u32, f32)> = self.scores.drain().collect();
        found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let stories = found.iter().take(CANDIDATES).filter_map(|(slot, _)| self.slots[*slot as usize].as_ref());
        let fits = stories.filter_map(|story| {
            let gap = (at - story.last).max(story.first - at);
            (gap <= self.ageing.inactive_after)
                .then(|| (story.id, dot(&profile.0, &story.terms) / story.length * self.ageing.fading(gap)))
        });
        fits.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
    }

    /// Adds an article to a story, which is begun if it is not there.
    pub(super) fn add(&mut self, id: DocumentId, profile: &Profile, at: i64) -> &mut Story {
        self.clock += 1;
        let slot = match self.by_id.get(&id) {
            Some(slot) => *slot,
            None => self.begin(id, at),
        };
        let story = self.slots[slot as usize].get_or_insert_with(|| Story::new(id, at));
        self.order.remove(&(story.touched, slot));
        story.touched = self.clock;
        self.order.insert((story.touched, slot));
        let before: Vec<u32> = story.terms.iter().map(|(term, _)| *term).collect();
        story.fold(profile, at, self.ageing);
        // both lists are in order
        let mut old = before.iter().copied().peekable();
        for (term, _) in &story.terms {
            while let Some(gone) = old.next_if(|gone| gone < term) {
                unlist(&mut self.by_term, gone, slot);
            }
            if old.next_if_eq(term).is_none() {
                self.by_term.entry(*term).or_default().push(slot);
            }
        }
        old.for_each(|gone| unlist(&mut self.by_term, gone, slot));
        story
    }

    /// Takes an article away from its story; a story without articles is gone.
    pub(super) fn take_away(&mut self, id: DocumentId) {
        let Some(slot) = self.by_id.get(&id).copied() else { return };
        if let Some(story) = &mut self.slots[slot as usize] {
            story.articles = story.articles.saturating_sub(1);
            if story.articles == 0 {
                self.end(slot);
            }
        }
    }

    fn begin(&mut self, id: DocumentId, at: i64) -> u32 {
        if self.by_id.len() >= self.capacity
            && let Some((_, oldest)) = self.order.first().copied()
        {
            self.end(oldest);
        }
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() as u32 - 1
        });
        self.slots[slot as usize] = Some(Story::new(id, at));
        self.by_id.insert(id, slot);
        slot
    }

    fn end(&mut self, slot: u32) {
        if let Some(story) = self.slots[slot as usize].take() {
            self.by_id.remove(&story.id);
            self.order.remove(&(story.touched, slot));
            story.terms.iter().for_each(|(term, _)| unlist(&mut self.by_term, *term, slot));
            self.free.push(slot);
        }
    }

    /// How many there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }
}

fn unlist(by_term: &mut FxHashMap<u32, Vec<u32>>, term: u32, slot: u32) {
    if let Some(slots) = by_term.get_mut(&term) {
        if let Some(at) = slots.iter().position(|other| *other == slot) {
            slots.swap_remove(at);
        }
        if slots.is_empty() {
            by_term.remove(&term);
        }
    }
}

impl Story {
    fn new(id: DocumentId, at: i64) -> Self {
        Self { id, first: at, last: at, articles: 0, terms: Vec::new(), length: 1.0, touched: 0 }
    }

    fn fold(&mut self, profile: &Profile, at: i64, ageing: Ageing) {
        let (old, new) = (ageing.fading(at - self.last), ageing.fading(self.last - at));
        let mut terms = Vec::with_capacity(self.terms.len() + profile.0.len());
        let (mut a, mut b) = (self.terms.iter().peekable(), profile.0.iter().peekable());
        loop {
            match (a.peek(), b.peek()) {
                (Some(x), Some(y)) if x.0 == y.0 => {
                    terms.push((x.0, x.1 * old + y.1 * new));
                    a.next();
                    b.next();
                }
                (Some(x), y) if y.is_none_or(|y| x.0 < y.0) => {
                    terms.push((x.0, x.1 * old));
                    a.next();
                }
                (_, Some(y)) => {
                    terms.push((y.0, y.1 * new));
                    b.next();
                }
                _ => break,
            }
        }
        if terms.len() > TERMS {
            terms.select_nth_unstable_by(TERMS - 1, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            terms.truncate(TERMS);
            terms.sort_unstable_by_key(|(term, _)| *term);
        }
        let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        self.length = if length > 0.0 { length } else { 1.0 };
        self.terms = terms;
        self.articles += 1;
        self.first = self.first.min(at);
        self.last = self.last.max(at);
    }
}

/// The scalar product of two vectors whose terms are in order.
fn dot(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut at, mut sum) = (0, 0.0);
    for (term, weight) in a {
        while b.get(at).is_some_and(|(other, _)| other < term) {
            at += 1;
        }
        if let Some((_, other)) = b.get(at).filter(|(other, _)| other == term) {
            sum += weight * other;
        }
    }
    sum
}
