//! The methods of builders over an asynchronous connection.

use crate::backend::{AsyncBackend, Connect};
use crate::connection::Connection;
use diesel_async::AsyncConnectionCore;
use futures_core::future::BoxFuture;
use model_core::asynchronous::{self as twins, Driver, OutcomeOn, PreviewOn, Ready, RunOn};
use model_core::relations::Impact;
use model_core::{Model, Result};

/// The backend of a connection.
pub(crate) type BackendOf<C> = <C as AsyncConnectionCore>::Backend;

/// A diesel-async connection over which the library can write: [`Connect`], for the backend of the connection.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an asynchronous connection",
    label = "expected a diesel-async connection, or one from a diesel-async pool",
    note = "over a synchronous connection, import `model_core::prelude` instead of `model_async::prelude`, and do not \
            `.await` the call"
)]
pub trait Asynchronous: Connect<<Self as Asynchronous>::DB> {
    /// Its backend.
    type DB: AsyncBackend;
}

#[diagnostic::do_not_recommend]
impl<C: AsyncConnectionCore<Backend: AsyncBackend> + Connect<BackendOf<C>>> Asynchronous for C {
    type DB = BackendOf<C>;
}

/// The builders that run over a connection: each write of the library, and each query of the audit trail.
///
/// ```no_run
/// # diesel::table! { notes (id) { id -> BigInt, title -> Text, } }
/// # #[derive(Model, Debug)]
/// # #[model(table = notes)]
/// # pub struct Note { pub id: i64, pub title: String }
/// use model_async::prelude::*;
/// # #[cfg(feature = "postgres")]
/// # async fn at_the_desk(me: &Actor, conn: &mut diesel_async::AsyncPgConnection) -> Result<(), Error> {
/// let note = Note::create(NewNote::builder().title("Milk").build()).by(me).run(conn).await?;
/// # Ok(())
/// # }
/// ```
///
/// The future is `Send` and boxed. The result of the write, its errors and its SQL are the same as for a synchronous
/// connection: see the builder in model-core.
pub trait Run: twins::Run {
    /// Runs it, and returns the result.
    ///
    /// # Errors
    /// Those of the builder.
    fn run<'c, C>(self, conn: &'c mut C) -> BoxFuture<'c, Result<Self::Output>>
    where
        C: Asynchronous,
        Self: Ready + RunOn<Connection<'c, C::DB>> + 'c,
    {
        Box::pin(twins::observed::<Self, _>(async move {
            let mut conn = Connection::guarded(conn);
            // What the write returns need not be `Send`, so it is out of scope before the future waits again.
            let error = {
                let done = match twins::refuse_lost(&mut conn).await {
                    Ok(()) => RunOn::perform(self, &mut conn).await,
                    Err(error) => Err(error),
                };
                match done {
                    Ok(done) => {
                        conn.finished();
                        return Ok(done);
                    }
                    Err(error) => error,
                }
            };
            let error = twins::settle(&mut conn, error).await;
            conn.finished();
            Err(error)
        }))
    }
}

impl<Write: twins::Run> Run for Write {}

/// A write to one row that can return its result as an outcome instead of an error.
pub trait RunOutcome: twins::RunOutcome {
    /// Does the same as [`run`](Run::run), but returns the result as an [`Outcome`](model_core::Outcome).
    ///
    /// # Errors
    /// Those of the builder.
    fn outcome<'c, C>(self, conn: &'c mut C) -> BoxFuture<'c, Result<Self::Outcome>>
    where
        C: Asynchronous,
        Self: Ready + OutcomeOn<Connection<'c, C::DB>> + 'c,
    {
        Box::pin(twins::observed::<Self, _>(async move {
            let mut conn = Connection::guarded(conn);
            // What the write returns need not be `Send`, so it is out of scope before the future waits again.
            let error = {
                let done = match twins::refuse_lost(&mut conn).await {
                    Ok(()) => OutcomeOn::attempt(self, &mut conn).await,
                    Err(error) => Err(error),
                };
                match done {
                    Ok(done) => {
                        conn.finished();
                        return Ok(done);
                    }
                    Err(error) => error,
                }
            };
            let error = twins::settle(&mut conn, error).await;
            conn.finished();
            Err(error)
        }))
    }
}

impl<Write: twins::RunOutcome> RunOutcome for Write {}

/// A deletion that can say what it would delete.
pub trait Preview: twins::Preview {
    /// Returns what [`run`](Run::run) would delete, and deletes nothing.
    ///
    /// # Errors
    /// As for [`run`](Run::run).
    fn preview<'c, C>(self, conn: &'c mut C) -> BoxFuture<'c, Result<Impact>>
    where
        C: Asynchronous,
        Self: Ready + PreviewOn<Connection<'c, C::DB>> + 'c,
    {
        Box::pin(twins::observed::<Self, _>(async move {
            let mut conn = Connection::guarded(conn);
            let done = PreviewOn::rehearse(self, &mut conn).await;
            conn.finished();
            done
        }))
    }
}

impl<Write: twins::Preview> Preview for Write {}

/// A connection over which rows of `M` can be written, with the hooks of `M` and all effects: the bound of a hook that
/// is written for every backend.
///
/// ```
/// # diesel::table! { folders (id) { id -> BigInt, name -> Text, } }
/// # diesel::table! { notes (id) { id -> BigInt, title -> Text, } }
/// # #[derive(Model, Debug)]
/// # #[model(table = folders)]
/// # pub struct Folder { pub id: i64, pub name: String }
/// use model_async::prelude::*;
/// use model_async::{AsyncBackend, Connection, Hooks};
/// use model_core::hooks::Context;
///
/// #[derive(Model, Debug)]
/// #[model(table = notes, hooks)]
/// pub struct Note {
///     pub id: i64,
///     pub title: String,
/// }
///
/// impl<DB: AsyncBackend> Hooks<Connection<'_, DB>> for Note
/// where
///     for<'c> Connection<'c, DB>: CanWrite<Folder, DB>,
/// {
///     async fn after_create(&self, cx: &mut Context<'_, Connection<'_, DB>>) -> Result<(), Error> {
///         let folder = NewFolder::builder().name(self.title.as_str()).build();
///         Folder::create(folder).run(cx.conn()).await.map(drop)
///     }
/// }
/// ```
pub trait CanWrite<M: Model, DB: AsyncBackend>:
    twins::CanWrite<M> + Driver<Backend = DB> + AsyncConnectionCore<Backend = DB> + Connect<DB>
{
}

impl<M, DB, C> CanWrite<M, DB> for C
where
    M: Model,
    DB: AsyncBackend,
    C: twins::CanWrite<M> + Driver<Backend = DB> + AsyncConnectionCore<Backend = DB> + Connect<DB>,
{
}
