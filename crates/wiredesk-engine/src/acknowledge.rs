//! Finds out what every sink has made durable, so that the source may forget it. Deliveries
//! report their commits, intakes take what is ready; nothing here is needed for correctness after
//! a restart.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use tokio::sync::Notify;
use wiredesk_core::Position;

/// Acknowledgements of one source.
pub(crate) struct Acknowledgements {
    state: Mutex<State>,
    ready: Notify,
}

struct State {
    sinks: Vec<Reported>,
    /// Every document before this number is durable in every sink.
    acknowledged: u64,
    /// What the source has not been told yet.
    ready: Vec<Position>,
}

/// What one sink has reported.
#[derive(Default)]
struct Reported {
    /// Every document before this number is durable.
    before: u64,
    /// Commits that reach past `acknowledged`: their end and the last position of each partition.
    commits: VecDeque<(u64, Vec<Position>)>,
}

impl Acknowledgements {
    pub(crate) fn new(sinks: usize) -> Self {
        let sinks = (0..sinks).map(|_| Reported::default()).collect();
        let state = State { sinks, acknowledged: 0, ready: Vec::new() };
        Self { state: Mutex::new(state), ready: Notify::new() }
    }

    /// A sink has made every document before number `before` durable; `positions` are the last
    /// ones of the partitions that this commit touches. Answers before which number all documents
    /// are durable everywhere, if that has changed.
    pub(crate) fn committed(&self, sink: usize, before: u64, positions: Vec<Position>) -> Option<u64> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State { sinks, acknowledged, ready } = &mut *state;
        sinks[sink].before = before;
        sinks[sink].commits.push_back((before, positions));
        let common = sinks.iter().map(|sink| sink.before).min().unwrap_or(0);
        if common == *acknowledged {
            return None;
        }
        *acknowledged = common;
        // the common number is where some sink's commit ends; its commits up to there together
        // hold every partition's last position, those of the other sinks are no longer needed
        let mut taken = false;
        for sink in sinks {
            let ends_here = !taken && sink.before >= common && sink.commits.iter().any(|(end, _)| *end == common);
            while sink.commits.front().is_some_and(|(end, _)| *end <= common) {
                let positions = sink.commits.pop_front().map(|(_, positions)| positions);
                if ends_here {
                    ready.extend(positions.into_iter().flatten());
                }
            }
            taken |= ends_here;
        }
        drop(state);
        self.ready.notify_one();
        Some(common)
    }

    /// Resolves when there is something to take. Cancel-safe.
    pub(crate) async fn ready(&self) {
        while self.state.lock().unwrap_or_else(PoisonError::into_inner).ready.is_empty() {
            self.ready.notified().await;
        }
    }

    /// What has become durable everywhere since the last call, in order.
    pub(crate) fn take(&self) -> Vec<Position> {
        std::mem::take(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner).ready)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(offset: u64) -> Position {
        Position { partition: "a".into(), version: "".into(), offset }
    }

    /// Commits `(sink, before)`, each with that number as its offset, and what is ready after each.
    fn check(sinks: usize, steps: &[(usize, u64, &[u64])]) {
        let acknowledgements = Acknowledgements::new(sinks);
        for &(sink, before, expected) in steps {
            acknowledgements.committed(sink, before, vec![at(before)]);
            let ready: Vec<u64> = acknowledgements.take().iter().map(|position| position.offset).collect();
            assert_eq!(ready, expected, "after sink {sink} reached {before}");
        }
    }

    #[test]
    fn one_sink_acknowledges_by_itself() {
        check(1, &[(0, 3, &[3]), (0, 9, &[9])]);
    }

    #[test]
    fn a_source_hears_only_what_every_sink_has() {
        check(2, &[(0, 3, &[]), (0, 9, &[]), (1, 5, &[5]), (1, 9, &[9])]);
        check(3, &[(0, 4, &[]), (1, 4, &[]), (2, 2, &[2]), (2, 8, &[4])]);
    }
}
