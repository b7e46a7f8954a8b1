//! Finds the row that already has the same unique value.

use crate::meta::Role;
use crate::meta::error::Result;
use crate::meta::unique::Unique;
use crate::model::Model;
use crate::sql;
use crate::sql::At;
use crate::sql::code::Flag;
use crate::sql::dialect::Dialect;
use crate::sql::lock::reads_the_past;
use crate::sql::on::RowOn;
use crate::sql::rows::{load, statement};
use crate::sql::select::push_lock;
use crate::sql::state::RequiredState;
use crate::sql::unique::push_pieces;
use crate::values::BindValues;
use crate::write::insert::overwrite::push_newer;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::{Field, NamedRow, Row};

/// A row, and what an upsert has to know about it.
pub(crate) struct ExistingRow<M> {
    pub(crate) row: M,
    /// Whether the condition allows to write it.
    pub(crate) passes: bool,
    pub(crate) is_deleted: bool,
    /// Whether it has another value of the default scope than the new row.
    pub(crate) is_foreign: bool,
}

impl<M, DB> QueryableByName<DB> for ExistingRow<M>
where
    DB: Dialect,
    M: Model + RowOn<DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let width = M::META.fields.len();
        let flag = |index: usize| {
            let cell = Row::get(row, width + index).ok_or("the row has no flag")?;
            Flag::read::<DB>(cell.value()).map(|Flag(holds)| holds)
        };
        let is_foreign = M::META.default_scope().is_some() && flag(2)?;
        Ok(Self { passes: flag(0)?, is_deleted: flag(1)?, is_foreign, row: M::build_from_row(row)? })
    }
}

/// Finds the row with the same values in the columns of a unique key; of several deleted rows, the one that was deleted
/// last.
pub(crate) fn find<Conn, M, G>(
    conn: &mut Conn,
    values: &M::Values,
    unique: &'static Unique,
    state: RequiredState,
    guard: &G,
    newest: Option<usize>,
) -> Result<Option<ExistingRow<M>>>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: Model + RowOn<Conn::Backend>,
    G: QueryFragment<Conn::Backend>,
{
    read(conn, Same::<M, G> { values, unique, state, guard, newest, key: None, lock: false })
}

/// Does the same, for what is judged by the row: a row that was read from an old state is read again with a lock. (What
/// is not there is not locked: the INSERT finds out, and to lock the gap of an index would be waited for by others.)
pub(crate) fn find_now<Conn, M, G>(
    conn: &mut Conn,
    values: &M::Values,
    unique: &'static Unique,
    state: RequiredState,
    guard: &G,
    newest: Option<usize>,
) -> Result<Option<ExistingRow<M>>>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: Model + RowOn<Conn::Backend>,
    G: QueryFragment<Conn::Backend>,
{
    let found = find::<_, M, G>(conn, values, unique, state, guard, newest)?;
    match found {
        Some(found) if reads_the_past(conn)? => {
            read(conn, Same::<M, G> { values, unique, state, guard, newest, key: Some(found.row.key()), lock: true })
        }
        found => Ok(found),
    }
}

/// Does the same, and locks the row until the transaction ends.
///
/// MySQL and MariaDB also lock the gaps of an index, and writers that do so wait for each other. There the row is first
/// found, and then locked by its key. (A transaction that does not see the row yet has to lock what it searches.)
pub(crate) fn find_locked<Conn, M, G>(
    conn: &mut Conn,
    values: &M::Values,
    unique: &'static Unique,
    state: RequiredState,
    guard: &G,
    newest: Option<usize>,
) -> Result<Option<ExistingRow<M>>>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: Model + RowOn<Conn::Backend>,
    G: QueryFragment<Conn::Backend>,
{
    let key = match <Conn::Backend as Dialect>::PARTIAL_INDEX {
        true => None,
        false => find::<_, M, G>(conn, values, unique, state, guard, newest)?.map(|found| found.row.key()),
    };
    let was_found = key.is_some();
    let locked = read(conn, Same::<M, G> { values, unique, state, guard, newest, key, lock: true })?;
    // The row that an old state has shown is gone: another one may have its place.
    match locked {
        None if was_found => read(conn, Same::<M, G> { values, unique, state, guard, newest, key: None, lock: true }),
        locked => Ok(locked),
    }
}

fn read<Conn, M, G>(conn: &mut Conn, same: Same<'_, M, G>) -> Result<Option<ExistingRow<M>>>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: Model + RowOn<Conn::Backend>,
    G: QueryFragment<Conn::Backend>,
{
    let rows: Vec<ExistingRow<M>> = load(conn, same)?;
    Ok(rows.into_iter().next())
}

/// `SELECT .., <whether the guard holds>, <whether it is deleted> [, <whether it is foreign>] FROM articles WHERE slug
/// = .. AND deleted_at IS NULL [FOR UPDATE]`
struct Same<'s, M: Model, G> {
    values: &'s M::Values,
    unique: &'static Unique,
    state: RequiredState,
    guard: &'s G,
    /// The column in which the new row must be newer to be written.
    newest: Option<usize>,
    key: Option<M::Key>,
    lock: bool,
}

statement!(['s, M: Model, G] Same<'s, M, G>, by_text);

impl<M, G, DB> QueryFragment<DB> for Same<'_, M, G>
where
    DB: Dialect,
    M: Model + RowOn<DB>,
    G: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let soft = M::META.with_role(Role::DeletedAt);
        out.push_sql("SELECT ");
        sql::columns::<M, DB>(At::Table, &mut out)?;
        if let Some(newest) = self.newest {
            out.push_sql(", CASE WHEN ");
            push_newer(sql::names::<M, DB>(), newest, |out| self.values.bind(newest, out.reborrow()), &mut out)?;
            out.push_sql(Flag::IF);
            out.push_sql(", ");
        } else if self.guard.is_noop(out.backend())? {
            [", ", Flag::YES, ", "].into_iter().for_each(|part| out.push_sql(part));
        } else {
            out.push_sql(", CASE WHEN ");
            self.guard.walk_ast(out.reborrow())?;
            out.push_sql(Flag::IF);
            out.push_sql(", ");
        }
        if soft.is_none() {
            out.push_sql(Flag::NO);
        } else {
            out.push_sql("CASE WHEN ");
            sql::is_deleted::<M, DB>(At::Table, true, &mut out)?;
            out.push_sql(Flag::IF);
        }
        if let Some(scope) = M::META.default_scope() {
            out.push_sql(", CASE WHEN ");
            sql::column::<M, DB>(At::Table, scope, &mut out)?;
            out.push_sql(" = ");
            self.values.bind(scope, out.reborrow())?;
            out.push_sql(Flag::UNLESS);
        }
        out.push_sql(" FROM ");
        sql::table::<M, DB>(&mut out)?;
        out.push_sql(" WHERE ");
        let names = sql::names::<M, DB>();
        sql::separated(self.unique.columns.iter().enumerate(), " AND ", &mut out, |(place, index), out| {
            names.unique_column(self.unique, place, At::Table, out)?;
            out.push_sql(" = ");
            let applied = self.unique.applied.filter(|_| place == 0);
            out.push_sql(applied.map_or("", |applied| applied.function));
            out.push_sql(if applied.is_some() { "(" } else { "" });
            self.values.bind(*index, out.reborrow())?;
            out.push_sql(if applied.is_some() { ")" } else { "" });
            Ok(())
        })?;
        if !self.unique.condition.is_empty() {
            // The index has neither of the two rows unless its condition holds for both.
            out.push_sql(" AND (");
            push_pieces(self.unique, &mut out, |index, out| names.column(At::Table, index, out))?;
            out.push_sql(") AND (");
            push_pieces(self.unique, &mut out, |index, out| self.values.bind(index, out.reborrow()))?;
            out.push_sql(")");
        }
        if let Some(key) = &self.key {
            out.push_sql(" AND ");
            sql::key_is::<M, DB>(key, &mut out)?;
        }
        if self.state != RequiredState::Any {
            out.push_sql(" AND ");
            sql::is_deleted::<M, DB>(At::Table, self.state == RequiredState::Deleted, &mut out)?;
        }
        if let (RequiredState::Deleted, Some(marker)) = (self.state, soft) {
            out.push_sql(" ORDER BY ");
            sql::separated([marker].iter().chain(M::META.key), ", ", &mut out, |index, out| {
                sql::column::<M, DB>(At::Table, *index, out)?;
                out.push_sql(" DESC");
                Ok(())
            })?;
            out.push_sql(" LIMIT 1");
        }
        if self.lock {
            push_lock::<DB>(DB::LOCK, &mut out);
        }
        Ok(())
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/upsert/found.rs"]
pub(crate) mod twin;
