//! The `duplicates` extractor: which articles are copies of one that was seen before, though they were cut,
//! put in another order, reworded here and there, given another dateline or had something added.
//! Remembers a sketch of every article that was the first of its kind; names the first, never a copy.
//!
//! Two texts are copies of each other if the one is contained in the other (Broder 1997) for the greater
//! part, and either they resemble each other as a whole or they share their beginning: a background
//! paragraph that two reports end with makes no copy of either. Nor are two texts copies of each other that have their
//! words in common but not their numbers: market reports, weather, tables are written by the same hand every day.

mod firsts;
mod index;
mod note;
mod shingles;
mod sketch;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wiredesk_core::{
    Document, DocumentId, LayerName,
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    memory::{Fate, Memory, Unreadable},
    options::{ComponentOptions, Duration},
    registry::{Component, ExtractorComponent},
};

use self::{
    firsts::{First, Firsts},
    note::Answer,
    sketch::{Likeness, Sketch, Sketcher},
};

/// The component.
pub struct Duplicates;

/// What happens to copies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// They go on, with the first copy's id as `duplicate_of`.
    #[default]
    Mark,
    /// They are left out and counted, once every sink has the first copy; until then they are marked.
    Drop,
}

/// Options of `duplicates`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DuplicatesOptions {
    /// What happens to copies.
    pub action: Action,
    /// How far apart two copies may have been published.
    pub window: Duration,
    /// How much of one article has to be in the other, in shares of its runs of three words.
    #[schemars(range(min = 0.1, max = 1.0))]
    pub containment: f64,
    /// How much of both together has to be in both, unless they share their beginning.
    #[schemars(range(min = 0.05, max = 1.0))]
    pub resemblance: f64,
    /// Articles that are remembered, the newest ones; each takes up to 2 KB of memory and on disk.
    #[schemars(range(min = 1, max = 10_000_000))]
    pub remember: usize,
}

impl Default for DuplicatesOptions {
    fn default() -> Self {
        let window = Duration(std::time::Duration::from_secs(7 * 86_400));
        Self { action: Action::Mark, window, containment: 0.5, resemblance: 0.24, remember: 20_000 }
    }
}

impl ComponentOptions for DuplicatesOptions {}

impl Component for Duplicates {
    const NAME: &'static str = "duplicates";
    const SUMMARY: &'static str = "which articles are copies of an earlier one, changed here and there or not";
    const VERSION: &'static str = "2";
    type Options = DuplicatesOptions;
}

impl ExtractorComponent for Duplicates {
    fn declare(&self, _: &DuplicatesOptions) -> Declaration {
        Declaration { uses: vec![LayerName::Text], provides: vec![LayerName::DuplicateOf], ..Declaration::default() }
    }

    fn remembers(&self) -> bool {
        true
    }

    fn build(&self, options: &DuplicatesOptions) -> Result<Worker, Failure> {
        Ok(Worker::Sync(Box::new(Copies::new(options.clone()))))
    }
}

/// The shorter of two short texts has to be this like the other.
const SHORT_RESEMBLANCE: f64 = 0.8;

/// A beginning that is shared has to be this much of the shorter article.
const LEAD_CONTAINMENT: f64 = 0.7;

/// Of the numbers of a copy so much is in the other text as well, in proportion to its words.
const NUMBERS: f64 = 0.5;

/// What is known of earlier articles.
struct Copies {
    options: DuplicatesOptions,
    sketcher: Sketcher,
    firsts: Firsts,
    /// Copies whose fate is not known yet: the fingerprint of their text, and the first copy.
    copies: FxHashMap<DocumentId, (u64, DocumentId)>,
    /// Their ids, oldest first, some of them settled already.
    order: VecDeque<DocumentId>,
}

impl Copies {
    fn new(options: DuplicatesOptions) -> Self {
        let firsts = Firsts::new(options.remember.max(1));
        let (copies, order) = (FxHashMap::default(), VecDeque::new());
        Self { options, sketcher: Sketcher::default(), firsts, copies, order }
    }

    /// What was answered for this very text of the article before.
    fn known(&self, id: DocumentId, fingerprint: u64) -> Option<Option<DocumentId>> {
        if let Some((of, first)) = self.copies.get(&id)
            && *of == fingerprint
        {
            return Some(Some(*first));
        }
        self.firsts.get(id).filter(|first| first.fingerprint == fingerprint).map(|_| None)
    }

    /// The first copy of an article, with whether every sink has that.
    fn first_copy(&mut self, id: DocumentId, published: i64, sketch: &Sketch) -> Option<(DocumentId, bool)> {
        let Self { options, firsts, .. } = self;
        let window = i64::try_from(options.window.0.as_secs()).unwrap_or(i64::MAX);
        let mut best: Option<(Likeness, &First)> = None;
        for first in firsts.candidates(sketch) {
            if first.id == id || first.published.abs_diff(published) > window.unsigned_abs() {
                continue;
            }
            let likeness = sketch.likeness(&first.sketch);
            let short = sketch.is_short() || first.sketch.is_short();
            if is_copy(options, likeness, short) && best.is_none_or(|(other, _)| is_nearer(likeness, other)) {
                best = Some((likeness, first));
            }
        }
        best.map(|(_, first)| (first.id, first.durable))
    }

    fn remember_copy(&mut self, id: DocumentId, fingerprint: u64, first: DocumentId) {
        if self.copies.insert(id, (fingerprint, first)).is_none() {
            self.order.push_back(id);
        }
        while self.order.len() > self.options.remember.max(1) {
            self.order.pop_front().map(|oldest| self.copies.remove(&oldest));
        }
    }
}

fn is_copy(options: &DuplicatesOptions, likeness: Likeness, short: bool) -> bool {
    let Likeness { resemblance, containment, leads, .. } = likeness;
    let (resemblance, containment) = (f64::from(resemblance), f64::from(containment));
    if likeness.numbers.is_some_and(|numbers| f64::from(numbers) < containment * NUMBERS) {
        return false;
    }
    if short {
        return resemblance >= SHORT_RESEMBLANCE.max(options.resemblance);
    }
    let whole = containment >= options.containment && resemblance >= options.resemblance;
    whole || (leads && containment >= options.containment.max(LEAD_CONTAINMENT))
}

/// Of two articles that an article holds, the one it begins with; else the one it is more like.
fn is_nearer(likeness: Likeness, other: Likeness) -> bool {
    if (likeness.place - other.place).abs() > 0.2 {
        return likeness.place < other.place;
    }
    likeness.resemblance > other.resemblance
}

impl SyncExtractor for Copies {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let mut findings = Findings::default();
        let (sketch, fingerprint) = self.sketcher.sketch(&document.text);
        if sketch.total == 0 {
            return Ok(findings);
        }
        let id = document.id;
        let published = document.published.map_or(document.fetched, |published| published.at).as_second();
        let answer = match self.known(id, fingerprint) {
            Some(None) if self.firsts.get(id).is_some_and(|first| first.durable) => return Ok(findings),
            Some(None) => Answer::First { published, sketch },
            Some(Some(first)) => Answer::Copy(first),
            None => match self.first_copy(id, published, &sketch) {
                Some((_, true)) if self.options.action == Action::Drop => {
                    findings.drop = Some("duplicate".to_owned());
                    return Ok(findings);
                }
                Some((first, _)) => Answer::Copy(first),
                None => Answer::First { published, sketch },
            },
        };
        findings.note = Some(note::write(fingerprint, &answer));
        match answer {
            Answer::Copy(first) => {
                findings.layers.duplicate_of = Some(first);
                // corrected, it may have become a copy of another one
                self.firsts.remove(id);
                self.remember_copy(id, fingerprint, first);
            }
            Answer::First { published, sketch } => {
                self.copies.remove(&id);
                self.firsts.insert(First { id, fingerprint, published, sketch, durable: false });
            }
        }
        Ok(findings)
    }

    fn memory(&mut self) -> Option<&mut dyn Memory> {
        Some(self)
    }
}

impl Memory for Copies {
    fn capacity(&self) -> usize {
        self.options.remember
    }

    fn recall(&mut self, id: DocumentId, note: &[u8], durable: bool) -> Result<(), Unreadable> {
        match note::read(note)? {
            (fingerprint, Answer::First { published, sketch }) => {
                self.firsts.insert(First { id, fingerprint, published, sketch, durable });
            }
            (fingerprint, Answer::Copy(first)) => self.remember_copy(id, fingerprint, first),
        }
        Ok(())
    }

    fn settle(&mut self, id: DocumentId, fate: Fate) {
        self.copies.remove(&id);
        match fate {
            Fate::Durable => {
                if let Some(first) = self.firsts.get_mut(id) {
                    first.durable = true;
                }
            }
            Fate::Lost => self.firsts.remove(id),
        }
    }
}
