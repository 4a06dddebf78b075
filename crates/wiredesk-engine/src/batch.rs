//! What the channels carry: entries between the stages, shares to the sinks. Every entry has its
//! ticket, also those whose document is no longer with them.

use std::sync::Arc;

use wiredesk_core::Document;

use crate::{dead_letters::DeadLetter, memories::Noted, ticket::Ticket};

/// Entries that travel together.
pub(crate) type Batch = Vec<Entry>;

/// One thing a source has read, on its way through the stages.
pub(crate) struct Entry {
    pub(crate) ticket: Ticket,
    /// Bit *n* is set if stage *n* did not do its work on this document.
    pub(crate) failed: u64,
    /// What stages want to remember of it; empty behind the fan-out.
    pub(crate) notes: Vec<Noted>,
    pub(crate) outcome: Outcome,
}

/// What is left of it.
pub(crate) enum Outcome {
    /// A document to deliver.
    Document(Arc<Document>),
    /// A dead letter that has still to be written.
    Rejected(Box<DeadLetter>),
    /// Nothing; the position moves on.
    Dropped,
}

/// What one sink is to make durable.
pub(crate) struct Share {
    pub(crate) ticket: Ticket,
    /// `None`: only the position.
    pub(crate) document: Option<Arc<Document>>,
}
