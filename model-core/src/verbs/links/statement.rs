//! The statements that lock and read the rows of a write to links.

use crate::meta::type_only::TypeOnly;
use crate::model::{DeletionPolicy, Model};
use crate::query::relations::belongs_to::BelongsTo;
use crate::query::relations::reference::{SharedScope, shared_scope};
use crate::sql;
use crate::sql::At;
use crate::sql::code::RowCode;
use crate::sql::dialect::Dialect;
use crate::sql::find::push_state;
use crate::sql::on::{ModelOn, RowOn};
use crate::sql::parts::{columns_are, key_tuple, push_in};
use crate::sql::rows::statement;
use crate::sql::state::RequiredState;
use crate::values::BindValues;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};

/// Pushes ` IN (..)` with keys of rows of `M`.
fn push_keys<'b, M, DB>(keys: &'b [&'b M::Key], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend,
    M: Model<Values: BindValues<DB>>,
{
    // The text depends on the number of keys, so caching would keep one prepared statement per number.
    out.unsafe_to_cache_prepared();
    push_in::<M, DB>(keys.iter().copied(), out)
}

/// `SELECT .., <its state> FROM tags WHERE id IN (..) ORDER BY id FOR SHARE`
///
/// The state tells a row that a default scope keeps apart from the row that it is to be linked to: `CASE WHEN tenant_id
/// <> (SELECT tenant_id FROM articles WHERE id = ..) THEN 3 ..`.
pub(crate) struct LockRows<'k, M: Model, Other: Model> {
    pub(crate) keys: &'k [&'k M::Key],
    /// The row to which they are to be linked.
    pub(crate) other: Option<&'k Other::Key>,
    pub(crate) lock: &'static str,
}

statement!(['k, M: Model, Other: Model] LockRows<'k, M, Other>, by_text);

impl<M, Other, DB> QueryFragment<DB> for LockRows<'_, M, Other>
where
    DB: Dialect,
    M: RowOn<DB> + Model,
    Other: RowOn<DB> + Model,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        sql::columns::<M, DB>(At::Table, &mut out)?;
        match self.other.zip(shared_scope::<Other, M>()) {
            Some((other, scope)) => push_scoped_state::<M, Other, DB>(other, scope, &mut out)?,
            None => push_state::<M, DB>(At::Table, RequiredState::Live.of::<M>(), &mut out)?,
        }
        out.push_sql(" FROM ");
        sql::table::<M, DB>(&mut out)?;
        out.push_sql(" WHERE ");
        key_tuple::<M, DB>(&mut out)?;
        push_keys::<M, DB>(self.keys, &mut out)?;
        out.push_sql(" ORDER BY ");
        sql::key_columns::<M, DB>(At::Table, &mut out)?;
        out.push_sql(self.lock);
        Ok(())
    }
}

/// Pushes a comma, and the code of a row that is to be linked to another.
fn push_scoped_state<'b, M, Other, DB>(
    other: &'b Other::Key,
    scope: SharedScope,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Dialect,
    M: RowOn<DB> + Model,
    Other: RowOn<DB> + Model,
{
    out.push_sql(", CASE WHEN ");
    sql::column::<M, DB>(At::Table, scope.theirs, out)?;
    out.push_sql(" <> (SELECT ");
    sql::column::<Other, DB>(At::Table, scope.own, out)?;
    out.push_sql(" FROM ");
    sql::table::<Other, DB>(out)?;
    out.push_sql(" WHERE ");
    sql::key_is::<Other, DB>(other, out)?;
    [") THEN ", RowCode::OutOfScope.sql()].into_iter().for_each(|part| out.push_sql(part));
    if M::Deletion::SOFT {
        out.push_sql(" WHEN ");
        sql::is_deleted::<M, DB>(At::Table, true, out)?;
        [" THEN ", RowCode::WrongState.sql()].into_iter().for_each(|part| out.push_sql(part));
    }
    [" ELSE ", RowCode::Unchanged.sql(), " END"].into_iter().for_each(|part| out.push_sql(part));
    Ok(())
}

/// `SELECT .., <its state> FROM article_tags WHERE article_id = .. AND tag_id IN (..) ORDER BY id [FOR UPDATE]`
pub(crate) struct SelectLinks<'k, M: Model, Linked: Model, Link, By, To> {
    pub(crate) key: &'k M::Key,
    /// The rows on the other side; empty means all rows.
    pub(crate) only: &'k [&'k Linked::Key],
    pub(crate) lock: &'static str,
    pub(crate) relation: TypeOnly<(Link, By, To)>,
}

statement!(['k, M: Model, Linked: Model, Link, By, To] SelectLinks<'k, M, Linked, Link, By, To>, by_text);

impl<M, Linked, Link, By, To, DB> QueryFragment<DB> for SelectLinks<'_, M, Linked, Link, By, To>
where
    DB: Dialect,
    M: Model<Values: BindValues<DB>>,
    Linked: Model<Values: BindValues<DB>>,
    Link: BelongsTo<M, By> + BelongsTo<Linked, To> + ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        sql::columns::<Link, DB>(At::Table, &mut out)?;
        push_state::<Link, DB>(At::Table, RequiredState::Live.of::<Link>(), &mut out)?;
        out.push_sql(" FROM ");
        sql::table::<Link, DB>(&mut out)?;
        out.push_sql(" WHERE ");
        columns_are::<Link, M, DB>(<Link as BelongsTo<M, By>>::FOREIGN_KEY, self.key, &mut out)?;
        if !self.only.is_empty() {
            out.push_sql(" AND ");
            sql::names::<Link, DB>().tuple(<Link as BelongsTo<Linked, To>>::FOREIGN_KEY, &mut out)?;
            push_keys::<Linked, DB>(self.only, &mut out)?;
        }
        out.push_sql(" ORDER BY ");
        sql::key_columns::<Link, DB>(At::Table, &mut out)?;
        out.push_sql(self.lock);
        Ok(())
    }
}
