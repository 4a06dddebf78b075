//! The contract of sources: yield articles with their positions, be told what is durable.

use std::{path::PathBuf, sync::Arc};

use async_trait::async_trait;

use crate::{Checkpoint, Document, Position, clock::Clock, error::Failure};

/// What a source is given when it is built.
#[derive(Clone)]
pub struct SourceContext {
    /// The configured id, which becomes [`Document::source`].
    pub id: Arc<str>,
    /// How far every sink has got with this source.
    pub checkpoint: Checkpoint,
    /// Whether to end when everything present has been read, or to wait for more.
    pub mode: Mode,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where the source may keep what it has to remember itself, such as which items of a feed it
    /// has seen: a folder of its own, which it makes when it needs it. `None`: nothing outlives the
    /// process.
    pub folder: Option<PathBuf>,
}

/// Whether a source ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Read what is there, then end (`run --once`).
    Once,
    /// Wait for more until told to stop.
    Follow,
}

/// One thing a source has read, with the place it ends at.
#[derive(Debug)]
pub struct Intake {
    /// What it is.
    pub item: Item,
    /// Recorded once it is durable in every sink.
    pub position: Position,
}

/// What a source has read.
#[derive(Debug)]
pub enum Item {
    /// An article; shared from the start, so that it never moves.
    Document(Arc<Document>),
    /// Something that cannot be read as an article: it goes to the dead letters.
    Rejected(Rejected),
    /// Nothing to deliver, for the stated reason; only the position moves on.
    Skipped(&'static str),
}

/// Input that is no article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The name it would have had.
    pub key: String,
    /// Short, stable, kebab-case: `empty`, `binary`, `invalid-json`, `too-large`, …
    pub code: &'static str,
    /// For people.
    pub message: String,
    /// The input, or its beginning where it is larger than the source's cap.
    pub raw: Vec<u8>,
}

/// How much of what is known to be there has been read; for progress display.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes (or files) read so far.
    pub done: u64,
    /// Of how many; `None` if that cannot be known.
    pub total: Option<u64>,
}

/// Yields articles.
///
/// The engine calls [`Source::next`] again as soon as the pipeline has room, and
/// [`Source::acknowledge`] whenever all sinks have made something durable.
#[async_trait]
pub trait Source: Send {
    /// The next articles in delivery order, at most a few hundred; `None` when nothing will ever
    /// follow.
    ///
    /// Must be cancel-safe: the engine drops the future to acknowledge or to stop, and calls
    /// again. What was read but not returned has to be kept.
    ///
    /// # Errors
    /// `Retry`: asked again after a pause. `Fatal` (and `Reject`, which has no meaning here):
    /// the pipeline stops.
    async fn next(&mut self) -> Result<Option<Vec<Intake>>, Failure>;

    /// Everything up to these positions is durable in every sink; the source may forget it.
    ///
    /// # Errors
    /// A failure is counted and logged; it never makes a document undelivered.
    async fn acknowledge(&mut self, _positions: &[Position]) -> Result<(), Failure> {
        Ok(())
    }

    /// The pipeline has ended: nothing will be asked for or acknowledged any more. Whoever still waits for
    /// an acknowledgement is to be told so. Takes seconds at most.
    async fn close(&mut self) {}

    /// For display only.
    fn progress(&self) -> Progress {
        Progress::default()
    }
}
