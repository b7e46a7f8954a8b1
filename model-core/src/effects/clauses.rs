//! The WHERE clauses that find the related rows of a deletion, a restoration or a removal.

use crate::meta::type_only::TypeOnly;
use crate::model::{DeletionPolicy, Model};
use crate::query::relations::belongs_to::BelongsTo;
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::limit::{BESIDE_KEYS, per_statement};
use crate::sql::on::ModelOn;
use crate::sql::parts::push_in;
use crate::sql::state::RequiredState;
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use std::any::TypeId;
use std::marker::PhantomData;
use uuid::Uuid;

/// Pushes `deletion_batch = ?`.
fn push_moved_by<'b, M, DB>(operation: &'b Uuid, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    // No policy that comes here compiles without the field, but `restrict`, which asks before.
    sql::column::<M, DB>(At::Table, sql::names::<M, DB>().batch()?, out)?;
    out.push_sql(" = ");
    DB::uuid(operation, out)
}

/// Pushes ` WHERE article_id IN (SELECT id FROM articles WHERE deletion_batch = ?)`.
fn push_under<'b, M, P, C, DB>(operation: &'b Uuid, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB> + BelongsTo<P, C>,
    P: ModelOn<DB>,
{
    // MySQL does not write to a table that the same statement reads, unless it reads it through a derived table.
    let aside = DB::NEEDS_DERIVED_TABLE && TypeId::of::<M>() == TypeId::of::<P>();
    out.push_sql(" WHERE ");
    sql::names::<M, DB>().tuple(M::FOREIGN_KEY, out)?;
    out.push_sql(if aside { " IN (SELECT * FROM (SELECT " } else { " IN (SELECT " });
    sql::key_columns::<P, DB>(At::Table, out)?;
    out.push_sql(" FROM ");
    sql::table::<P, DB>(out)?;
    out.push_sql(" WHERE ");
    push_moved_by::<P, DB>(operation, out)?;
    out.push_sql(if aside { ") AS model_parents)" } else { ")" });
    Ok(())
}

/// The rows of `M` whose column `C` refers to rows of `P` in a deletion batch.
#[derive(Debug, Clone, Copy)]
pub struct InBatch<M, P, C> {
    pub(crate) deletion: Uuid,
    /// Whether to select only live rows.
    pub(crate) live: bool,
    pub(crate) relation: TypeOnly<(M, P, C)>,
}

// Whether only live rows are selected is part of the text, but not of the type.
impl<M, P, C> QueryId for InBatch<M, P, C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<M, P, C, DB> QueryFragment<DB> for InBatch<M, P, C>
where
    DB: Dialect,
    M: ModelOn<DB> + BelongsTo<P, C>,
    P: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_under::<M, P, C, DB>(&self.deletion, &mut out)?;
        if self.live {
            out.push_sql(" AND ");
            sql::is_deleted::<M, DB>(At::Table, false, &mut out)?;
        }
        Ok(())
    }
}

/// The deleted rows of `M` in a deletion batch whose column `C` refers to rows of `P` that a restoration has restored.
#[derive(Debug, Clone, Copy)]
pub struct Restored<M, P, C> {
    pub(crate) deletion: Uuid,
    pub(crate) restoration: Uuid,
    pub(crate) relation: TypeOnly<(M, P, C)>,
}

impl<M: 'static, P: 'static, C: 'static> QueryId for Restored<M, P, C> {
    type QueryId = Self;
}

impl<M, P, C, DB> QueryFragment<DB> for Restored<M, P, C>
where
    DB: Dialect,
    M: ModelOn<DB> + BelongsTo<P, C>,
    P: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_under::<M, P, C, DB>(&self.restoration, &mut out)?;
        out.push_sql(" AND ");
        push_moved_by::<M, DB>(&self.deletion, &mut out)?;
        out.push_sql(" AND ");
        sql::is_deleted::<M, DB>(At::Table, true, &mut out)
    }
}

/// The rows of `M` whose column `C` refers to the rows of `P` with these keys.
#[allow(missing_debug_implementations)]
pub struct OfParents<M, P: Model, C> {
    pub(crate) keys: Vec<P::Key>,
    /// Whether to select only live rows.
    pub(crate) live: bool,
    pub(crate) relation: TypeOnly<(M, C)>,
}

// The text depends on the number of keys.
impl<M, P: Model, C> QueryId for OfParents<M, P, C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<M, P, C, DB> QueryFragment<DB> for OfParents<M, P, C>
where
    DB: Dialect,
    M: ModelOn<DB> + BelongsTo<P, C>,
    P: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql(" WHERE ");
        sql::names::<M, DB>().tuple(M::FOREIGN_KEY, &mut out)?;
        push_in::<P, DB>(&self.keys, &mut out)?;
        if self.live && M::Deletion::SOFT {
            out.push_sql(" AND ");
            sql::is_deleted::<M, DB>(At::Table, false, &mut out)?;
        }
        Ok(())
    }
}

impl<M, P: Model, C> OfParents<M, P, C> {
    /// In groups that fit the bind limit.
    pub(crate) fn chunks<DB: Dialect>(keys: &[P::Key], live: bool) -> impl Iterator<Item = Self> {
        chunks::<DB, _>(keys, P::META.key.len()).map(move |keys| Self {
            keys: keys.to_vec(),
            live,
            relation: PhantomData,
        })
    }
}

/// The rows of `M` with these keys that are in the required state.
#[allow(missing_debug_implementations)]
pub struct KeysIn<M: Model> {
    keys: Vec<M::Key>,
    required: RequiredState,
}

impl<M: Model> KeysIn<M> {
    /// The rows with these keys, in groups that fit the bind limit.
    pub(crate) fn chunks<DB: Dialect>(keys: &[M::Key], required: RequiredState) -> impl Iterator<Item = Self> {
        chunks::<DB, _>(keys, M::META.key.len()).map(move |keys| Self { keys: keys.to_vec(), required })
    }
}

/// The keys, in groups that fit the bind limit.
fn chunks<DB: Dialect, K>(keys: &[K], parts: usize) -> std::slice::Chunks<'_, K> {
    keys.chunks(per_statement::<DB>(parts, BESIDE_KEYS))
}

// The text depends on the number of keys.
impl<M: Model> QueryId for KeysIn<M> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<M, DB> QueryFragment<DB> for KeysIn<M>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" WHERE ");
        sql::parts::key_is_one_of::<M, DB>(&self.keys, &mut out)?;
        let required = self.required.of::<M>();
        if required != RequiredState::Any {
            out.push_sql(" AND ");
            sql::is_deleted::<M, DB>(At::Table, required == RequiredState::Deleted, &mut out)?;
        }
        Ok(())
    }
}
