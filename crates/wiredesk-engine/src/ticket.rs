//! The ticket that follows one document until a sink has made it durable. Made by `intake`,
//! forked by `fanout`, settled by `delivery`; a ticket dropped without a verdict counts as *not
//! delivered* and stops the pipeline.

use std::sync::Arc;

use wiredesk_core::Position;

use crate::{control::Control, error::RunError};

/// Numbers the documents of one source and notices lost ones.
pub(crate) struct Tracker {
    source_id: Arc<str>,
    /// Index of the source in its pipeline.
    source: usize,
    control: Arc<Control>,
}

impl Tracker {
    pub(crate) fn new(source_id: Arc<str>, source: usize, control: Arc<Control>) -> Arc<Self> {
        Arc::new(Self { source_id, source, control })
    }

    /// The ticket of the document with this number; numbers of one source have no gaps.
    pub(crate) fn issue(self: &Arc<Self>, sequence: u64, position: Position) -> Ticket {
        Ticket { tracker: self.clone(), sequence, position, settled: false }
    }
}

/// Follows one document on its way to one sink (to all of them before `fanout`).
pub(crate) struct Ticket {
    tracker: Arc<Tracker>,
    sequence: u64,
    position: Position,
    settled: bool,
}

impl Ticket {
    /// Another ticket for the same document, for another sink.
    pub(crate) fn fork(&self) -> Self {
        self.tracker.issue(self.sequence, self.position.clone())
    }

    /// Index of its source in the pipeline.
    pub(crate) fn source(&self) -> usize {
        self.tracker.source
    }

    /// Its source's id.
    pub(crate) fn source_id(&self) -> &Arc<str> {
        &self.tracker.source_id
    }

    pub(crate) fn sequence(&self) -> u64 {
        self.sequence
    }

    pub(crate) fn position(&self) -> &Position {
        &self.position
    }

    /// The verdict: the document is durable, or is known not to need delivery.
    pub(crate) fn settle(mut self) {
        self.settled = true;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        // after a failure tickets are dropped on purpose: what they stand for is read again
        if !self.settled && !self.tracker.control.has_failed() {
            let source_id = self.tracker.source_id.clone();
            self.tracker.control.fail(RunError::LostTicket { source_id, sequence: self.sequence });
        }
    }
}

/// Checks at a sink's door that no number is missing.
pub(crate) struct Gapless {
    /// Next number of each source.
    expected: Vec<u64>,
}

impl Gapless {
    pub(crate) fn new(sources: usize) -> Self {
        Self { expected: vec![0; sources] }
    }

    /// Lets a ticket pass if it is the next of its source.
    pub(crate) fn admit(&mut self, ticket: &Ticket) -> Result<(), RunError> {
        let expected = &mut self.expected[ticket.source()];
        if ticket.sequence() != *expected {
            return Err(RunError::LostTicket { source_id: ticket.source_id().clone(), sequence: *expected });
        }
        *expected += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tickets(control: &Arc<Control>, count: u64) -> Vec<Ticket> {
        let tracker = Tracker::new("inbox".into(), 0, control.clone());
        let position = |offset| Position { partition: "a".into(), version: "".into(), offset };
        (0..count).map(|n| tracker.issue(n, position(n))).collect()
    }

    #[test]
    fn a_settled_ticket_is_no_failure() {
        let control = Arc::new(Control::new());
        tickets(&control, 3).into_iter().for_each(Ticket::settle);
        assert!(!control.has_failed());
    }

    #[test]
    fn a_ticket_dropped_without_a_verdict_fails_the_run() {
        let control = Arc::new(Control::new());
        let mut all = tickets(&control, 3);
        drop(all.remove(1));
        assert!(matches!(control.take_failure(), Some(RunError::LostTicket { sequence: 1, .. })));
        all.into_iter().for_each(Ticket::settle);
    }

    #[test]
    fn every_fork_needs_a_verdict_of_its_own() {
        let control = Arc::new(Control::new());
        let ticket = tickets(&control, 1).remove(0);
        let fork = ticket.fork();
        ticket.settle();
        assert!(!control.has_failed());
        drop(fork);
        assert!(control.has_failed());
    }

    #[test]
    fn nothing_behind_a_gap_is_admitted() {
        let control = Arc::new(Control::new());
        let all = tickets(&control, 3);
        let mut door = Gapless::new(1);
        assert!(door.admit(&all[0]).is_ok());
        assert!(matches!(door.admit(&all[2]), Err(RunError::LostTicket { sequence: 1, .. })));
        all.into_iter().for_each(Ticket::settle);
    }
}
