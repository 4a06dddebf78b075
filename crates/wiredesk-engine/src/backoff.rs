//! Growing pauses between attempts, with jitter so that several components do not knock in step.
//! Used by intake, delivery and whatever else retries; it never gives up by itself.

use std::{
    hash::{BuildHasher, RandomState},
    time::Duration,
};

const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(30);

/// One row of attempts.
pub(crate) struct Backoff {
    attempts: u32,
    /// Seeded by the system, so two processes differ as well.
    salt: RandomState,
}

impl Backoff {
    pub(crate) fn new() -> Self {
        Self { attempts: 0, salt: RandomState::new() }
    }

    /// Notes a failed attempt: how long to wait now, and whether this failure is worth a line in
    /// the log (the first, second, fourth, eighth, …).
    pub(crate) fn failed(&mut self) -> (Duration, bool) {
        self.attempts = self.attempts.saturating_add(1);
        let doublings = (self.attempts - 1).min(16);
        let full = FIRST.saturating_mul(1 << doublings).min(LONGEST);
        // between three quarters and all of it
        let jitter = (self.salt.hash_one(self.attempts) % 256) as u32;
        (full * 3 / 4 + full / 4 * jitter / 256, self.attempts.is_power_of_two())
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_limit() {
        let mut backoff = Backoff::new();
        let pauses: Vec<_> = (0..40).map(|_| backoff.failed().0).collect();
        assert!(pauses[0] >= FIRST * 3 / 4 && pauses[0] <= FIRST);
        assert!(pauses.windows(2).take(8).all(|pair| pair[0] < pair[1]));
        assert!(pauses.iter().all(|pause| *pause <= LONGEST));
        assert!(pauses[39] >= LONGEST * 3 / 4);
    }

    #[test]
    fn the_log_lines_become_rarer() {
        let mut backoff = Backoff::new();
        let logged = (0..1000).filter(|_| backoff.failed().1).count();
        assert_eq!(logged, 10);
    }
}
