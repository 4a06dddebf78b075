//! What clients are answered: one JSON object, with a line for every article of the request.

use serde::Serialize;

/// What became of one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Fate {
    /// Every sink has it on disk (or, if a sink refused it, the dead letters have).
    Delivered,
    /// It is on its way.
    Accepted,
    /// It was posted before with the same content, and is not delivered again.
    Known,
    /// It is no article.
    Rejected,
}

/// One article of a request.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Line {
    /// Number of the article in the request, from one.
    pub(super) number: usize,
    pub(super) status: Fate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<&'static str>,
    /// With line and column, where they are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<String>,
}

/// The answer to a request whose body could be read.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    pub(super) accepted: usize,
    pub(super) rejected: usize,
    pub(super) documents: Vec<Line>,
}

impl Answer {
    pub(super) fn new(documents: Vec<Line>) -> Self {
        let rejected = documents.iter().filter(|line| line.status == Fate::Rejected).count();
        Self { accepted: documents.len() - rejected, rejected, documents }
    }
}

/// The answer to a request that is refused as a whole.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    /// Short, stable, kebab-case.
    pub(super) code: &'static str,
    pub(super) message: String,
    /// Seconds after which it may be worth trying again.
    pub(super) retry_after: Option<u64>,
}

impl Refusal {
    pub(super) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), retry_after: None }
    }

    pub(super) fn after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}
