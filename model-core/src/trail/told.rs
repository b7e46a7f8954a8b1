//! How a write of the library announces to the triggers of a captured table that it writes the entries itself.
//!
//! On PostgreSQL, the trigger finds it in the text of the statement. On MySQL and MariaDB, the statement sets a
//! variable to its start time, which is valid only for this statement. SQLite has neither: there, the write stores the
//! number of the next entry, and the entry with this number ends the announcement.

#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::meta::Meta;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::meta::error::Result;
use crate::sql::Names;
use crate::sql::dialect::Dialect;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use crate::sql::rows::statement;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use diesel::QueryResult;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use diesel::connection::LoadConnection;
use diesel::query_builder::AstPass;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
use diesel::query_builder::{QueryFragment, QueryId};

/// The variable by which statements of MySQL and MariaDB announce themselves to the triggers of a table. Each table has
/// its own, because a trigger of the application may write to another captured table.
pub(crate) fn variable(content_type: &str) -> String {
    // FNV-1a: the same in every build.
    let hash = content_type
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("@audit_{hash:016x}")
}

/// What a write to a captured table also computes, where a statement can announce itself to triggers.
pub(crate) fn told_by<DB: Dialect>(names: Names<'_, DB>) -> Option<String> {
    let tells = DB::TELLS_TRIGGERS && names.meta.captured;
    tells.then(|| format!("{} := NOW(6) + 0", variable(names.meta.content_type)))
}

/// Pushes it as a condition that always holds. The server must not detect this: it would remove a condition that it
/// takes for a constant, such as `IS NOT NULL`.
pub(crate) fn push_told<DB: Dialect>(names: Names<'_, DB>, out: &mut AstPass<'_, '_, DB>) {
    if let Some(telling) = told_by(names) {
        out.push_sql(&format!(" AND ({telling}) > 0"));
    }
}

/// Announces that the next entry of the trail records the next write to a captured table, on a backend where this has
/// to happen before the write. It does nothing for other tables.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) fn announce<Conn>(conn: &mut Conn, meta: &'static Meta) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    if meta.captured && <Conn::Backend as Dialect>::ANNOUNCE.is_some() {
        crate::sql::rows::execute(conn, Announce { content_type: meta.content_type })?;
    }
    Ok(())
}

/// Withdraws the announcement, because there is no entry.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) fn withdraw<Conn>(conn: &mut Conn, meta: &'static Meta) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
{
    if meta.captured && <Conn::Backend as Dialect>::ANNOUNCE.is_some() {
        crate::sql::rows::execute(conn, Withdraw { content_type: meta.content_type })?;
    }
    Ok(())
}

/// The statement that announces an entry.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
struct Announce<'m> {
    content_type: &'m str,
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
statement!(['m] Announce<'m>);

#[cfg(any(feature = "sqlite", feature = "mysql"))]
impl QueryId for Announce<'_> {
    type QueryId = Announce<'static>;
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
impl<DB: Dialect> QueryFragment<DB> for Announce<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(DB::ANNOUNCE.unwrap_or_default());
        DB::text(self.content_type, &mut out)
    }
}

/// The statement that withdraws an announcement.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
struct Withdraw<'m> {
    content_type: &'m str,
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
statement!(['m] Withdraw<'m>);

#[cfg(any(feature = "sqlite", feature = "mysql"))]
impl QueryId for Withdraw<'_> {
    type QueryId = Withdraw<'static>;
}

#[cfg(any(feature = "sqlite", feature = "mysql"))]
impl<DB: Dialect> QueryFragment<DB> for Withdraw<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(DB::WITHDRAW);
        DB::text(self.content_type, &mut out)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/trail/told.rs"]
pub(crate) mod twin;
