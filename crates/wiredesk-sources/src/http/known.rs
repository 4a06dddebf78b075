//! Which articles have been posted, by their keys, so that none is delivered twice. Owned by [`super::source`];
//! remembers so many articles, and forgets the oldest first.
//!
//! There is no file of its own: an article's position has the hash of its key as partition and the hash of its
//! content as version, so whatever makes an article durable makes it known, in the same transaction. A sink that
//! has an article when another one does not know it yet is not given it again when it is posted again.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use jiff::Timestamp;
use wiredesk_core::{Checkpoint, Position};

/// Hex digits of a partition.
const DIGITS: usize = 32;
/// The offset of an article that was posted in 1970; each hour later is one less.
const FIRST: u64 = 1 << 32;

#[derive(Debug)]
struct Entry {
    content: Arc<str>,
    /// Tells this entry's place in the order from places it had before.
    turn: u64,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Known {
    entries: HashMap<Arc<str>, Entry>,
    /// The oldest first; a place whose turn is not the entry's counts for nothing.
    order: VecDeque<(Arc<str>, u64)>,
    turns: u64,
    most: usize,
}

impl Known {
    /// What is durable in every sink.
    pub(super) fn new(checkpoint: &Checkpoint, most: usize) -> Self {
        let mut marks: Vec<_> = checkpoint.iter().filter(|(partition, _)| partition.len() == DIGITS).collect();
        // offsets fall as time goes on
        marks.sort_by_key(|(_, mark)| std::cmp::Reverse(mark.offset));
        let mut known = Self { entries: HashMap::new(), order: VecDeque::new(), turns: 0, most: most.max(1) };
        for (partition, mark) in marks {
            known.learn(partition.clone(), mark.version.clone());
        }
        known
    }

    /// The position of an article that is posted at this time. An article that is posted again, after a sink has
    /// been cut off from the others, has to be covered by the position it had before: so offsets fall, by the hour.
    pub(super) fn position(key: &str, content: &str, now: Timestamp) -> Position {
        let partition = blake3::hash(key.as_bytes()).to_hex()[..DIGITS].into();
        let hours = u64::try_from(now.as_second() / 3600).unwrap_or(0);
        Position { partition, version: content.into(), offset: FIRST - hours.min(FIRST - 1) }
    }

    /// Whether the article with this position was posted, and nothing else under its key since.
    pub(super) fn knows(&self, position: &Position) -> bool {
        self.entries.get(&position.partition).is_some_and(|entry| entry.content == position.version)
    }

    /// Remembers an article.
    pub(super) fn learn(&mut self, partition: Arc<str>, content: Arc<str>) {
        self.turns += 1;
        self.order.push_back((partition.clone(), self.turns));
        self.entries.insert(partition, Entry { content, turn: self.turns });
    }

    /// The oldest article beyond the number that is remembered, unless `busy` says that it is still under way.
    pub(super) fn forget(&mut self, busy: impl Fn(&str) -> bool) -> Option<Position> {
        loop {
            let (partition, turn) = self.order.front()?;
            if self.entries.get(partition).is_some_and(|entry| entry.turn == *turn) {
                if self.entries.len() <= self.most || busy(partition) {
                    return None;
                }
                let (partition, _) = self.order.pop_front()?;
                self.entries.remove(&partition);
                return Some(Position::forgotten(partition));
            }
            self.order.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(key: &str, content: &str, hour: i64) -> Position {
        Known::position(key, content, Timestamp::from_second(hour * 3600).unwrap())
    }

    #[test]
    fn what_is_durable_is_known_after_a_restart_and_the_oldest_is_forgotten_first() {
        let mut checkpoint = Checkpoint::default();
        for (key, hour) in [("b", 20), ("a", 10), ("c", 30)] {
            checkpoint.advance(&at(key, "1", hour));
        }
        let mut known = Known::new(&checkpoint, 2);
        assert!(known.knows(&at("a", "1", 40)) && !known.knows(&at("a", "2", 40)));
        assert_eq!(known.forget(|_| true), None, "what is under way stays");
        assert_eq!(known.forget(|_| false), Some(Position::forgotten(at("a", "1", 0).partition)));
        assert_eq!(known.forget(|_| false), None);
        // b is posted again with other content: now c is the oldest
        known.learn(at("b", "", 0).partition, "2".into());
        known.learn(at("d", "", 0).partition, "1".into());
        assert_eq!(known.forget(|_| false), Some(Position::forgotten(at("c", "1", 0).partition)));
        assert!(known.knows(&at("b", "2", 50)) && known.knows(&at("d", "1", 50)));
    }

    #[test]
    fn an_article_that_is_posted_again_is_covered_by_its_earlier_position() {
        let mut checkpoint = Checkpoint::default();
        checkpoint.advance(&at("a", "1", 10));
        assert!(checkpoint.covers(&at("a", "1", 10)) && checkpoint.covers(&at("a", "1", 11)));
        assert!(!checkpoint.covers(&at("a", "2", 11)));
    }
}
