//! The last position of every partition that a group of documents touches. Filled by `delivery`
//! for each commit; it holds no more than one group.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use wiredesk_core::{Position, sink::SourcePosition};

/// Positions of one group, by source and partition.
#[derive(Default)]
pub(crate) struct Positions {
    list: Vec<Last>,
    /// Index into `list`; filled once there is more than one.
    index: FxHashMap<(usize, Arc<str>), usize>,
    current: usize,
}

struct Last {
    source: usize,
    position: Position,
    /// The sink has it recorded already, perhaps with a greater offset.
    covered: bool,
}

impl Positions {
    /// Moves the partition on; positions come in the order in which the source gave them.
    pub(crate) fn note(&mut self, source: usize, position: &Position, covered: bool) {
        let at = match self.list.get(self.current) {
            Some(last) if last.source == source && last.position.partition == position.partition => Some(self.current),
            _ => self.index.get(&(source, position.partition.clone())).copied(),
        };
        if let Some(at) = at {
            let last = &mut self.list[at];
            if last.position.version != position.version {
                last.position.version = position.version.clone();
            }
            last.position.offset = position.offset;
            last.covered = covered;
            self.current = at;
        } else {
            self.current = self.list.len();
            self.index.insert((source, position.partition.clone()), self.current);
            self.list.push(Last { source, position: position.clone(), covered });
        }
    }

    /// What is to be recorded: everything the sink has not got yet.
    pub(crate) fn to_record(&self, sources: &[Arc<str>]) -> Vec<SourcePosition> {
        let new = self.list.iter().filter(|last| !last.covered);
        new.map(|last| SourcePosition { source: sources[last.source].clone(), position: last.position.clone() })
            .collect()
    }

    /// What may be acknowledged to one source.
    pub(crate) fn into_sources(self, sources: usize) -> Vec<Vec<Position>> {
        let mut by_source = vec![Vec::new(); sources];
        for last in self.list {
            by_source[last.source].push(last.position);
        }
        by_source
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(partition: &str, version: &str, offset: u64) -> Position {
        Position { partition: partition.into(), version: version.into(), offset }
    }

    #[test]
    fn the_last_position_of_each_partition_stays() {
        let mut positions = Positions::default();
        for (source, position, covered) in [
            (0, at("a", "1", 3), false),
            (0, at("b", "1", 1), false),
            (0, at("a", "1", 7), false),
            (1, at("a", "9", 2), false),
            (0, at("b", "2", 1), false),
            (0, at("c", "1", 1), true),
        ] {
            positions.note(source, &position, covered);
        }
        let sources = ["x".into(), "y".into()];
        let recorded: Vec<_> =
            positions.to_record(&sources).into_iter().map(|p| (p.source.to_string(), p.position)).collect();
        let expected = [("x", at("a", "1", 7)), ("x", at("b", "2", 1)), ("y", at("a", "9", 2))];
        assert_eq!(recorded, expected.map(|(source, position)| (source.to_owned(), position)));
        let acknowledged = positions.into_sources(2);
        assert_eq!(acknowledged[0].len(), 3, "what the sink had already is durable, too");
    }
}
