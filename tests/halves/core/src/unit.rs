//! Transactions whose commit the library sees.

use crate::wait::wait;
use real::Error;
use real::asynchronous::{Driver, Savepoint, Transaction};
use std::ops::Deref;

/// A unit, whose savepoints are those of the asynchronous half.
#[derive(Debug, Clone)]
pub struct Unit(real::commit::Unit);

impl Deref for Unit {
    type Target = real::commit::Unit;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'u> From<&'u Unit> for Option<&'u real::commit::Unit> {
    fn from(unit: &'u Unit) -> Self {
        Some(unit)
    }
}

impl Unit {
    pub fn savepoint<T, E, Conn>(&self, conn: &mut Conn, act: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E>
    where
        Conn: Driver,
        T: Send + Sync,
        E: From<Error> + From<diesel::result::Error> + Send + Sync,
    {
        let open = wait(Savepoint::open(conn, self))?;
        let done = act(conn);
        wait(open.close(conn, done))
    }
}

pub fn transaction<T, E, Conn>(conn: &mut Conn, act: impl FnOnce(&mut Conn, &Unit) -> Result<T, E>) -> Result<T, E>
where
    Conn: Driver,
    T: Send + Sync,
    E: From<Error> + From<diesel::result::Error> + Send + Sync,
{
    let open = wait(Transaction::open(conn))?;
    let done = act(conn, &Unit(open.unit().clone()));
    wait(open.close(conn, done))
}
