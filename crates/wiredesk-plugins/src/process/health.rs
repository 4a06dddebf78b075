//! When a process of a plugin may be started: at once, after a pause that doubles with every
//! failure, or not for a minute. One state for all workers of a plugin; nothing here starts or
//! waits.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;
use wiredesk_core::error::Failure;

/// The pause after the first failure.
const SHORTEST: Duration = Duration::from_millis(100);

/// The pause after many.
const LONGEST: Duration = Duration::from_secs(30);

/// After so many starts in a row that failed, the plugin is off for a while.
const STARTS: u32 = 5;

/// How long it is off.
const OFF: Duration = Duration::from_secs(60);

/// What has gone wrong lately.
#[derive(Debug, Default)]
pub(super) struct Health(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Crashes and failed starts since the last answer.
    failures: u32,
    /// Since the last start that succeeded.
    failed_starts: u32,
    not_before: Option<Instant>,
    /// The last failure.
    why: String,
}

impl State {
    fn pause(&mut self, pause: Duration, why: &str) {
        self.not_before = Some(Instant::now() + pause);
        why.clone_into(&mut self.why);
    }

    fn backoff(&self) -> Duration {
        SHORTEST.saturating_mul(1 << (self.failures.clamp(1, 16) - 1)).min(LONGEST)
    }
}

impl Health {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request was answered.
    pub(super) fn answered(&self) {
        let mut state = self.state();
        state.failures = 0;
        // the process of one worker may answer while that of another cannot be started
        if state.failed_starts == 0 {
            state.not_before = None;
        }
    }

    /// A process has said hello.
    pub(super) fn started(&self) {
        self.state().failed_starts = 0;
    }

    /// A process that was at work broke.
    pub(super) fn crashed(&self, why: &str) {
        let mut state = self.state();
        state.failures = state.failures.saturating_add(1);
        let pause = state.backoff();
        state.pause(pause, why);
    }

    /// A process did not come as far as to say hello. One that took all the time it had (`slow`)
    /// is not given as much again and again: everyone would wait for it.
    pub(super) fn failed_to_start(&self, why: &str, slow: bool) {
        let mut state = self.state();
        state.failures = state.failures.saturating_add(1);
        state.failed_starts = if slow { STARTS } else { state.failed_starts.saturating_add(1) };
        let pause = if state.failed_starts >= STARTS { OFF } else { state.backoff() };
        state.pause(pause, why);
    }

    /// The moment before which no process may be started.
    pub(super) fn not_before(&self) -> Option<Instant> {
        self.state().not_before
    }

    /// Whether the last start has failed.
    pub(super) fn is_failing_to_start(&self) -> bool {
        self.state().failed_starts > 0
    }

    /// What documents are told that cannot wait for the next start.
    pub(super) fn unavailable(&self) -> Failure {
        let state = self.state();
        let left = state.not_before.map_or(Duration::ZERO, |at| at.saturating_duration_since(Instant::now()));
        let seconds = left.as_secs_f64().ceil();
        Failure::reject("unavailable", format!("{}, next try in {seconds} s", state.why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long the next start has to wait, in milliseconds.
    fn pause(health: &Health) -> u128 {
        health.not_before().map_or(0, |at| at.saturating_duration_since(Instant::now()).as_millis())
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_double_until_an_answer_comes() {
        let health = Health::default();
        assert_eq!(pause(&health), 0);
        let mut pauses = Vec::new();
        for _ in 0..11 {
            health.crashed("exited");
            health.started();
            pauses.push(pause(&health));
        }
        assert_eq!(pauses, [100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
        health.answered();
        assert_eq!(pause(&health), 0);
        health.crashed("exited");
        assert_eq!(pause(&health), 100);
    }

    #[tokio::test(start_paused = true)]
    async fn five_failed_starts_turn_it_off_for_a_minute_and_one_more_for_another() {
        let health = Health::default();
        let mut pauses = Vec::new();
        for _ in 0..6 {
            health.failed_to_start("exited with status 3", false);
            pauses.push(pause(&health));
        }
        assert_eq!(pauses, [100, 200, 400, 800, 60_000, 60_000]);
        let failure = health.unavailable();
        assert_eq!((&*failure.code, failure.crash), ("unavailable", false));
        assert_eq!(failure.message, "exited with status 3, next try in 60 s");
        tokio::time::advance(Duration::from_millis(59_500)).await;
        assert_eq!(health.unavailable().message, "exited with status 3, next try in 1 s");
        health.started();
        health.failed_to_start("exited", false);
        assert!(pause(&health) < 60_000, "a start that succeeds is the end of it");
    }

    #[tokio::test(start_paused = true)]
    async fn a_start_that_takes_all_its_time_is_not_repeated_at_once() {
        let health = Health::default();
        health.failed_to_start("said nothing", true);
        assert_eq!(pause(&health), 60_000);
    }
}
