//! The one error type that components hand to the engine: it always says what to do next.

use std::{borrow::Cow, error::Error};

/// What the engine does after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Disposition {
    /// The same call may succeed later: wait and try again. Nothing is lost meanwhile.
    Retry,
    /// This document will never succeed: put it aside and go on with the others.
    Reject,
    /// Nothing will succeed without a person: stop the pipeline.
    Fatal,
}

/// Why a component could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// What the engine does next.
    pub disposition: Disposition,
    /// Short, stable, kebab-case name of the reason, for counters and `problems`.
    pub code: Cow<'static, str>,
    /// For people: lower case, no final full stop.
    pub message: String,
    /// Whether the component itself broke (trap, exit, hang) rather than answered. The engine stops
    /// giving an extractor a document on which it broke again and again.
    pub crash: bool,
    /// The underlying error, if there was one.
    #[source]
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    /// A failure that may pass: the call is repeated.
    pub fn retry(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { disposition: Disposition::Retry, code: code.into(), message: message.into(), crash: false, source: None }
    }

    /// A failure of this document only.
    pub fn reject(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { disposition: Disposition::Reject, ..Self::retry(code, message) }
    }

    /// As [`Failure::reject`], of a component that broke on this document.
    pub fn crash(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { crash: true, ..Self::reject(code, message) }
    }

    /// A failure that stops the pipeline.
    pub fn fatal(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { disposition: Disposition::Fatal, ..Self::retry(code, message) }
    }

    /// Adds the underlying error.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}
