//! Triggers that record writes that bypass the library.

#[cfg(feature = "postgres")]
mod pg;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
mod program;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
mod values;

use crate::ddl::declared::{HasTable, TableName, shortened, table_name};
use crate::ddl::text::{literal, quoted, table};
use crate::meta::Meta;
use crate::meta::error::Result;
use crate::sql::dialect::{Dialect, System};

/// The columns of an entry that a trigger fills.
const COLUMNS: &str =
    "created_at, actor_kind, actor_id, action, content_type, object_id, object_repr, changes, batch_id";

/// The row by which writes on SQLite announce to the triggers of a table that they write the entries themselves.
pub(crate) fn mark(meta: &Meta) -> String {
    literal(System::Sqlite, &format!("audit_capture {}", meta.content_type))
}

/// The statements that create the triggers of a model with `#[model(audit(capture))]` on a backend, without a semicolon
/// at the end. The triggers write the entries of writes that bypass the library: `INSERT`, `UPDATE` and `DELETE` of any
/// program, and on PostgreSQL `TRUNCATE`. They skip the library's own writes.
///
/// ```
/// # use diesel::prelude::*;
/// # use model_core::prelude::*;
/// # diesel::table! { tags (id) { id -> BigInt, name -> Text, } }
/// #[derive(Model)]
/// #[model(table = tags, audit(capture))]
/// pub struct Tag {
///     pub id: i64,
///     pub name: String,
/// }
///
/// # #[cfg(feature = "postgres")]
/// # fn main() -> Result<(), Error> {
/// let up = model_core::ddl::capture::<Tag, diesel::pg::Pg>()?;
/// assert!(up[0].starts_with("CREATE OR REPLACE FUNCTION \"tags_capture\"() RETURNS TRIGGER"));
/// let down = model_core::ddl::drop_capture::<Tag, diesel::pg::Pg>()?;
/// assert_eq!(down[0], "DROP TRIGGER IF EXISTS \"tags_capture\" ON \"tags\"");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "postgres"))]
/// # fn main() {}
/// ```
///
/// An entry looks like one that the library would have written: the same names, values, masks and actions. An update
/// that changes the deletion marker is a `delete` or a `restore`; an update that changes the key is a `hard_delete` and
/// a `create`. The actor is the one of the session, as `kind:id`, in the setting `audit.actor` of PostgreSQL or the
/// variable `@audit_actor` of MySQL and MariaDB. Otherwise it is `database` with the name of the database user (SQLite
/// has none).
///
/// The triggers contain the columns of the model. Create them again when it changes; `check` reports this.
///
/// SQL: `CREATE TRIGGER articles_capture_update AFTER UPDATE ON articles ..`, and on PostgreSQL a function before it
///
/// # Errors
/// [`Error::Invalid`](crate::Error::Invalid) for a recorded column of 32-bit floating point numbers on SQLite, MySQL
/// and MariaDB, which cannot write such a number as exact text. A name that the backend cannot quote.
pub fn capture<M, DB>() -> Result<Vec<String>>
where
    DB: Dialect,
    M: HasTable,
{
    const { assert!(M::META.captured, "only a model with `#[model(audit(capture))]` has triggers for its trail") };
    create(DB::SYSTEM, M::META, &table_name::<M>()?)
}

/// The statements that drop what [`capture`] creates, if it exists: for the `down.sql` of a migration, and before the
/// triggers are created again.
///
/// SQL: `DROP TRIGGER IF EXISTS articles_capture_update`
///
/// # Errors
/// A name that cannot be quoted; no such name is known.
pub fn drop_capture<M, DB>() -> Result<Vec<String>>
where
    DB: Dialect,
    M: HasTable,
{
    Ok(drop(DB::SYSTEM, &table_name::<M>()?))
}

/// A trigger, or the function behind the triggers of PostgreSQL.
#[cfg_attr(not(feature = "check"), expect(dead_code, reason = "only the comparison with a database reads its fields"))]
pub(crate) struct Trigger {
    pub(crate) name: String,
    /// The text that the catalogs keep of what it does.
    pub(crate) body: String,
    /// Parts of what they say of when it does it; nothing where that is in the text.
    pub(crate) head: Vec<String>,
    /// The statements that create it.
    create: Vec<String>,
}

/// The triggers of a table.
pub(crate) fn triggers(system: System, meta: &'static Meta, table: &TableName) -> Result<Vec<Trigger>> {
    match system {
        #[cfg(feature = "postgres")]
        System::Postgres => pg::triggers(meta, table),
        #[cfg(any(feature = "sqlite", feature = "mysql"))]
        System::Sqlite | System::Mysql => program::triggers(system, meta, table),
        // There is no such connection in this build.
        #[cfg(not(feature = "postgres"))]
        System::Postgres => Ok(Vec::new()),
        #[cfg(not(any(feature = "sqlite", feature = "mysql")))]
        System::Sqlite | System::Mysql => Ok(Vec::new()),
    }
}

/// The statements that create the triggers of a table.
pub(crate) fn create(system: System, meta: &'static Meta, table: &TableName) -> Result<Vec<String>> {
    let mark = (system == System::Sqlite).then(|| mark(meta)).map(|mark| {
        format!(
            "INSERT INTO sqlite_sequence (name, seq) SELECT {mark}, 0 \
             WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = {mark})"
        )
    });
    Ok(mark.into_iter().chain(triggers(system, meta, table)?.into_iter().flat_map(|trigger| trigger.create)).collect())
}

/// The statement that creates the function behind the triggers of PostgreSQL.
#[cfg(any(feature = "postgres", feature = "check"))]
pub(crate) fn function(of: &TableName, body: &str) -> String {
    let function = table(System::Postgres, &TableName { schema: of.schema.clone(), name: name(of, "") });
    format!("CREATE OR REPLACE FUNCTION {function}() RETURNS TRIGGER LANGUAGE plpgsql AS $capture${body}$capture$")
}

/// The statements that drop them.
pub(crate) fn drop(system: System, of: &TableName) -> Vec<String> {
    let place = |name: String| table(system, &TableName { schema: of.schema.clone(), name });
    if system == System::Postgres {
        let triggers = [name(of, ""), name(of, "truncate")];
        let on = table(system, of);
        let triggers = triggers.iter().map(|name| format!("DROP TRIGGER IF EXISTS {} ON {on}", quoted(system, name)));
        return triggers.chain([format!("DROP FUNCTION IF EXISTS {}()", place(name(of, "")))]).collect();
    }
    names(system, of).into_iter().map(|name| format!("DROP TRIGGER IF EXISTS {}", place(name))).collect()
}

/// The names of the triggers of a table.
pub(crate) fn names(system: System, of: &TableName) -> Vec<String> {
    let events: &[&str] = match system {
        System::Postgres => &["", "truncate"],
        System::Sqlite | System::Mysql => &["insert", "update", "delete"],
    };
    events.iter().map(|event| name(of, event)).collect()
}

fn name(of: &TableName, event: &str) -> String {
    let before = if event.is_empty() { "" } else { "_" };
    shortened(format!("{}_capture{before}{event}", of.name))
}
