//! How much one client, and all of them together, may ask for. Used by [`super::server`]; holds a bounded number of
//! clients, and forgets those that have been quiet.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// Clients whose requests are counted at the same time.
const CLIENTS: usize = 10_000;
/// Seconds' worth of requests that may come at once.
const BURST: f64 = 10.0;

/// A bucket of tokens for each client address.
pub(super) struct Rate {
    /// Tokens a second; 0: no limit.
    per_second: f64,
    buckets: Mutex<HashMap<IpAddr, (f64, Instant)>>,
}

impl Rate {
    pub(super) fn new(per_second: u32) -> Self {
        Self { per_second: f64::from(per_second), buckets: Mutex::default() }
    }

    /// Takes a token, or says how long until there is one.
    pub(super) fn admit(&self, client: IpAddr, now: Instant) -> Result<(), Duration> {
        if self.per_second == 0.0 {
            return Ok(());
        }
        let full = self.per_second * BURST;
        let refilled = |tokens: f64, since: Instant| {
            (tokens + now.saturating_duration_since(since).as_secs_f64() * self.per_second).min(full)
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= CLIENTS {
            // a full bucket is as good as none
            buckets.retain(|_, (tokens, since)| refilled(*tokens, *since) < full);
            if buckets.len() >= CLIENTS {
                return Err(Duration::from_secs(1));
            }
        }
        let (tokens, since) = buckets.entry(network(client)).or_insert((full, now));
        *tokens = refilled(*tokens, *since);
        *since = now;
        if *tokens >= 1.0 {
            *tokens -= 1.0;
            return Ok(());
        }
        Err(Duration::from_secs_f64((1.0 - *tokens) / self.per_second))
    }
}

/// What one subscriber can change at will is one client: the last 64 bits of an IPv6 address.
fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) if !address.is_loopback() => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        other => other,
    }
}

/// How requests were answered, by status.
#[derive(Debug, Default)]
pub(super) struct Answers {
    counts: [AtomicU64; Self::STATUSES.len()],
}

impl Answers {
    /// Every status that is answered.
    pub(super) const STATUSES: [u16; 14] = [200, 202, 400, 401, 403, 404, 405, 408, 411, 413, 415, 422, 429, 503];

    pub(super) fn count(&self, status: u16) {
        if let Some(at) = Self::STATUSES.iter().position(|known| *known == status) {
            self.counts[at].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Statuses that were answered, with their number.
    pub(super) fn all(&self) -> impl Iterator<Item = (u16, u64)> {
        let counts = Self::STATUSES.iter().zip(&self.counts);
        counts.map(|(status, count)| (*status, count.load(Ordering::Relaxed))).filter(|(_, count)| *count > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_may_burst_and_then_waits_for_tokens() {
        let rate = Rate::new(2);
        let (one, other): (IpAddr, IpAddr) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let start = Instant::now();
        for _ in 0..20 {
            assert_eq!(rate.admit(one, start), Ok(()));
        }
        assert_eq!(rate.admit(one, start), Err(Duration::from_millis(500)));
        assert_eq!(rate.admit(other, start), Ok(()), "clients are told apart");
        assert_eq!(rate.admit(one, start + Duration::from_millis(500)), Ok(()));
        assert!(rate.admit(one, start + Duration::from_millis(501)).is_err());
        assert_eq!(Rate::new(0).admit(one, start), Ok(()));
    }

    #[test]
    fn addresses_of_one_subscriber_are_one_client() {
        let network = |text: &str| network(text.parse().unwrap());
        assert_eq!(network("2001:db8::1"), network("2001:db8::ffff"));
        assert_ne!(network("2001:db8::1"), network("2001:db8:0:1::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
    }

    #[test]
    fn the_number_of_clients_is_bounded() {
        let rate = Rate::new(1);
        let start = Instant::now();
        let client = |number: u32| IpAddr::from(number.to_be_bytes());
        for number in 0..CLIENTS as u32 {
            assert!(rate.admit(client(number), start).is_ok());
        }
        assert!(rate.admit(client(u32::MAX), start).is_err());
        assert!(rate.admit(client(u32::MAX), start + Duration::from_secs(1)).is_ok(), "quiet ones are forgotten");
    }
}
