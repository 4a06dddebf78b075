//! Why a run ended badly. Made by every room of the engine, shown by the binary; each error knows
//! a hint where there is a remedy. Component failures inside a run are [`Failure`]s until they
//! stop a pipeline.

use std::{fmt, path::PathBuf, sync::Arc, time::Duration};

use wiredesk_core::error::Failure;

use crate::metrics::Role;

/// A component by its place in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The pipeline's id.
    pub pipeline: Arc<str>,
    /// Source, stage or sink.
    pub role: Role,
    /// The component's id.
    pub id: Arc<str>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}` of pipeline `{}`", self.role, self.id, self.pipeline)
    }
}

/// Something that was still at work when the shutdown deadline passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Busy {
    /// What.
    pub place: Place,
    /// How many documents it had in hand.
    pub documents: usize,
    /// The article it was working on, where that is known.
    pub key: Option<String>,
}

impl fmt::Display for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with {} documents", self.place, self.documents)?;
        match &self.key {
            Some(key) => write!(f, ", at `{key}`"),
            None => Ok(()),
        }
    }
}

/// Why a run ended badly.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Another process works with the same state folder.
    #[error("the state folder `{}` is in use by {holder}", folder.display())]
    Locked {
        /// The state folder.
        folder: PathBuf,
        /// What the holder wrote about itself.
        holder: String,
    },
    /// The state folder cannot be used.
    #[error("cannot use the state at `{}`: {failure}", path.display())]
    State {
        /// The file or folder.
        path: PathBuf,
        /// What went wrong.
        failure: Failure,
    },
    /// A component could not be started; nothing has been read.
    #[error("{place} cannot start: {failure}")]
    Start {
        /// The component.
        place: Place,
        /// Its own words.
        failure: Failure,
    },
    /// A component failed for good; what had been committed stays committed.
    #[error("{place} failed: {failure}")]
    Failed {
        /// The component.
        place: Place,
        /// Its own words.
        failure: Failure,
    },
    /// A document vanished inside the engine. Nothing behind it was committed.
    #[error(
        "a document of source `{source_id}` was lost on its way: number {sequence}, nothing after it was committed"
    )]
    LostTicket {
        /// The source's id.
        source_id: Arc<str>,
        /// Its number in this run, from 0.
        sequence: u64,
    },
    /// A part of the pipeline panicked outside the places where panics are contained.
    #[error("{place} panicked: {message}")]
    Panicked {
        /// Which part.
        place: Place,
        /// The panic's message.
        message: String,
    },
    /// The queues stood still after the stop signal.
    #[error("not finished after the stop signal, and no progress for {deadline:?}: {}", listed(busy))]
    Deadline {
        /// The time without progress that was allowed.
        deadline: Duration,
        /// What was still at work.
        busy: Vec<Busy>,
    },
}

fn listed(busy: &[Busy]) -> String {
    if busy.is_empty() {
        return "documents were still in the queues".to_owned();
    }
    busy.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl RunError {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Locked { .. } => Some("stop that process, or give this one a state folder of its own"),
            Self::State { .. } => Some("check the folder's permissions and the free space"),
            Self::LostTicket { .. } | Self::Panicked { .. } => {
                Some("start again: what was not committed is read again; please report this as a bug")
            }
            Self::Deadline { .. } => Some("start again: what was not committed is read again"),
            Self::Start { .. } | Self::Failed { .. } => None,
        }
    }
}
