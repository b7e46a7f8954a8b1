//! How many statements a connection sends.

use diesel::connection::{Connection, InstrumentationEvent};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts the statements of a connection, `BEGIN` and `COMMIT` among them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counter(Arc<AtomicU64>);

impl Counter {
    /// Starts counting. It stays on while time is taken: an addition for each statement, the same on every side.
    pub(crate) fn on(conn: &mut impl Connection) -> Self {
        let counter = Self::default();
        let count = Arc::clone(&counter.0);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
        counter
    }

    pub(crate) fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
