//! One bound for functions that write rows of any model.

use crate::effects::writes::Writes;
use crate::hooks::policy::RunsHooksOf;
use crate::model::Model;
use crate::model::writable::Writable;
use crate::verbs::upsert::NoGuard;
use crate::verbs::upsert::backend::Upserts;
use diesel::connection::LoadConnection;

/// A connection over which rows of `M` can be written, with the hooks of `M` and all effects: the only bound that a
/// function needs that is generic over models and connections.
///
/// Every connection implements it for every model whose fields its backend can store, and whose hooks, if there are
/// any, are implemented for the connection; it is not implemented by hand. A bound on the model adds what only some
/// models have: `M: SoftDelete`. A function for several models names each: `Conn: CanWrite<Folder> + CanWrite<Note>`.
///
/// ```
/// # use diesel::prelude::*;
/// use model_core::prelude::*;
/// # diesel::table! { notes (id) { id -> BigInt, title -> Text, } }
/// # #[derive(Model, Debug)]
/// # #[model(table = notes)]
/// # pub struct Note { pub id: i64, pub title: String }
///
/// /// Removes the old rows, and creates the new ones.
/// fn replace<M, Conn>(old: Vec<M>, new: Vec<M::New>, me: &Actor, conn: &mut Conn) -> Result<Vec<M>, Error>
/// where
///     M: Model,
///     Conn: CanWrite<M>,
/// {
///     conn.transaction(|conn| {
///         for row in old {
///             row.hard_delete().by(me).run(conn)?;
///         }
///         new.into_iter().map(|new| M::create(new).by(me).run(conn)).collect()
///     })
/// }
///
/// # #[cfg(feature = "sqlite")]
/// # fn at_the_desk(old: Vec<Note>, me: &Actor, conn: &mut SqliteConnection) -> Result<(), Error> {
/// let notes: Vec<Note> = replace(old, vec![NewNote::builder().title("Milk").build()], me, conn)?;
/// # Ok(())
/// # }
/// ```
pub trait CanWrite<M: Model>:
    LoadConnection<Backend: Writes<Self, M> + Upserts<Self, M, NoGuard>> + RunsHooksOf<M>
{
}

impl<M, Conn> CanWrite<M> for Conn
where
    M: Writable,
    Conn: LoadConnection<Backend: Writes<Conn, M> + Upserts<Conn, M, NoGuard>> + RunsHooksOf<M>,
{
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/can_write.rs"]
pub(crate) mod twin;
