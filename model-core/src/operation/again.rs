//! Writes that are run again when a conflict has undone them, and nothing but them.

use crate::meta::error::Result;
use crate::operation::Operation;
use crate::sql::dialect::Dialect;
use crate::sql::lock::is_in_transaction;
use crate::sql::lost::AGAIN;
use diesel::connection::LoadConnection;
use std::time::{Duration, Instant};

/// How long the tries may take together. A deadlock is found at once; a conflict that took longer is a lock that was
/// waited for in vain, and the caller has said how long to wait.
const TOGETHER: Duration = Duration::from_millis(900);

/// A program of several statements in a transaction of its own, which may be run again.
pub(crate) struct Again {
    left: u32,
    until: Instant,
}

impl Again {
    pub(crate) fn new(operation: &Operation<'_>) -> Self {
        let left = if operation.has_lock() { 0 } else { AGAIN };
        Self { left, until: Instant::now() + TOGETHER }
    }

    /// Whether the program is to be run again, after a conflict. The write lock of SQLite was waited for.
    pub(crate) fn wanted<Conn>(&mut self, conn: &mut Conn) -> Result<bool>
    where
        Conn: LoadConnection<Backend: Dialect>,
    {
        if self.left == 0 || <Conn::Backend as Dialect>::TAKE_WRITE_LOCK.is_some() || Instant::now() > self.until {
            return Ok(false);
        }
        self.left -= 1;
        let again = !is_in_transaction(conn)?;
        #[cfg(feature = "tracing")]
        if again {
            crate::meta::observe::again("program");
        }
        Ok(again)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/operation/again.rs"]
pub(crate) mod twin;
