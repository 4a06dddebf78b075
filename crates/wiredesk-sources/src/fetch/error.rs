//! Why something was not fetched: a code for counters and a sentence for people. Made everywhere in
//! [`super`]; says nothing about what happens next, which is the caller's to decide.

use std::time::Duration;

/// A fetch that brought nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FetchError {
    /// Short, stable, kebab-case: `private-address`, `dns`, `connect`, `tls`, `timeout`, `too-large`, …
    pub code: &'static str,
    /// Lower case, no full stop.
    pub message: String,
}

impl FetchError {
    /// An error with its code.
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// Nothing came within the time allowed.
    pub(super) fn timeout(what: &str, allowed: Duration) -> Self {
        Self::new("timeout", format!("{what} took longer than {allowed:?}"))
    }
}
