//! When a feed is polled next: the pace adapts to how often there is something new, and what the server
//! asks for comes first. Pure: time comes in, times come out, all in seconds since 1970.

use std::time::Duration;

use crate::{feed::options::FeedOptions, fetch::Answer, formats::date};

/// Longest time that a server can ask for with `Retry-After`: a week.
const LONGEST_RETRY: i64 = 7 * 24 * 3600;
/// Longest pause after failures.
const LONGEST_BACKOFF: i64 = 24 * 3600;
/// Failures after which a remembered new address is given up for the one in the list.
pub(super) const MOVED_FAILURES: i64 = 5;

/// What the configuration says about the pace of one feed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub(super) first: i64,
    pub(super) least: i64,
    pub(super) most: i64,
    /// The pace stays as it is.
    pub(super) fixed: bool,
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX).clamp(1, 366 * 24 * 3600)
}

impl Rules {
    /// For a feed, with its own interval if it has one.
    pub(super) fn new(options: &FeedOptions, own: Option<i64>) -> Self {
        let (least, most) = (seconds(options.min_interval.0), seconds(options.max_interval.0));
        match own {
            Some(own) => Self { first: own, least: own, most: own, fixed: true },
            None => Self { first: seconds(options.interval.0).clamp(least, most), least, most, fixed: false },
        }
    }
}

/// What a feed's schedule remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Schedule {
    /// Seconds between two polls.
    pub(super) pace: i64,
    /// When the next poll is planned.
    pub(super) due: i64,
    /// Before then it is not polled in any case: not sooner than allowed, nor than the server asks for.
    pub(super) earliest: i64,
    /// Polls so far.
    pub(super) polls: i64,
    /// Polls that failed since the last good one.
    pub(super) failures: i64,
    /// It is gone for good.
    pub(super) retired: bool,
}

/// What a poll has shown, as far as the schedule goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// Something new.
    New {
        /// Nothing that was there before was left: some may have come and gone between two polls.
        gap: bool,
    },
    /// Nothing new.
    Nothing,
    /// It failed.
    Failed,
    /// The server says that the feed is gone for good.
    Gone,
}

impl Schedule {
    /// For a feed that was never polled.
    pub(super) fn new(rules: Rules, now: i64) -> Self {
        Self { pace: rules.first, due: now, earliest: now, ..Self::default() }
    }

    /// Plans the next poll. `wait` is what the server has asked for.
    pub(super) fn after(&mut self, shown: Shown, wait: Option<i64>, rules: Rules, url: &str, now: i64) {
        self.polls += 1;
        let pace = self.pace.clamp(rules.least, rules.most);
        self.pace = match shown {
            _ if rules.fixed => rules.first,
            Shown::New { gap: true } => rules.least,
            Shown::New { gap: false } => (pace / 2).max(rules.least),
            Shown::Nothing => (pace + pace / 4 + 1).min(rules.most),
            Shown::Failed | Shown::Gone => pace,
        };
        let pause = match shown {
            Shown::Failed => {
                self.failures += 1;
                let doubled = i32::try_from(self.failures - 1).unwrap_or(i32::MAX).min(16);
                self.pace.saturating_mul(1 << doubled).min(LONGEST_BACKOFF.max(self.pace))
            }
            Shown::Gone => {
                self.retired = true;
                self.failures += 1;
                LONGEST_BACKOFF
            }
            Shown::New { .. } | Shown::Nothing => {
                self.failures = 0;
                self.pace
            }
        };
        let most_wait = if matches!(shown, Shown::Failed) { LONGEST_RETRY } else { rules.most };
        self.earliest = now + wait.unwrap_or(0).clamp(rules.least, most_wait.max(rules.least));
        if shown == Shown::Failed && wait.is_none() {
            // `run --once` keeps to the back-off as well
            self.earliest = now + pause;
        }
        self.due = (now + jittered(pause, url, self.polls)).max(self.earliest);
    }
}

/// Up to a tenth more or less, another one for every feed and poll, the same on every run.
fn jittered(pause: i64, url: &str, polls: i64) -> i64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(url.as_bytes()).update(&polls.to_le_bytes());
    let byte = i64::from(hasher.finalize().as_bytes()[0]);
    (pause + pause * (byte - 128) / 1280).max(1)
}

/// For how many seconds an answer asks to be left in peace.
pub(super) fn asked_wait(answer: &Answer, now: i64) -> Option<i64> {
    match answer.status {
        429 | 503 => answer.header("retry-after").and_then(|value| retry_after(value, now)),
        200..300 | 304 => answer.header("cache-control").and_then(max_age),
        _ => None,
    }
}

/// Seconds, or a date.
fn retry_after(value: &str, now: i64) -> Option<i64> {
    let value = value.trim();
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(value.parse().unwrap_or(LONGEST_RETRY));
    }
    Some((date::parse(value)?.as_second() - now).max(0))
}

fn max_age(value: &str) -> Option<i64> {
    let directives = || value.split(',').map(|directive| directive.trim().to_ascii_lowercase());
    if directives().any(|directive| matches!(directive.as_str(), "no-cache" | "no-store")) {
        return None;
    }
    directives().find_map(|directive| directive.strip_prefix("max-age=")?.trim_matches('"').parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Rules = Rules { first: 1800, least: 300, most: 10_800, fixed: false };

    fn after(shown: &[Shown], wait: Option<i64>, rules: Rules) -> Schedule {
        let mut schedule = Schedule::new(rules, 0);
        for &shown in shown {
            schedule.after(shown, wait, rules, "https://post.example/feed", 0);
        }
        schedule
    }

    #[test]
    fn the_pace_follows_what_is_new() {
        let new = Shown::New { gap: false };
        assert_eq!(after(&[new], None, RULES).pace, 900);
        assert_eq!(after(&[new; 20], None, RULES).pace, 300);
        assert_eq!(after(&[Shown::Nothing], None, RULES).pace, 2251);
        assert_eq!(after(&[Shown::Nothing; 50], None, RULES).pace, 10_800);
        assert_eq!(after(&[Shown::Nothing, Shown::New { gap: true }], None, RULES).pace, 300);
        let fixed = Rules { first: 60, least: 60, most: 60, fixed: true };
        assert_eq!(after(&[new, Shown::Nothing, Shown::Nothing], None, fixed).pace, 60);
    }

    #[test]
    fn polls_are_spread_around_the_pace() {
        let mut dues = std::collections::HashSet::new();
        for number in 0..50 {
            let mut schedule = Schedule::new(RULES, 0);
            schedule.after(Shown::Nothing, None, RULES, &format!("https://post.example/{number}"), 0);
            assert!((2025..=2476).contains(&schedule.due), "{}", schedule.due);
            dues.insert(schedule.due);
        }
        assert!(dues.len() > 25, "{dues:?}");
    }

    #[test]
    fn failures_make_the_pauses_longer_until_a_day_and_success_ends_them() {
        let pauses: Vec<i64> = (1..9).map(|n| after(&vec![Shown::Failed; n], None, RULES).earliest).collect();
        assert_eq!(pauses, [1800, 3600, 7200, 14_400, 28_800, 57_600, 86_400, 86_400]);
        let recovered = after(&[Shown::Failed, Shown::Failed, Shown::Nothing], None, RULES);
        assert_eq!((recovered.failures, recovered.earliest), (0, RULES.least));
        assert!(after(&[Shown::Gone], None, RULES).retired);
    }

    #[test]
    fn what_the_server_asks_for_comes_first_within_reason() {
        let limited = after(&[Shown::Failed], Some(50_000), RULES);
        assert!(limited.earliest == 50_000 && limited.due >= 50_000);
        assert_eq!(after(&[Shown::Failed], Some(i64::MAX), RULES).earliest, LONGEST_RETRY);
        let cached = after(&[Shown::Nothing], Some(9000), RULES);
        assert!(cached.earliest == 9000 && cached.due >= 9000);
        assert_eq!(after(&[Shown::Nothing], Some(10_000_000), RULES).earliest, RULES.most, "a year is not believed");
    }

    #[test]
    fn headers_are_read_in_their_usual_forms() {
        for (value, seconds) in [
            ("120", Some(120)),
            ("Tue, 01 Oct 2024 10:02:00 GMT", Some(120)),
            ("Tue, 01 Oct 2024 09:00:00 GMT", Some(0)),
            ("99999999999999999999", Some(LONGEST_RETRY)),
            ("soon", None),
        ] {
            let now: jiff::Timestamp = "2024-10-01T10:00:00Z".parse().unwrap();
            assert_eq!(retry_after(value, now.as_second()), seconds, "{value}");
        }
        for (value, seconds) in [
            ("max-age=600", Some(600)),
            ("public, Max-Age=600, s-maxage=1", Some(600)),
            ("no-cache, max-age=600", None),
            ("private", None),
            ("max-age=x", None),
        ] {
            assert_eq!(max_age(value), seconds, "{value}");
        }
    }
}
