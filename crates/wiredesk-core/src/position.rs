//! Where in a source a document was read, and how far a source has become durable.
//! Made by sources, compared by the engine, stored by the engine or by a sink.

use std::{collections::HashMap, sync::Arc};

/// The place in a source at which a document ends.
///
/// A source divides what it reads into *partitions* (a file, a feed item, a queue), inside which
/// offsets grow. A partition whose content changed gets a new *version*, which starts anew.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// What the offset counts in: a path relative to the source, a file identity, a feed's URL.
    pub partition: Arc<str>,
    /// The partition's content version, such as a content hash; empty where content only grows.
    pub version: Arc<str>,
    /// How far the partition has been read when this document is durable, in a unit of the
    /// source's choice (bytes, records). [`Position::END`] closes the version.
    pub offset: u64,
}

impl Position {
    /// The offset that says: nothing more follows in this version of the partition.
    pub const END: u64 = u64::MAX;

    /// Says that a partition will never be asked for again: whoever stores positions removes it. For
    /// sources whose partitions are single articles, which would grow without end.
    #[must_use]
    pub fn forgotten(partition: Arc<str>) -> Self {
        Self { partition, version: "".into(), offset: 0 }
    }

    /// Whether this is made by [`Position::forgotten`]: nothing ends at the very beginning.
    #[must_use]
    pub fn is_forgotten(&self) -> bool {
        self.version.is_empty() && self.offset == 0
    }
}

/// How far one partition has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// See [`Position::version`].
    pub version: Arc<str>,
    /// See [`Position::offset`].
    pub offset: u64,
}

/// How far every partition of one source has become durable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checkpoint {
    marks: HashMap<Arc<str>, Mark>,
}

impl Checkpoint {
    /// How far `partition` has been read, if it ever was.
    #[must_use]
    pub fn get(&self, partition: &str) -> Option<&Mark> {
        self.marks.get(partition)
    }

    /// Whether a document at `position` is covered already.
    #[must_use]
    pub fn covers(&self, position: &Position) -> bool {
        self.get(&position.partition)
            .is_some_and(|mark| mark.version == position.version && mark.offset >= position.offset)
    }

    /// Moves the mark of one partition. A position that is covered already changes nothing.
    pub fn advance(&mut self, position: &Position) {
        if position.is_forgotten() {
            self.marks.remove(&position.partition);
        } else if !self.covers(position) {
            let mark = Mark { version: position.version.clone(), offset: position.offset };
            self.marks.insert(position.partition.clone(), mark);
        }
    }

    /// Every partition with its mark, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Mark)> {
        self.marks.iter()
    }

    /// Number of partitions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// Whether nothing has become durable yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// What both checkpoints cover: the point from which a source has to be replayed when two
    /// sinks have got differently far. Where the versions differ, the partition is left out.
    #[must_use]
    pub fn common(&self, other: &Self) -> Self {
        let mut common = Self::default();
        for (partition, mark) in &self.marks {
            if let Some(theirs) = other.marks.get(partition)
                && theirs.version == mark.version
            {
                let mark = Mark { version: mark.version.clone(), offset: mark.offset.min(theirs.offset) };
                common.marks.insert(partition.clone(), mark);
            }
        }
        common
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(partition: &str, version: &str, offset: u64) -> Position {
        Position { partition: partition.into(), version: version.into(), offset }
    }

    #[test]
    fn a_checkpoint_covers_what_was_advanced_over_in_the_same_version() {
        let mut checkpoint = Checkpoint::default();
        checkpoint.advance(&at("a", "1", 5));
        checkpoint.advance(&at("a", "1", 3));
        assert!(checkpoint.covers(&at("a", "1", 5)));
        assert!(!checkpoint.covers(&at("a", "1", 6)));
        assert!(!checkpoint.covers(&at("a", "2", 1)), "a changed partition starts anew");
        assert!(!checkpoint.covers(&at("b", "1", 1)));
    }

    #[test]
    fn a_forgotten_partition_leaves_nothing() {
        let mut checkpoint = Checkpoint::default();
        checkpoint.advance(&at("a", "1", 5));
        checkpoint.advance(&Position::forgotten("a".into()));
        assert!(checkpoint.is_empty());
    }

    #[test]
    fn the_common_part_of_two_checkpoints_is_what_both_have() {
        let (mut one, mut two) = (Checkpoint::default(), Checkpoint::default());
        for position in [at("a", "1", 5), at("b", "1", 9), at("c", "1", 1)] {
            one.advance(&position);
        }
        for position in [at("a", "1", 3), at("b", "2", 9)] {
            two.advance(&position);
        }
        let mut expected = Checkpoint::default();
        expected.advance(&at("a", "1", 3));
        assert_eq!(one.common(&two), expected);
    }
}
