//! A connection that only reads.

use crate::audit::counts::CountByAction;
use crate::audit::history::History;
use crate::audit::past::AsOf;
use crate::audit::trail::Trail;
use crate::meta::error::Result;
use crate::model::{Manager, Model};
use crate::objects::Objects;
use crate::operation::run::RunOn;
use crate::query::child::Extends;
use crate::query::relations::beside::plan::Plan;
use crate::query::relations::beside::with::LoadsBeside;
use crate::query::relations::load::{LoadsRelated, LoadsWith, Related};
use crate::sql::lock::{begin, ended, finish};
use crate::verbs::child::history::ChildHistory;
use crate::verbs::verify::{VerifyTrail, VerifyTrails};
use diesel::QueryResult;
use diesel::connection::{Connection, LoadConnection};
use diesel::internal::table_macro::{BoxedSelectStatement, SelectStatement};
use diesel::query_dsl::methods::LoadQuery;
use std::fmt;

/// A connection to a read-only server: a hot standby of PostgreSQL, a replica of MariaDB, a file that is opened
/// read-only.
///
/// Every read of the library runs over it, as it does over the connection inside: queries from `objects()` and
/// everything built on them, relations, `load_with`, histories, `as_of`, `verify_history` and counts. A write over it
/// does not compile, and neither does a preview, which is a write that is rolled back. Over the bare connection, the
/// same write compiles, and fails with [`Error::ReadOnly`](crate::Error::ReadOnly).
///
/// ```
/// # use diesel::prelude::*;
/// use model_core::Replica;
/// use model_core::prelude::*;
/// # diesel::table! { notes (id) { id -> BigInt, title -> Text, } }
/// # #[derive(Model, Debug)]
/// # #[model(table = notes)]
/// # pub struct Note { pub id: i64, pub title: String }
///
/// # #[cfg(feature = "sqlite")]
/// # fn report(standby: SqliteConnection) -> Result<(), Error> {
/// let mut standby = Replica::new(standby);
/// let notes: Vec<Note> = Note::objects().filter(notes::title.like("%milk%")).load(&mut standby)?;
/// let count: i64 = Note::objects().count().get_result(&mut standby)?;
/// # let _ = (notes, count);
/// # Ok(())
/// # }
/// ```
///
/// A plain Diesel query runs over it as well, if it is a `SELECT`; select the columns of a bare table
/// (`notes::table.select(..)`). The wrapper cannot detect a function that writes, or a row lock; the database rejects
/// them.
pub struct Replica<Conn> {
    conn: Conn,
}

impl<Conn> Replica<Conn> {
    /// Wraps a connection, which may be pooled. It does not check what the connection is connected to.
    pub fn new(conn: Conn) -> Self {
        Self { conn }
    }

    /// The connection inside.
    pub fn into_inner(self) -> Conn {
        self.conn
    }
}

impl<Conn: LoadConnection> Replica<Conn> {
    /// Connects.
    ///
    /// # Errors
    /// Those of the database.
    pub fn establish(url: &str) -> diesel::ConnectionResult<Self> {
        Connection::establish(url).map(Self::new)
    }

    /// Runs reads in one transaction. The isolation level of the connection decides whether they see one state of the
    /// data.
    ///
    /// SQL: `BEGIN` and `COMMIT`, or `ROLLBACK`.
    ///
    /// # Errors
    /// Those of `read`, and of the database.
    pub fn transaction<T, E>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E>
    where
        E: From<diesel::result::Error>,
    {
        begin(&mut self.conn)?;
        let done = read(self);
        let finished = finish(&mut self.conn, done.is_ok());
        ended(done, finished)
    }
}

impl<Conn> fmt::Debug for Replica<Conn> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replica").finish_non_exhaustive()
    }
}

/// A connection over which `Query` loads values of type `U`: [`LoadQuery`] as a trait of the connection.
///
/// The compiler does not look for an impl while it does not know the connection. For a bound on the query it would, and
/// after a mistake in the query it would only find the impl for a [`Replica`] of a `Replica` of .., without end.
pub trait Serves<'query, Query, U, Mode> {
    /// The rows.
    type Rows<'conn>: Iterator<Item = QueryResult<U>>
    where
        Self: 'conn;

    /// Runs the query.
    ///
    /// # Errors
    /// Those of the database.
    fn serve(&mut self, query: Query) -> QueryResult<Self::Rows<'_>>;
}

#[diagnostic::do_not_recommend]
impl<'query, Conn, Query, U, Mode> Serves<'query, Query, U, Mode> for Conn
where
    Query: LoadQuery<'query, Conn, U, Mode>,
{
    type Rows<'conn>
        = Query::RowIter<'conn>
    where
        Self: 'conn;

    fn serve(&mut self, query: Query) -> QueryResult<Self::Rows<'_>> {
        query.internal_load(self)
    }
}

/// A connection that does not exist.
///
/// A mistake in a query rules Diesel's own impl out before the compiler knows the connection. With two impls left it
/// waits for the connection; with the one for [`Replica`] it would take the connection for a `Replica`.
#[derive(Debug)]
pub enum NoConnection {}

// Queries of Diesel run over the connection inside.
macro_rules! selects {
    ($([$($lifetime:lifetime)?] [$($generics:ident),*] $query:ty;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<'query, $($lifetime,)? Conn, U, Mode, $($generics),*> LoadQuery<'query, Replica<Conn>, U, Mode> for $query
        where
            Conn: Serves<'query, Self, U, Mode>,
        {
            type RowIter<'conn>
                = Conn::Rows<'conn>
            where
                Replica<Conn>: 'conn;

            fn internal_load(self, replica: &mut Replica<Conn>) -> QueryResult<Self::RowIter<'_>> {
                replica.conn.serve(self)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<'query, $($lifetime,)? U, Mode, $($generics),*> LoadQuery<'query, NoConnection, U, Mode> for $query {
            type RowIter<'conn> = std::iter::Empty<QueryResult<U>>;

            fn internal_load(self, conn: &mut NoConnection) -> QueryResult<Self::RowIter<'_>> {
                match *conn {}
            }
        }
    )+};
}

selects! {
    [] [Row, Query, Scope, Order, Within] Objects<Row, Query, Scope, Order, Within>;
    [] [F, S, D, W, O, L, G, H, K] SelectStatement<F, S, D, W, O, L, G, H, K>;
    ['a] [ST, QS, DB, G] BoxedSelectStatement<'a, ST, QS, DB, G>;
}

// What is read by `.run(conn)` and the methods that are short for it, one by one: with an impl for all of them, every
// write would have two impls of `RunOn`, and the compiler would report that as well whenever it reports what a write
// lacks.
macro_rules! reads {
    ($([$($generics:tt)*] $read:ty;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<Conn, $($generics)*> RunOn<Replica<Conn>> for $read
        where
            Self: RunOn<Conn>,
        {
            fn perform(self, replica: &mut Replica<Conn>) -> Result<Self::Output> {
                self.perform(&mut replica.conn)
            }
        }
    )+};
}

reads! {
    [M: Model] History<M>;
    [M: Model] AsOf<M>;
    [] Trail;
    [] CountByAction;
    [Child: Extends] ChildHistory<Child>;
    [M: Model] VerifyTrail<M>;
    [Child: Extends] VerifyTrails<Child>;
}

impl<Conn, M, T> LoadsRelated<M, T> for Replica<Conn>
where
    M: Model,
    Conn: LoadsRelated<M, T>,
{
    fn related_to(&mut self, rows: &[&M]) -> QueryResult<Vec<T::Output>>
    where
        T: Related<M>,
    {
        self.conn.related_to(rows)
    }
}

impl<'query, Conn, Query, Row, T> LoadsWith<'query, Query, Row, T> for Replica<Conn>
where
    Row: Manager,
    Conn: LoadsWith<'query, Query, Row, T>,
{
    fn load_rows(&mut self, query: Query) -> QueryResult<Vec<Row>> {
        LoadsWith::<'query, Query, Row, T>::load_rows(&mut self.conn, query)
    }
}

impl<'query, Conn, Query, Row, P> LoadsBeside<'query, Query, Row, P> for Replica<Conn>
where
    Row: Manager,
    Conn: LoadsBeside<'query, Query, Row, P>,
{
    fn rows_beside(&mut self, query: Query, plan: &P) -> QueryResult<Vec<(Row, P::Output)>>
    where
        P: Plan<Row::Model>,
    {
        LoadsBeside::<'query, Query, Row, P>::rows_beside(&mut self.conn, query, plan)
    }
}
