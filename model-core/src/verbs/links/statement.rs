//! The statements that lock and read the rows of a write to links.

use crate::meta::type_only::TypeOnly;
use crate::model::Model;
use crate::query::relations::belongs_to::BelongsTo;
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::find::push_state;
use crate::sql::on::{ModelOn, RowOn};
use crate::sql::rows::statement;
use crate::sql::state::RequiredState;
use crate::values::BindValues;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};

/// Pushes keys of rows of `M`, with commas between them.
fn push_keys<'b, M, DB>(keys: &'b [&'b M::Key], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend,
    M: Model<Values: BindValues<DB>>,
{
    // The text depends on the number of keys, so caching would keep one prepared statement per number.
    out.unsafe_to_cache_prepared();
    sql::separated(keys, ", ", out, |key, out| <M::Values as BindValues<DB>>::bind_key(key, 0, out.reborrow()))
}

/// `SELECT .., <its state> FROM articles WHERE id IN (..) ORDER BY id FOR UPDATE`
pub(crate) struct LockRows<'k, M: Model> {
    pub(crate) keys: &'k [&'k M::Key],
    pub(crate) lock: &'static str,
}

statement!(['k, M: Model] LockRows<'k, M>, by_text);

impl<M, DB> QueryFragment<DB> for LockRows<'_, M>
where
    DB: Dialect,
    M: RowOn<DB> + Model,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        sql::columns::<M, DB>(At::Table, &mut out)?;
        push_state::<M, DB>(At::Table, RequiredState::Live.of::<M>(), &mut out)?;
        out.push_sql(" FROM ");
        sql::table::<M, DB>(&mut out)?;
        out.push_sql(" WHERE ");
        sql::key_columns::<M, DB>(At::Table, &mut out)?;
        out.push_sql(" IN (");
        push_keys::<M, DB>(self.keys, &mut out)?;
        out.push_sql(") ORDER BY ");
        sql::key_columns::<M, DB>(At::Table, &mut out)?;
        out.push_sql(self.lock);
        Ok(())
    }
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
        sql::column::<Link, DB>(At::Table, <Link as BelongsTo<M, By>>::FOREIGN_KEY, &mut out)?;
        out.push_sql(" = ");
        <M::Values as BindValues<DB>>::bind_key(self.key, 0, out.reborrow())?;
        if !self.only.is_empty() {
            out.push_sql(" AND ");
            sql::column::<Link, DB>(At::Table, <Link as BelongsTo<Linked, To>>::FOREIGN_KEY, &mut out)?;
            out.push_sql(" IN (");
            push_keys::<Linked, DB>(self.only, &mut out)?;
            out.push_sql(")");
        }
        out.push_sql(" ORDER BY ");
        sql::key_columns::<Link, DB>(At::Table, &mut out)?;
        out.push_sql(self.lock);
        Ok(())
    }
}
