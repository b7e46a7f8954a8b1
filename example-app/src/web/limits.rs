//! How many requests a client may send.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(60);
/// How many clients are remembered at once. Whoever comes when all of these are within their minute shares one count.
const CLIENTS: usize = 10_000;

/// Counts requests by client and minute, in this process.
#[derive(Debug)]
pub(crate) struct Limits {
    most: u32,
    counts: Mutex<HashMap<String, (Instant, u32)>>,
}

/// What is left of a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Left {
    /// How many requests the minute has.
    pub(crate) most: u32,
    /// How many are left; none if this one was too many.
    pub(crate) requests: Option<u32>,
    /// Until the next minute begins.
    pub(crate) seconds: u64,
}

impl Limits {
    pub(crate) fn new(most: u32) -> Self {
        Self { most, counts: Mutex::default() }
    }

    /// Counts a request of this client.
    pub(crate) fn take(&self, client: &str) -> Left {
        self.take_at(client, Instant::now())
    }

    fn take_at(&self, client: &str, now: Instant) -> Left {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= CLIENTS {
            counts.retain(|_, (start, _)| now.duration_since(*start) < WINDOW);
        }
        let is_known = counts.contains_key(client) || counts.len() < CLIENTS;
        let client = if is_known { client } else { "" };
        let (start, count) = counts.entry(client.to_owned()).or_insert((now, 0));
        if now.duration_since(*start) >= WINDOW {
            (*start, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        let rest = WINDOW.saturating_sub(now.duration_since(*start));
        Left { most: self.most, requests: self.most.checked_sub(*count), seconds: rest.as_secs().max(1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_has_so_many_requests_of_one_client() {
        let (limits, start) = (Limits::new(2), Instant::now());
        let left = |client: &str, seconds| limits.take_at(client, start + Duration::from_secs(seconds)).requests;
        assert_eq!([left("a", 0), left("a", 1), left("a", 2), left("b", 2)], [Some(1), Some(0), None, Some(1)]);
        assert_eq!([left("a", 59), left("a", 60), left("a", 61)], [None, Some(1), Some(0)]);
    }

    #[test]
    fn clients_do_not_fill_the_memory() {
        let (limits, start) = (Limits::new(5), Instant::now());
        for client in 0..CLIENTS + 10 {
            limits.take_at(&client.to_string(), start);
        }
        assert!(limits.counts.lock().unwrap().len() <= CLIENTS + 1);
        limits.take_at("later", start + WINDOW);
        assert_eq!(limits.counts.lock().unwrap().len(), 1);
    }
}
