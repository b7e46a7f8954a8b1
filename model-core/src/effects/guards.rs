//! The checks that no row is created, moved or restored under a deleted parent.
//!
//! The transaction of the write reads and locks the parents, so that none of them is deleted between the check and the
//! write. SQLite has only one writer at a time, so it needs no lock.

use crate::effects::clauses::push_in;
use crate::effects::written::write_parents;
use crate::meta::Role;
use crate::meta::error::{Error, Result};
use crate::meta::type_only::TypeOnly;
use crate::model::Model;
use crate::model::key::RowKey;
use crate::query::relations::belongs_to::BelongsTo;
use crate::query::relations::reference::{Reference, ReferenceWithin, is_strict};
use crate::sql;
use crate::sql::At;
use crate::sql::code::Flag;
use crate::sql::dialect::Dialect;
use crate::sql::limit::per_statement;
use crate::sql::on::ModelOn;
use crate::sql::rows::{load, load_rows, statement};
use crate::sql::select::{Select, push_lock};
use crate::sql::target::Clause;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment};
use std::collections::HashMap;
use std::marker::PhantomData;
use uuid::Uuid;

/// The list of references of `M`, which can be checked over a connection: pairs of one and the rest, ending in `()`.
pub trait Guards<Conn, M: Model> {
    /// Whether one of them must not lead to a deleted row.
    fn any() -> bool;

    /// Whether a write sets one of them.
    fn any_set(rows: &[M::Values]) -> bool;

    /// Checks the parents that these writes name.
    ///
    /// # Errors
    /// [`Error::ParentDeleted`]; those of the database.
    fn check_values(conn: &mut Conn, rows: &[M::Values]) -> Result<()>;

    /// Checks the parents of the restored rows.
    ///
    /// # Errors
    /// [`Error::ParentDeleted`]; those of the database.
    fn check_restored(conn: &mut Conn, restoration: Uuid) -> Result<()>;
}

/// The list of references of the rows of a target.
pub trait GuardsTarget<Conn, M: Model, T> {
    /// Checks the parents of the rows of a target.
    ///
    /// # Errors
    /// [`Error::ParentDeleted`]; those of the database.
    fn check_target(conn: &mut Conn, target: &T) -> Result<()>;
}

impl<Conn, M: Model> Guards<Conn, M> for () {
    fn any() -> bool {
        false
    }

    fn any_set(_: &[M::Values]) -> bool {
        false
    }

    fn check_values(_: &mut Conn, _: &[M::Values]) -> Result<()> {
        Ok(())
    }

    fn check_restored(_: &mut Conn, _: Uuid) -> Result<()> {
        Ok(())
    }
}

impl<Conn, M: Model, T> GuardsTarget<Conn, M, T> for () {
    fn check_target(_: &mut Conn, _: &T) -> Result<()> {
        Ok(())
    }
}

macro_rules! references {
    ([$($generics:ident),*] $reference:ty, $parent:ident) => {
        impl<Conn, M, C, Rest, $($generics),*> Guards<Conn, M> for ($reference, Rest)
        where
            Conn: LoadConnection<Backend: Dialect>,
            M: BelongsTo<$parent, C> + ModelOn<Conn::Backend>,
            $parent: ModelOn<Conn::Backend>,
            Rest: Guards<Conn, M>,
        {
            fn any() -> bool {
                is_strict::<M, $parent, C>() || Rest::any()
            }

            fn any_set(rows: &[M::Values]) -> bool {
                let sets = |row| <M as BelongsTo<$parent, C>>::foreign_key_set(row).is_some();
                is_strict::<M, $parent, C>() && rows.iter().any(sets) || Rest::any_set(rows)
            }

            fn check_values(conn: &mut Conn, rows: &[M::Values]) -> Result<()> {
                check_values::<Conn, M, $parent, C>(conn, rows)?;
                Rest::check_values(conn, rows)
            }

            fn check_restored(conn: &mut Conn, restoration: Uuid) -> Result<()> {
                check::<Conn, M, $parent, C, _>(conn, &Moved::<M> { restoration, model: PhantomData })?;
                Rest::check_restored(conn, restoration)
            }
        }

        impl<Conn, M, C, T, Rest, $($generics),*> GuardsTarget<Conn, M, T> for ($reference, Rest)
        where
            Conn: LoadConnection<Backend: Dialect>,
            M: BelongsTo<$parent, C> + ModelOn<Conn::Backend>,
            $parent: ModelOn<Conn::Backend>,
            T: Clause<Conn::Backend> + Sync,
            Rest: GuardsTarget<Conn, M, T>,
        {
            fn check_target(conn: &mut Conn, target: &T) -> Result<()> {
                check::<Conn, M, $parent, C, _>(conn, target)?;
                Rest::check_target(conn, target)
            }
        }
    };
}

references!([P] Reference<P, C>, P);
references!([] ReferenceWithin<M, C>, M);

fn check_values<Conn, M, P, C>(conn: &mut Conn, rows: &[M::Values]) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: BelongsTo<P, C>,
    P: ModelOn<Conn::Backend>,
{
    if !is_strict::<M, P, C>() {
        return Ok(());
    }
    let named = rows.iter().filter_map(M::foreign_key_set).map(|key| (key.text(), key));
    let named: HashMap<String, &P::Key> = named.collect();
    let keys: Vec<P::Key> = named.into_values().cloned().collect();
    for keys in keys.chunks(per_statement::<Conn::Backend>(1, 0)) {
        let found = refuse::<M, P, C>(load(conn, States::<M, P, _>::new(KeyList::<P>(keys)))?)?;
        if const { M::WRITES_PARENTS && Conn::Backend::LOCKS_ARE_LOCAL } {
            write_parents::<Conn, P>(conn, keys, found)?;
        }
    }
    Ok(())
}

fn check<Conn, M, P, C, T>(conn: &mut Conn, target: &T) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
    P: ModelOn<Conn::Backend>,
    T: Clause<Conn::Backend> + Sync,
{
    if !is_strict::<M, P, C>() {
        return Ok(());
    }
    refuse::<M, P, C>(load(conn, States::<M, P, _>::new(ParentsOf::<M, P, C, T>::new(target)))?)?;
    if const { M::WRITES_PARENTS && Conn::Backend::LOCKS_ARE_LOCAL } {
        let parents: Vec<P> = load_rows(conn, Select::<P, _>::locked(&ParentsOf::<M, P, C, T>::new(target)))?;
        let keys: Vec<P::Key> = parents.iter().map(Model::key).collect();
        for keys in keys.chunks(per_statement::<Conn::Backend>(1, 0)) {
            write_parents::<Conn, P>(conn, keys, keys.len())?;
        }
    }
    Ok(())
}

/// Refuses when one of the parents is deleted; else, how many there are.
fn refuse<M, P, C>(states: Vec<Flag>) -> Result<usize>
where
    M: BelongsTo<P, C>,
    P: Model,
{
    match states.iter().any(|Flag(deleted)| *deleted) {
        false => Ok(states.len()),
        true => Err(Error::ParentDeleted { parent: P::META.name, field: M::META.fields[M::FOREIGN_KEY].name }),
    }
}

/// `SELECT CASE WHEN deleted_at IS NOT NULL THEN 1 ELSE 0 END FROM authors WHERE id IN (..) ORDER BY id FOR SHARE`
struct States<M, P, Source> {
    source: Source,
    models: PhantomData<fn() -> (M, P)>,
}

impl<M, P, Source> States<M, P, Source> {
    fn new(source: Source) -> Self {
        Self { source, models: PhantomData }
    }
}

// The text depends on the number of keys.
statement!([M, P, Source] States<M, P, Source>, by_text);

impl<M, P, Source, DB> QueryFragment<DB> for States<M, P, Source>
where
    DB: Dialect,
    M: Model,
    P: ModelOn<DB>,
    Source: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT CASE WHEN ");
        sql::is_deleted::<P, DB>(At::Table, true, &mut out)?;
        out.push_sql(Flag::IF);
        out.push_sql(" FROM ");
        sql::table::<P, DB>(&mut out)?;
        out.push_sql(" WHERE ");
        sql::key_columns::<P, DB>(At::Table, &mut out)?;
        self.source.walk_ast(out.reborrow())?;
        out.push_sql(" ORDER BY ");
        sql::key_columns::<P, DB>(At::Table, &mut out)?;
        // Two writers that share a lock would wait for each other, if both were to write the row.
        let writes = M::WRITES_PARENTS && DB::LOCKS_ARE_LOCAL;
        push_lock::<DB>(if writes { DB::LOCK } else { DB::SHARE_LOCK }, &mut out);
        Ok(())
    }
}

/// ` IN (?, ?)`
struct KeyList<'k, P: Model>(&'k [P::Key]);

impl<P, DB> QueryFragment<DB> for KeyList<'_, P>
where
    DB: Dialect,
    P: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.0.len() > 1 {
            out.unsafe_to_cache_prepared();
        }
        push_in::<P, DB>(self.0, &mut out)
    }
}

/// ` IN (SELECT author_id FROM articles WHERE ..)`
struct ParentsOf<'t, M, P, C, T> {
    target: &'t T,
    relation: TypeOnly<(M, P, C)>,
}

impl<'t, M, P, C, T> ParentsOf<'t, M, P, C, T> {
    fn new(target: &'t T) -> Self {
        Self { target, relation: PhantomData }
    }
}

impl<M, P, C, T, DB> QueryFragment<DB> for ParentsOf<'_, M, P, C, T>
where
    DB: Dialect,
    M: BelongsTo<P, C> + ModelOn<DB>,
    P: Model,
    T: Clause<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" IN (SELECT ");
        sql::column::<M, DB>(At::Table, M::FOREIGN_KEY, &mut out)?;
        out.push_sql(" FROM ");
        sql::table::<M, DB>(&mut out)?;
        self.target.push(&mut out)?;
        out.push_sql(")");
        Ok(())
    }
}

/// The same as the target of a statement: ` WHERE id IN (SELECT ..)`
impl<M, P, C, T, DB> Clause<DB> for ParentsOf<'_, M, P, C, T>
where
    DB: Dialect,
    M: BelongsTo<P, C> + ModelOn<DB>,
    P: ModelOn<DB>,
    T: Clause<DB>,
{
    type Rows = P;
    const SINGLE: bool = false;

    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" WHERE ");
        sql::key_columns::<P, DB>(At::Table, out)?;
        self.walk_ast(out.reborrow())
    }

    fn is_empty(&self, _: &DB) -> QueryResult<bool> {
        Ok(false)
    }
}

/// The live rows that a restoration has restored.
struct Moved<M> {
    restoration: Uuid,
    model: PhantomData<fn() -> M>,
}

impl<M, DB> Clause<DB> for Moved<M>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    type Rows = M;
    const SINGLE: bool = false;

    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" WHERE ");
        sql::column::<M, DB>(At::Table, const { M::META.column_of(Role::DeletionBatch) }, out)?;
        out.push_sql(" = ");
        DB::uuid(&self.restoration, out)?;
        out.push_sql(" AND ");
        sql::is_deleted::<M, DB>(At::Table, false, out)
    }

    fn is_empty(&self, _: &DB) -> QueryResult<bool> {
        Ok(false)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/effects/guards.rs"]
pub(crate) mod twin;
