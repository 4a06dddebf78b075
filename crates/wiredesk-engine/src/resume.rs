//! Where a run takes up again: the point of a source that all sinks have reached, and what some
//! sink has beyond it. Computed once before the sources are built; keeps nothing for sinks that
//! are equally far.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use wiredesk_core::{Checkpoint, Position, position::Mark};

/// What one sink has of one source beyond the common checkpoint, by partition.
#[derive(Debug, Default)]
pub(crate) struct Ahead(FxHashMap<Arc<str>, Mark>);

impl Ahead {
    /// Whether the sink has the document already. A partition that has moved past the mark, or
    /// on to another version, is forgotten: nothing of it will be replayed again.
    pub(crate) fn covers(&mut self, position: &Position) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let Some(mark) = self.0.get(&position.partition) else { return false };
        let covered = mark.version == position.version && mark.offset >= position.offset;
        if !covered || mark.offset == position.offset {
            self.0.remove(&position.partition);
        }
        covered
    }
}

/// Joins the positions of one source in several sinks, each list ordered by partition.
pub(crate) fn join(sinks: Vec<Vec<Position>>) -> (Checkpoint, Vec<Ahead>) {
    let mut common = Checkpoint::default();
    let Some((first, others)) = sinks.split_first() else { return (common, Vec::new()) };
    let find = |list: &[Position], partition: &str| -> Option<(Arc<str>, u64)> {
        let at = list.binary_search_by(|position| (*position.partition).cmp(partition)).ok()?;
        Some((list[at].version.clone(), list[at].offset))
    };
    for position in first {
        let offset = others.iter().try_fold(position.offset, |least, other| {
            let (version, offset) = find(other, &position.partition)?;
            (version == position.version).then_some(least.min(offset))
        });
        if let Some(offset) = offset {
            common.advance(&Position { offset, ..position.clone() });
        }
    }
    let ahead = sinks.into_iter().map(|list| {
        let beyond = list.into_iter().filter(|position| !common.covers(position));
        Ahead(beyond.map(|p| (p.partition, Mark { version: p.version, offset: p.offset })).collect())
    });
    let ahead = ahead.collect();
    (common, ahead)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(partition: &str, version: &str, offset: u64) -> Position {
        Position { partition: partition.into(), version: version.into(), offset }
    }

    #[test]
    fn sinks_that_are_equally_far_keep_nothing() {
        let list = vec![at("a", "1", 5), at("b", "1", 9)];
        let (common, ahead) = join(vec![list.clone(), list]);
        assert_eq!(common.len(), 2);
        assert!(ahead.iter().all(|ahead| ahead.0.is_empty()));
    }

    #[test]
    fn a_sink_that_is_ahead_skips_what_it_has_and_nothing_else() {
        let one = vec![at("a", "1", 5), at("b", "1", 9), at("c", "2", 1)];
        let two = vec![at("a", "1", 2), at("c", "1", 1)];
        let (common, mut ahead) = join(vec![one, two]);
        assert!(common.covers(&at("a", "1", 2)) && !common.covers(&at("a", "1", 3)));
        assert!(common.get("b").is_none() && common.get("c").is_none());
        for (position, covered) in [
            (at("a", "1", 3), true),
            (at("a", "1", 5), true),
            (at("a", "1", 6), false),
            (at("b", "1", 9), true),
            (at("c", "2", 1), true),
            (at("d", "1", 1), false),
        ] {
            assert_eq!(ahead[0].covers(&position), covered, "{position:?}");
        }
        assert!(ahead[0].0.is_empty(), "nothing is kept once it has been passed");
        assert!(!ahead[1].covers(&at("a", "1", 3)));
        assert!(!ahead[1].covers(&at("c", "2", 1)), "the second sink has another version");
    }

    #[test]
    fn one_sink_is_its_own_common_checkpoint() {
        let (common, ahead) = join(vec![vec![at("a", "1", 5)]]);
        assert!(common.covers(&at("a", "1", 5)));
        assert!(ahead[0].0.is_empty());
    }
}
