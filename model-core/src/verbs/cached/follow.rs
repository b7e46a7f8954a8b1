//! Follows the trail, for what other processes have written.

use super::Cached;
use crate::meta::clock;
use crate::meta::error::Result;
use crate::meta::log::AuditLog;
use crate::model::Model;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::dialect::Dialect;
use chrono::TimeDelta;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Which entries are known.
#[derive(Debug, Default)]
pub(super) struct Follower(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// Every entry up to this number is known, or will never be there; none before the first look.
    low: Option<i64>,
    /// The entries above, and when each was first seen.
    above: BTreeMap<i64, Instant>,
}

impl Follower {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn low(&self) -> Option<i64> {
        self.known().low
    }

    /// Takes in the entries above `low`, whose reading began at this instant, and returns how many of them are new. An
    /// entry with a smaller number than one that was seen `longest` before is there by then.
    fn take(&self, low: i64, found: &[AuditLog], begun: Instant, longest: Duration) -> usize {
        let (mut known, now) = (self.known(), Instant::now());
        let mut new = 0;
        for entry in found {
            known.above.entry(entry.id).or_insert_with(|| {
                new += 1;
                now
            });
        }
        let low = known.low.unwrap_or(low);
        let old = known.above.iter().filter(|(_, seen)| begun.saturating_duration_since(**seen) > longest);
        let low = old.map(|(id, _)| *id).max().unwrap_or(low);
        known.above = known.above.split_off(&low.saturating_add(1));
        known.low = Some(low);
        new
    }
}

/// A look at the trail: [`Cached::follow`] returns it.
#[must_use = "nothing is read until `.run(conn)`"]
pub struct Follow<'c, M: Model> {
    cache: &'c Cached<M>,
    longest: Duration,
}

impl<'c, M: Model> Follow<'c, M> {
    pub(super) fn new(cache: &'c Cached<M>, longest: Duration) -> Self {
        Self { cache, longest }
    }
}

impl<M: Model> fmt::Debug for Follow<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Follow").field("model", &M::META.name).field("longest", &self.longest).finish()
    }
}

/// Reads the new entries, and returns their number.
///
/// # Errors
/// Database errors. The entries are then read again by the next call.
impl<M: Model> Run for Follow<'_, M> {
    type Output = usize;
}

impl<M: Model> Ready for Follow<'_, M> {}

impl<Conn, M> RunOn<Conn> for Follow<'_, M>
where
    Conn: SyncConnection<Backend: Dialect>,
    M: Model,
{
    fn perform(self, conn: &mut Conn) -> Result<usize> {
        let Self { cache, longest } = self;
        let low = match cache.follower.low() {
            Some(low) => low,
            None => {
                // An entry that is not there yet was inserted later than `longest` ago, by a transaction that began so
                // long before that.
                let wait = TimeDelta::from_std(longest * 2).unwrap_or(TimeDelta::MAX);
                let first = clock::now().checked_sub_signed(wait).unwrap_or_default();
                let before = AuditLog::trail().of::<M>().until(first).newest_first().limit(1);
                let before = before.perform(conn)?;
                before.first().map_or(0, |entry| entry.id)
            }
        };
        let is_first = cache.follower.low().is_none();
        let begun = Instant::now();
        let query = AuditLog::trail().of::<M>().after(low);
        let found = query.perform(conn)?;
        let new = cache.follower.take(low, &found, begun, longest);
        if new > 0 || is_first {
            cache.table.change();
        }
        Ok(if is_first { 0 } else { new })
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/cached/follow.rs"]
pub(crate) mod twin;
