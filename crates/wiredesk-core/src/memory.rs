//! The contract of extractors that remember documents: what they leave as notes, what they are told
//! of them. The engine keeps the notes; an extractor with a memory does no I/O.
//!
//! A memory is nothing but what follows from its notes, in the order in which they were made. The
//! engine writes a note down before its document reaches the first sink, together with the answer
//! that the note stands for: a document that is read again after a crash gets the same answer. A
//! note counts as durable once every sink has its document.

use std::sync::Arc;

use crate::DocumentId;

/// The largest [`Note::body`] that the engine keeps, in bytes.
pub const LARGEST_NOTE: usize = 64 << 10;

/// What an extractor wants to know about a document later on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// In a format of the extractor's own, which says its version; it must not depend on machine or
    /// build, and hold what is needed to give the document the same answer once more.
    pub body: Arc<[u8]>,
    /// Whether it is still wanted when the document is durable; if not, it only serves a document
    /// that has to be read again.
    pub lasting: bool,
}

/// What has become of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Every sink has made it durable.
    Durable,
    /// Some sink has refused it, or a stage has taken it out: not everyone who could know it does.
    Lost,
}

/// A note that cannot be read: damaged, or of a version that this program does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub &'static str);

/// What an extractor remembers. One per configured extractor: the engine gives such an extractor
/// one worker, and its documents in the order in which they came in.
///
/// A document that is given again (same [`DocumentId`]) must not be mistaken for another one; with
/// the same text it should get the same answer.
pub trait Memory {
    /// The most notes that are kept. The engine deletes the oldest beyond that; the extractor does
    /// the same with what it holds.
    fn capacity(&self) -> usize;

    /// Takes in a note of an earlier instance. Called before the first document, oldest note first.
    /// What is not `durable` may be read again, or may never come.
    ///
    /// # Errors
    /// If it cannot be read; it is passed over, and this is logged.
    fn recall(&mut self, document: DocumentId, note: &[u8], durable: bool) -> Result<(), Unreadable>;

    /// What has become of a document that it made a note of; said once, some time later. After
    /// [`Fate::Lost`] the note is gone, and nothing may follow from it any more. An id it does not
    /// know means nothing.
    fn settle(&mut self, document: DocumentId, fate: Fate);
}
