//! Begins the trail of a table that is full already.

use crate::audit::part::Part;
use crate::meta::action::{Action, IN_HISTORY};
use crate::meta::error::{Error, Result};
use crate::meta::log::AuditLog;
use crate::model::Model;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::operation::{Operation, WriteOptions};
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::rows::{load, statement};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;

/// How many rows one transaction reads by default.
const BATCH: usize = 5_000;

impl AuditLog {
    /// Begins the trail of a model whose table is full already: each row without history, deleted or not, gets an entry
    /// `begin` with the values that it has now.
    ///
    /// ```
    /// # use model_core::prelude::*;
    /// # diesel::table! { notes (id) { id -> BigInt, title -> Text, } }
    /// # #[derive(Model, Debug)]
    /// # #[model(table = notes, audit)]
    /// # pub struct Note { pub id: i64, pub title: String }
    /// # #[cfg(feature = "sqlite")]
    /// # fn take_over(conn: &mut diesel::SqliteConnection) -> Result<(), Error> {
    /// use model_core::AuditLog;
    ///
    /// let rows = AuditLog::begin::<Note>().by(&Actor::system()).run(conn)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Each batch of rows is a transaction of its own. After an error, or when the program was stopped, the same call
    /// continues: rows that have a history are left out, so a second call writes nothing. Others may write meanwhile:
    /// the rows of a batch are locked until their entries are written.
    ///
    /// What the rows were before stays unknown: [`Past::unknown`](crate::audit::Past::unknown) says so of an earlier
    /// instant, and `revert` refuses the entry.
    pub fn begin<M: Model>() -> Begin<M, NoActor> {
        const { assert!(M::META.audited, "only a model with `#[model(audit)]` has a trail that can begin") };
        Begin { batch: BATCH, options: WriteOptions::new(), model: PhantomData }
    }
}

/// The beginning of a trail, which has not run yet.
#[must_use = "nothing is written until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct Begin<M, A> {
    batch: usize,
    options: WriteOptions<A>,
    model: PhantomData<fn() -> M>,
}

impl<M> Begin<M, NoActor> {
    /// Sets the actor.
    pub fn by(self, actor: &Actor) -> Begin<M, &Actor> {
        Begin { batch: self.batch, options: self.options.by(actor), model: PhantomData }
    }
}

impl<M, A> Begin<M, A> {
    /// Sets how many rows one transaction reads; the default is 5,000. With a smaller number other writers wait for
    /// less time, with a larger one it is faster.
    pub fn batch(self, rows: usize) -> Self {
        Self { batch: rows, ..self }
    }

    /// Sets the instant of the entries, instead of now.
    pub fn at(self, instant: DateTime<Utc>) -> Self {
        Self { options: self.options.at(instant), ..self }
    }
}

/// Writes the entries, and returns how many.
///
/// SQL on PostgreSQL, for each batch: a SELECT of its last row, one that locks its rows without history, and `INSERT
/// INTO audit_logs (..) SELECT .. FROM articles WHERE id > .. AND id <= .. AND <no entry>`; elsewhere a SELECT that
/// locks the rows, one for the rows with a history, and the INSERT
///
/// # Errors
/// [`Error::Invalid`] when the size of a batch is 0, and for a value that no trail can hold; those of the database. The
/// batches before stay written.
impl<M: Model, A> Run for Begin<M, A> {
    type Output = usize;
}

impl<M: Model, A> Ready for Begin<M, A> where A: ActsFor<M::Attribution> {}

impl<Conn, M: Model, A> RunOn<Conn> for Begin<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: SyncConnection<Backend: Begins<Conn, M>>,
{
    fn perform(self, conn: &mut Conn) -> Result<usize> {
        if self.batch == 0 {
            return Err(Error::invalid("batch", "must be at least 1"));
        }
        let operation = self.options.operation(Action::Begin);
        let mut part = Part::<M>::first(self.batch);
        let mut count = 0;
        loop {
            let (written, last) = crate::sql::lock::transaction(conn, |conn| {
                <Conn::Backend as Begins<Conn, M>>::begin_part(conn, &part, operation)
            })?;
            count += written;
            match last {
                Some(last) => part.follow(last),
                None => return Ok(count),
            }
        }
    }
}

/// A backend that can begin the trail of a model over a connection.
#[diagnostic::on_unimplemented(
    message = "the trail of `{M}` cannot begin over this connection",
    label = "`{Self}` cannot read every field of `{M}`"
)]
pub trait Begins<Conn, M: Model>: Dialect {
    /// Writes the entries of a part of the table, and counts them. Returns the key of the last row of the part, unless
    /// it is the last part.
    ///
    /// # Errors
    /// Those of the database.
    fn begin_part(conn: &mut Conn, part: &Part<M>, operation: Operation<'_>) -> Result<(usize, Option<M::Key>)>;
}

#[cfg(feature = "postgres")]
mod postgres;

#[cfg(any(feature = "sqlite", feature = "mysql"))]
mod program;

#[cfg(feature = "async")]
#[path = "../../twins/audit/begin.rs"]
pub(crate) mod twin;
