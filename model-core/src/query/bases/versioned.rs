//! How often a row was written.

use model_derive::Base;
use serde::{Deserialize, Serialize};

/// `version`, which counts the writes to a row, so that of two who change one at the same time the second is told so: a write
/// that starts from a row in memory is refused once somebody else has written it, by [`Error::Stale`](crate::Error::Stale) with
/// both versions. `expecting(version)` is for versions that come from outside, such as the `If-Match` of a request.
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
    /// How often it was written.
    #[model(version)]
    pub version: V,
}
