//! Transactions whose commit the library sees.

use crate::wait::wait;
use real::Error;
use real::asynchronous::{Driver, Savepoint, Transaction};
use real::commit::IsConflict;
use real::verbs::Dialect;
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
    Conn: Driver<Backend: Dialect>,
    T: Send + Sync,
    E: From<Error> + From<diesel::result::Error> + Send + Sync,
{
    let open = wait(Transaction::open(conn))?;
    let done = act(conn, &Unit(open.unit().clone()));
    wait(open.close(conn, done))
}

/// A transaction that is run again after a conflict.
#[derive(Debug, Clone, Copy)]
pub struct Retry(real::commit::Retry);

pub fn retry(times: usize) -> Retry {
    Retry(real::retry(times))
}

impl Retry {
    pub fn transaction<T, E, Conn>(
        self,
        conn: &mut Conn,
        mut act: impl FnMut(&mut Conn, &Unit) -> Result<T, E>,
    ) -> Result<T, E>
    where
        Conn: Driver<Backend: Dialect>,
        T: Send + Sync,
        E: IsConflict + From<Error> + From<diesel::result::Error> + Send + Sync,
    {
        let mut waits = self.0.waits();
        loop {
            let done = transaction(conn, &mut act);
            match &done {
                Err(error) if error.is_conflict() => match waits.next() {
                    Some(wait) => std::thread::sleep(wait),
                    None => return done,
                },
                _ => return done,
            }
        }
    }
}
