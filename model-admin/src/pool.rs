//! Connections.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Lends connections to pages. The desk calls it on a thread that may wait, and never for more connections at once than
/// [`Site::at_most`](crate::Site::at_most) allows.
pub trait Pool<Conn>: Send + Sync + 'static {
    /// Calls `work` with a connection.
    ///
    /// # Errors
    /// No connection is available; `work` was not called.
    fn lend(&self, work: &mut dyn FnMut(&mut Conn)) -> Result<(), Unavailable>;
}

/// No connection is free, or none can be established.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unavailable;

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no connection to the database is free")
    }
}

impl std::error::Error for Unavailable {}

/// One connection, for examples, tests and small desks on SQLite.
impl<Conn: Send + 'static> Pool<Conn> for Mutex<Conn> {
    fn lend(&self, work: &mut dyn FnMut(&mut Conn)) -> Result<(), Unavailable> {
        // A page that panicked has not left a transaction open, because Diesel rolls back when it unwinds.
        work(&mut self.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(())
    }
}

impl<Conn, P: Pool<Conn> + ?Sized> Pool<Conn> for Arc<P> {
    fn lend(&self, work: &mut dyn FnMut(&mut Conn)) -> Result<(), Unavailable> {
        (**self).lend(work)
    }
}

#[cfg(feature = "r2d2")]
impl<Conn> Pool<Conn> for diesel::r2d2::Pool<diesel::r2d2::ConnectionManager<Conn>>
where
    Conn: diesel::r2d2::R2D2Connection + Send + 'static,
{
    fn lend(&self, work: &mut dyn FnMut(&mut Conn)) -> Result<(), Unavailable> {
        work(&mut *self.get().map_err(|_| Unavailable)?);
        Ok(())
    }
}
