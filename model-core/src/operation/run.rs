//! `.run(conn)` and `.outcome(conn)`, as methods of traits that the prelude has.
//!
//! Every builder has the methods of [`Run`], whatever the connection and the state of the builder: so the compiler
//! never says that there is no such method, but names the bound that does not hold. An asynchronous connection has
//! another trait with the method `run`, in another prelude; that is why it cannot be a method of the builders.

use crate::meta::error::Result;
use diesel::connection::LoadConnection;

/// What runs over a connection: each write of the library, and each query of the audit trail.
///
/// ```
/// # use diesel::prelude::*;
/// use model_core::prelude::*;
/// # diesel::table! { notes (id) { id -> BigInt, title -> Text, } }
/// # #[derive(Model, Debug)]
/// # #[model(table = notes)]
/// # pub struct Note { pub id: i64, pub title: String }
///
/// # #[cfg(feature = "sqlite")]
/// # fn at_the_desk(me: &Actor, conn: &mut SqliteConnection) -> Result<(), Error> {
/// let note = Note::create(NewNote::builder().title("Milk").build()).by(me).run(conn)?;
/// # Ok(())
/// # }
/// ```
///
/// The impl of each builder says what it returns and which errors it has. The connection is a synchronous one, or a
/// pooled one, of PostgreSQL, SQLite or MySQL/MariaDB.
pub trait Run: Sized {
    /// The result.
    type Output;

    /// Runs it, and returns the result.
    ///
    /// # Errors
    /// Those that the impl of the builder lists.
    // Each verb of each model has a copy. Inlined, also in a debug build, it adds no code.
    #[inline(always)]
    fn run<Conn>(self, conn: &mut Conn) -> Result<Self::Output>
    where
        Self: Ready + RunOn<Conn>,
    {
        #[cfg(feature = "tracing")]
        return crate::meta::observe::verb::<Self, _>(|| self.perform(conn));
        #[cfg(not(feature = "tracing"))]
        self.perform(conn)
    }
}

/// A builder to which nothing is missing: it has its actor, its unique key, or whatever it cannot run without.
///
/// It says nothing of the connection. The compiler reports what is missing where `run` is called, and not where the
/// connection is given to it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not complete, so it cannot run",
    label = "a call is missing before this one"
)]
pub trait Ready {}

/// A connection of Diesel, or what a pool of them hands out: [`LoadConnection`], by a name that has a message of ours.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a synchronous connection",
    label = "expected a Diesel connection, or one from a pool",
    note = "over a connection of diesel-async, import `model_async::prelude` instead of `model_core::prelude`, and \
            `.await` the call"
)]
pub trait SyncConnection: LoadConnection {}

#[diagnostic::do_not_recommend]
impl<Conn: LoadConnection> SyncConnection for Conn {}

/// What runs over this kind of connection. `Conn: CanWrite<M>` implies it for the writes to rows of `M`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot run over the connection `{Conn}`",
    label = "this does not run over this connection",
    note = "only reads run over a `Replica`: give a write a connection to the primary server"
)]
pub trait RunOn<Conn>: Run {
    /// See [`Run::run`].
    ///
    /// # Errors
    /// As for [`Run::run`].
    #[doc(hidden)]
    fn perform(self, conn: &mut Conn) -> Result<Self::Output>;
}

/// A write to one row that can say what it found, where `run` has an error.
pub trait RunOutcome: Sized {
    /// The outcome.
    type Outcome;

    /// Does the same as `run`, but returns what was found as an [`Outcome`](crate::Outcome): a row that does not exist,
    /// is in the wrong state or has another version is an answer, and not an error.
    ///
    /// # Errors
    /// Those that the impl of the builder lists.
    #[inline(always)]
    fn outcome<Conn>(self, conn: &mut Conn) -> Result<Self::Outcome>
    where
        Self: Ready + OutcomeOn<Conn>,
    {
        #[cfg(feature = "tracing")]
        return crate::meta::observe::verb::<Self, _>(|| self.attempt(conn));
        #[cfg(not(feature = "tracing"))]
        self.attempt(conn)
    }
}

/// What has an outcome over this kind of connection.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot run over the connection `{Conn}`",
    label = "this does not run over this connection",
    note = "only reads run over a `Replica`: give a write a connection to the primary server"
)]
pub trait OutcomeOn<Conn>: RunOutcome {
    /// See [`RunOutcome::outcome`].
    ///
    /// # Errors
    /// As for [`RunOutcome::outcome`].
    #[doc(hidden)]
    fn attempt(self, conn: &mut Conn) -> Result<Self::Outcome>;
}

#[cfg(feature = "async")]
#[path = "../../twins/operation/run.rs"]
pub(crate) mod twin;
