//! Politeness: one request to a host at a time, and a pause between two. Asked by the source before each
//! request. Time comes in from outside, as for everything in the schedule.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use url::Url;

/// Hosts that are remembered before idle ones are forgotten.
const MANY: usize = 4096;

/// What is known of one host.
#[derive(Debug, Default)]
struct Host {
    busy: bool,
    /// When the next request may begin.
    free: Option<Timestamp>,
    /// What its robots.txt asks for.
    delay: SignedDuration,
}

/// Every host that was asked for something.
#[derive(Debug)]
pub(super) struct Hosts {
    known: HashMap<String, Host>,
    delay: SignedDuration,
}

/// Whom a request to `url` is a burden to.
pub(super) fn host_of(url: &Url) -> String {
    url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()
}

impl Hosts {
    /// With the pause between two requests to any host.
    pub(super) fn new(delay: std::time::Duration) -> Self {
        Self { known: HashMap::new(), delay: SignedDuration::try_from(delay).unwrap_or(SignedDuration::MAX) }
    }

    /// When a request to `host` may begin; `None` while one is under way.
    pub(super) fn free_at(&self, host: &str, now: Timestamp) -> Option<Timestamp> {
        match self.known.get(host) {
            None => Some(now),
            Some(host) if host.busy => None,
            Some(host) => Some(host.free.map_or(now, |free| free.max(now))),
        }
    }

    /// A request begins.
    pub(super) fn begin(&mut self, host: &str, now: Timestamp) {
        if self.known.len() > MANY {
            self.known.retain(|_, host| host.busy || host.free.is_some_and(|free| free > now));
        }
        let delay = self.delay;
        let known = self.known.entry(host.to_owned()).or_default();
        known.busy = true;
        known.free = now.checked_add(delay.max(known.delay)).ok();
    }

    /// A request has ended.
    pub(super) fn end(&mut self, host: &str) {
        if let Some(host) = self.known.get_mut(host) {
            host.busy = false;
        }
    }

    /// The host has asked for a pause of this length.
    pub(super) fn ask_for(&mut self, host: &str, delay: std::time::Duration) {
        let delay = SignedDuration::try_from(delay).unwrap_or(SignedDuration::ZERO);
        self.known.entry(host.to_owned()).or_default().delay = delay;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_host_gets_one_request_at_a_time_and_a_pause_between_two() {
        let mut hosts = Hosts::new(Duration::from_secs(1));
        let at = |second: i64| Timestamp::from_second(second).unwrap();
        assert_eq!(hosts.free_at("a", at(0)), Some(at(0)));
        hosts.begin("a", at(0));
        assert_eq!(hosts.free_at("a", at(5)), None);
        assert_eq!(hosts.free_at("b", at(0)), Some(at(0)), "others are not held up");
        hosts.end("a");
        assert_eq!(hosts.free_at("a", at(0)), Some(at(1)));
        assert_eq!(hosts.free_at("a", at(5)), Some(at(5)));
        hosts.ask_for("a", Duration::from_secs(10));
        hosts.begin("a", at(5));
        hosts.end("a");
        assert_eq!(hosts.free_at("a", at(5)), Some(at(15)));
    }
}
