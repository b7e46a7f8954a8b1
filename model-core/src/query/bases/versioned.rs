//! The base of rows that count their writes.

use model_derive::Base;
use serde::{Deserialize, Serialize};

/// `version` counts the writes to a row. Of two concurrent changes the second fails: a write that starts from a row in
/// memory returns [`Error::Stale`](crate::Error::Stale), with both versions, once another write has changed the row.
/// `expecting(version)` is for versions that come from outside, such as the `If-Match` of a request.
///
/// ```
/// use model_core::bases::Versioned;
/// use model_core::prelude::*;
/// # use diesel::prelude::*;
/// # diesel::table! { notes (id) { id -> BigInt, title -> Text, version -> BigInt, } }
///
/// #[derive(Model, Debug, Clone)]
/// #[model(table = notes)]
/// pub struct Note {
///     pub id: i64,
///     pub title: String,
///     #[model(base)]
///     pub versioned: Versioned,
/// }
///
/// # #[cfg(feature = "sqlite")]
/// # fn at_the_desk(note: Note, conn: &mut SqliteConnection) -> Result<(), Error> {
/// let newer = note.patch().title("Oat milk").run(conn)?;
/// match note.patch().title("Rice milk").run(conn) {
///     Err(Error::Stale { expected, found }) => println!("made from version {expected}, and it is at {found} by now"),
///     other => drop(other?),
/// }
/// # Ok(())
/// # }
/// ```
///
/// `V` is the type of the column: `i64`, or `i32`.
///
/// SQL: `version`, a number that is not `NULL` and is 1 in a new row; `.. WHERE id = ? AND version = ?` in a write.
#[derive(Base, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Versioned<V = i64> {
    /// The number of writes.
    #[model(version)]
    pub version: V,
}
