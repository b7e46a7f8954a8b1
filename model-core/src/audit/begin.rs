//! Starts the trail of a table that already has rows.

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
    /// Starts the trail of a model whose table already has rows: each row without a history, deleted or not, gets an
    /// entry `begin` with its current values.
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
    /// Each batch of rows is a separate transaction, in which its rows are locked until their entries are written.
    /// Other clients can write in between. After an error, or an interruption, the same call continues: it skips rows
    /// that have a history, so a repeated call writes nothing.
    ///
    /// Earlier values stay unknown: [`Past::unknown`](crate::audit::Past::unknown) lists all fields for an earlier
    /// instant, and `revert` rejects the entry.
    pub fn begin<M: Model>() -> Begin<M, NoActor> {
        const { assert!(M::META.audited, "only a model with `#[model(audit)]` has a trail that can begin") };
        Begin { batch: BATCH, options: WriteOptions::new(), model: PhantomData }
    }
}

/// The start of a trail, which has not run yet.
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
    /// Sets how many rows one transaction reads; the default is 5,000. With a smaller number, other writers wait less;
    /// a larger number is faster.
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
/// [`Error::Invalid`] if the size of a batch is 0, and for a value that the trail cannot store; database errors.
/// Earlier batches stay written.
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

/// A backend that can start the trail of a model over a connection.
#[diagnostic::on_unimplemented(
    message = "the audit trail of `{M}` cannot be started over this connection",
    label = "`{Self}` cannot read every field of `{M}`"
)]
pub trait Begins<Conn, M: Model>: Dialect {
    /// Writes the entries of a part of the table, and counts them. Returns the key of the last row of the part, unless
    /// it is the last part.
    ///
    /// # Errors
    /// Database errors.
    fn begin_part(conn: &mut Conn, part: &Part<M>, operation: Operation<'_>) -> Result<(usize, Option<M::Key>)>;
}

#[cfg(feature = "postgres")]
mod postgres;

#[cfg(any(feature = "sqlite", feature = "mysql"))]
mod program;

#[cfg(feature = "async")]
#[path = "../../twins/audit/begin.rs"]
pub(crate) mod twin;
