//! The stop signal and the first failure, shared by every task of a run. Set by whoever fails,
//! watched by intakes; it never ends a task by force.

use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;

use crate::error::RunError;

/// Tells everyone to stop and keeps the reason.
pub(crate) struct Control {
    stop: watch::Sender<bool>,
    failure: Mutex<Option<RunError>>,
}

impl Control {
    pub(crate) fn new() -> Self {
        Self { stop: watch::Sender::new(false), failure: Mutex::new(None) }
    }

    /// Sources stop, queues drain.
    pub(crate) fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Keeps the first failure and stops. A panic replaces the lost tickets that it causes.
    pub(crate) fn fail(&self, error: RunError) {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        let replace = match &*failure {
            None => true,
            Some(RunError::LostTicket { .. }) => matches!(error, RunError::Panicked { .. }),
            Some(_) => false,
        };
        if replace {
            tracing::error!(%error, "stopping");
            *failure = Some(error);
        }
        drop(failure);
        self.stop();
    }

    /// Whether something has failed already.
    pub(crate) fn has_failed(&self) -> bool {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// The first failure, once.
    pub(crate) fn take_failure(&self) -> Option<RunError> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Resolves when the run is to stop. Cancel-safe.
    pub(crate) async fn stopped(&self) {
        // the sender lives in self, so waiting cannot fail
        let _ = self.stop.subscribe().wait_for(|stop| *stop).await;
    }
}
