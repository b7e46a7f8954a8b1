//! SQL for migrations that follows from what a model declares: its table, its unique indexes, and foreign keys to live
//! rows.
// May import: `meta`, `model`, `values`, `sql`, `operation`, `trail`, `query`.
//!
//! The library does not run it. Print it when you write a migration; `check` compares a database with it.
//!
//! ```
//! # use diesel::prelude::*;
//! # use model_core::prelude::*;
//! # diesel::table! { articles (id) { id -> BigInt, slug -> Text, deleted_at -> Nullable<Timestamp>, } }
//! #[derive(Model)]
//! #[model(table = articles, soft_delete)]
//! pub struct Article {
//!     pub id: i64,
//!     #[model(unique)]
//!     pub slug: String,
//!     pub deleted_at: Option<chrono::NaiveDateTime>,
//! }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn main() -> Result<(), Error> {
//! let indexes = model_core::ddl::unique_indexes::<Article, diesel::sqlite::Sqlite>()?;
//! assert_eq!(
//!     indexes,
//!     ["CREATE UNIQUE INDEX `articles_slug_unique` ON `articles` (`slug`) WHERE `deleted_at` IS NULL"],
//! );
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sqlite"))]
//! # fn main() {}
//! ```

#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub(crate) mod declared;
#[cfg(feature = "postgres")]
pub(crate) mod live;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub(crate) mod table;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub(crate) mod text;

#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#[doc(hidden)]
pub use self::declared::HasTable;
#[cfg(feature = "postgres")]
pub use self::live::live_foreign_keys;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub use self::table::create_table;

use crate::meta::Meta;
use crate::meta::error::Result;
use crate::meta::unique::{Applied, Unique};
use crate::model::Model;
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::unique::generated_column;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;

/// The statements that create the unique indexes of a model on a backend, in the order of its fields, without a
/// semicolon at the end.
///
/// On SQLite and PostgreSQL a unique key among the live rows is a partial index. MySQL and MariaDB have none, so there
/// the first statement adds a generated column `live` to the table, which is 1 in a live row and NULL in a deleted one,
/// and that column is the last of each such index: rows with a NULL in it are never equal. (Its name is `row_live` if
/// the model itself has a column `live`.)
///
/// In the same way a condition (`unique(where = ..)`) is the predicate of the index, or a generated column of its own,
/// and a function (`unique(on = lower(email))`) stands in the index, or a generated column holds its results.
///
/// A text column of MySQL needs a length to be indexed: `VARCHAR(200)` rather than `TEXT`.
///
/// SQL: `CREATE UNIQUE INDEX articles_slug_unique ON articles (slug) WHERE deleted_at IS NULL`; on MySQL and MariaDB
/// `ALTER TABLE articles ADD COLUMN live TINYINT AS (IF(deleted_at IS NULL, 1, NULL)) VIRTUAL` and
/// `CREATE UNIQUE INDEX articles_slug_unique ON articles (slug, live)`
///
/// # Errors
/// A name that the backend cannot quote; no such name is known.
pub fn unique_indexes<M, DB>() -> Result<Vec<String>>
where
    DB: Dialect,
    M: Model<Table: QueryFragment<DB>>,
{
    // A condition of the index tells live rows from deleted ones too.
    let is_partial = |unique: &Unique| unique.is_partial(M::META) && unique.condition.is_empty();
    let mut statements = Vec::new();
    if !DB::PARTIAL_INDEX && M::META.uniques.iter().any(is_partial) {
        statements.push(DB::text_of(&LiveColumn::<M>(PhantomData))?);
    }
    for unique in M::META.uniques {
        if !DB::PARTIAL_INDEX && unique.applied.is_some() {
            statements.push(DB::text_of(&AppliedColumn::<M> { unique, model: PhantomData })?);
        }
        if !DB::PARTIAL_INDEX && !unique.condition.is_empty() {
            statements.push(DB::text_of(&ConditionColumn::<M> { unique, model: PhantomData })?);
        }
        statements.push(DB::text_of(&Index::<M> { unique, model: PhantomData })?);
    }
    Ok(statements)
}

/// `ALTER TABLE users ADD COLUMN email_lower VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin AS (lower(email))
/// VIRTUAL`. The collation compares the results as they are, as the other backends do.
struct AppliedColumn<M> {
    unique: &'static Unique,
    model: PhantomData<M>,
}

impl<M, DB> QueryFragment<DB> for AppliedColumn<M>
where
    DB: Dialect,
    M: Model<Table: QueryFragment<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let (Some(applied), [column, ..]) = (self.unique.applied, self.unique.columns) else { return Ok(()) };
        out.push_sql("ALTER TABLE ");
        sql::table::<M, DB>(&mut out)?;
        out.push_sql(" ADD COLUMN ");
        out.push_identifier(&generated_column(&M::META.fields[*column], applied))?;
        let Applied { function, length } = applied;
        out.push_sql(&format!(" VARCHAR({length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin AS ({function}("));
        sql::column::<M, DB>(At::Bare, *column, &mut out)?;
        out.push_sql(")) VIRTUAL");
        Ok(())
    }
}

/// The name of the generated column that says whether an index has a row.
pub(crate) fn condition_column(unique: &Unique) -> String {
    format!("{}_in", unique.index)
}

/// `ALTER TABLE users ADD COLUMN users_gh_id_unique_in TINYINT AS (IF(gh_id > 0, 1, NULL)) VIRTUAL`
struct ConditionColumn<M> {
    unique: &'static Unique,
    model: PhantomData<M>,
}

impl<M, DB> QueryFragment<DB> for ConditionColumn<M>
where
    DB: Dialect,
    M: Model<Table: QueryFragment<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("ALTER TABLE ");
        sql::table::<M, DB>(&mut out)?;
        out.push_sql(" ADD COLUMN ");
        out.push_identifier(&condition_column(self.unique))?;
        out.push_sql(" TINYINT AS (IF(");
        sql::names::<M, DB>().unique_rows(self.unique, At::Bare, &mut out)?;
        out.push_sql(", 1, NULL)) VIRTUAL");
        Ok(())
    }
}

/// The name of the generated column that distinguishes live rows from deleted ones.
pub(crate) fn live_column(meta: &Meta) -> &'static str {
    if meta.fields.iter().any(|field| field.column.eq_ignore_ascii_case("live")) { "row_live" } else { "live" }
}

/// `ALTER TABLE articles ADD COLUMN live TINYINT AS (IF(deleted_at IS NULL, 1, NULL)) VIRTUAL`
struct LiveColumn<M>(PhantomData<M>);

impl<M, DB> QueryFragment<DB> for LiveColumn<M>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("ALTER TABLE ");
        sql::table::<M, DB>(&mut out)?;
        out.push_sql(" ADD COLUMN ");
        out.push_identifier(live_column(M::META))?;
        out.push_sql(" TINYINT AS (IF(");
        sql::is_deleted::<M, DB>(At::Bare, false, &mut out)?;
        out.push_sql(", 1, NULL)) VIRTUAL");
        Ok(())
    }
}

/// `CREATE UNIQUE INDEX articles_slug_unique ON articles (slug) WHERE deleted_at IS NULL`
struct Index<M> {
    unique: &'static Unique,
    model: PhantomData<M>,
}

impl<M, DB> QueryFragment<DB> for Index<M>
where
    DB: Dialect,
    M: Model<Table: QueryFragment<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let names = sql::names::<M, DB>();
        out.push_sql("CREATE UNIQUE INDEX ");
        out.push_identifier(self.unique.index)?;
        out.push_sql(" ON ");
        sql::table::<M, DB>(&mut out)?;
        out.push_sql(" (");
        names.unique_columns(self.unique, At::Bare, &mut out)?;
        if DB::PARTIAL_INDEX {
            out.push_sql(")");
            return names.unique_predicate(self.unique, &mut out);
        }
        if !self.unique.condition.is_empty() {
            out.push_sql(", ");
            out.push_identifier(&condition_column(self.unique))?;
        } else if self.unique.is_partial(M::META) {
            out.push_sql(", ");
            out.push_identifier(live_column(M::META))?;
        }
        out.push_sql(")");
        Ok(())
    }
}
