//! Where components get the time from, so that tests can say what time it is.

use std::time::Duration;

use jiff::{Timestamp, Unit};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;

    /// How long to wait for this clock to show `at`; nothing if it does already. Whoever has nothing
    /// to do before `at` asks this, so the clock of a test may go there at once.
    fn wait_for(&self, at: Timestamp) -> Duration {
        Duration::try_from(at.duration_since(self.now())).unwrap_or_default()
    }

    /// Now, without the fraction of a second: what goes into records.
    fn now_seconds(&self) -> Timestamp {
        let now = self.now();
        now.round(Unit::Second).unwrap_or(now)
    }
}

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still.
#[derive(Clone, Copy, Debug)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}
