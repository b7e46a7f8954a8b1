//! The checks that no row is created, moved or restored under a deleted parent, nor under one that a default scope
//! keeps apart from it (that belongs to another tenant).
//!
//! The transaction of the write reads and locks the parents, so that none of them is deleted between the check and the
//! write. SQLite has only one writer at a time, so it needs no lock.

use crate::effects::parents::{
    AnyStates, KeyList, Moved, MovedTo, Named, OutsideOfRows, OutsideOfValues, ParentRows, ParentsOf, States,
    have_one_value,
};
use crate::effects::touched::{touch_moved, touch_parents};
use crate::effects::written::write_parents;
use crate::meta::column_set::ColumnSet;
use crate::meta::error::{Error, Result};
use crate::model::key::RowKey;
use crate::model::{Manager, Model};
use crate::query::relations::belongs_to::{BelongsTo, named_by};
use crate::query::relations::reference::{Reference, ReferenceWithin, SharedScope, is_strict, may_share, shared_scope};
use crate::sql::code::ParentCode;
use crate::sql::dialect::Dialect;
use crate::sql::limit::per_statement;
use crate::sql::on::ModelOn;
use crate::sql::rows::{load, load_rows};
use crate::sql::select::Select;
use crate::sql::target::Clause;
use crate::values::{BindValues, Values as _};
use diesel::backend::Backend;
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
use std::collections::HashMap;
use std::marker::PhantomData;
use uuid::Uuid;

/// What rows of `Row` belong to.
pub(crate) type ReferencesOf<Row> = <<Row as Manager>::Model as Model>::References;

/// The list of references of `M`, which can be checked over a connection: pairs of one and the rest, ending in `()`.
pub trait Guards<Conn, M: Model> {
    /// Whether one of them must not lead to a deleted row.
    fn any() -> bool;

    /// Whether a write sets one of them that has to be checked.
    fn any_set(rows: &[M::Values]) -> bool;

    /// Checks the parents that new rows name, or a patch of a model whose parents have no default scope in common with
    /// it.
    ///
    /// # Errors
    /// [`Error::ParentDeleted`] and [`Error::ParentOutOfScope`]; database errors.
    fn check_values(conn: &mut Conn, rows: &[M::Values]) -> Result<()>;

    /// Whether a write counts up a column of a parent.
    const TOUCHES: bool;

    /// Counts up the parents of these rows, and those that these values name.
    ///
    /// # Errors
    /// Database errors.
    fn touch(conn: &mut Conn, rows: &[&M], named: &[M::Values]) -> Result<()>;

    /// Counts up the parents of the rows that an operation has marked as deleted, or restored, with their parents.
    ///
    /// # Errors
    /// Database errors.
    fn touch_moved(conn: &mut Conn, operation: Uuid, deleted: bool) -> Result<()>;

    /// Counts up and checks the parents that new rows name.
    ///
    /// # Errors
    /// As for [`check_values`](Guards::check_values).
    fn check_new(conn: &mut Conn, rows: &[M::Values]) -> Result<()> {
        if const { Self::TOUCHES } {
            Self::touch(conn, &[], rows)?;
        }
        Self::check_values(conn, rows)
    }

    /// Checks the parents of the restored rows.
    ///
    /// # Errors
    /// [`Error::ParentDeleted`]; database errors.
    fn check_restored(conn: &mut Conn, restoration: Uuid) -> Result<()>;
}

/// A check of the parents of one reference before rows are moved: the statement, and the names for the error.
pub(crate) type MoveCheck<'s, DB> = (AnyStates<'s, DB>, Refusal);

/// The list of references of `M`, which can be checked before a patch moves the rows of a target.
pub trait GuardsMoves<DB: Backend, M: Model, T> {
    /// Whether the check depends on the rows: a default scope may keep them and parents apart, or a patch may move them
    /// by a part of their foreign key.
    const SCOPED: bool;
    /// How many references there are.
    const COUNT: usize;

    /// Whether a patch moves rows, to another parent or to another scope.
    fn any_moved(values: &M::Values) -> bool;

    /// The check of one reference; none if the patch does not move the rows by it.
    fn check_of<'s>(number: usize, target: &'s T, values: &'s M::Values) -> Option<MoveCheck<'s, DB>>;
}

/// The list of references of the rows of a target.
pub trait GuardsTarget<Conn, M: Model, T> {
    /// Checks the parents of the rows of a target, to which a restoration has written values.
    ///
    /// # Errors
    /// [`Error::ParentDeleted`] and [`Error::ParentOutOfScope`]; database errors.
    fn check_target(conn: &mut Conn, target: &T, written: ColumnSet) -> Result<()>;
}

impl<Conn, M: Model> Guards<Conn, M> for () {
    const TOUCHES: bool = false;

    fn any() -> bool {
        false
    }

    fn any_set(_: &[M::Values]) -> bool {
        false
    }

    fn check_values(_: &mut Conn, _: &[M::Values]) -> Result<()> {
        Ok(())
    }

    // Each model without references has one function less with it.
    fn check_new(_: &mut Conn, _: &[M::Values]) -> Result<()> {
        Ok(())
    }

    fn touch(_: &mut Conn, _: &[&M], _: &[M::Values]) -> Result<()> {
        Ok(())
    }

    fn touch_moved(_: &mut Conn, _: Uuid, _: bool) -> Result<()> {
        Ok(())
    }

    fn check_restored(_: &mut Conn, _: Uuid) -> Result<()> {
        Ok(())
    }
}

impl<Conn, M: Model, T> GuardsTarget<Conn, M, T> for () {
    fn check_target(_: &mut Conn, _: &T, _: ColumnSet) -> Result<()> {
        Ok(())
    }
}

impl<DB: Backend, M: Model, T> GuardsMoves<DB, M, T> for () {
    const SCOPED: bool = false;
    const COUNT: usize = 0;

    fn any_moved(_: &M::Values) -> bool {
        false
    }

    fn check_of<'s>(_: usize, _: &'s T, _: &'s M::Values) -> Option<MoveCheck<'s, DB>> {
        None
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
            const TOUCHES: bool = M::TOUCHES.is_some() || Rest::TOUCHES;

            fn any() -> bool {
                is_strict::<M, $parent, C>() || Rest::any()
            }

            fn any_set(rows: &[M::Values]) -> bool {
                rows.iter().any(is_checked::<M, $parent, C>) || Rest::any_set(rows)
            }

            fn check_values(conn: &mut Conn, rows: &[M::Values]) -> Result<()> {
                check_values::<Conn, M, $parent, C>(conn, rows)?;
                Rest::check_values(conn, rows)
            }

            fn touch(conn: &mut Conn, rows: &[&M], named: &[M::Values]) -> Result<()> {
                if const { M::TOUCHES.is_some() } {
                    touch_parents::<Conn, M, $parent, C>(conn, rows, named)?;
                }
                Rest::touch(conn, rows, named)
            }

            fn touch_moved(conn: &mut Conn, operation: Uuid, deleted: bool) -> Result<()> {
                if const { M::TOUCHES.is_some() } {
                    touch_moved::<Conn, M, $parent, C>(conn, operation, deleted)?;
                }
                Rest::touch_moved(conn, operation, deleted)
            }

            fn check_restored(conn: &mut Conn, restoration: Uuid) -> Result<()> {
                let moved = Moved::<M> { operation: restoration, deleted: false, model: PhantomData };
                check::<Conn, M, $parent, C, _>(conn, &moved, ColumnSet::default())?;
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
            fn check_target(conn: &mut Conn, target: &T, written: ColumnSet) -> Result<()> {
                check::<Conn, M, $parent, C, _>(conn, target, written)?;
                Rest::check_target(conn, target, written)
            }
        }

        impl<DB, M, C, T, Rest, $($generics),*> GuardsMoves<DB, M, T> for ($reference, Rest)
        where
            DB: Dialect,
            M: BelongsTo<$parent, C> + ModelOn<DB>,
            $parent: ModelOn<DB>,
            T: Clause<DB>,
            Rest: GuardsMoves<DB, M, T>,
        {
            const SCOPED: bool = may_share::<M, $parent>() || M::FOREIGN_KEY.len() > 1 || Rest::SCOPED;
            const COUNT: usize = 1 + Rest::COUNT;

            fn any_moved(values: &M::Values) -> bool {
                is_checked::<M, $parent, C>(values)
                    || leaves_scope::<M, $parent, C>(values)
                    || M::TOUCHES.is_some() && M::sets_foreign_key(values)
                    || Rest::any_moved(values)
            }

            fn check_of<'s>(number: usize, target: &'s T, values: &'s M::Values) -> Option<MoveCheck<'s, DB>> {
                match number {
                    0 => move_check::<DB, M, $parent, C, T>(target, values),
                    _ => Rest::check_of(number - 1, target, values),
                }
            }
        }
    };
}

references!([P] Reference<P, C>, P);
references!([] ReferenceWithin<M, C>, M);

/// Whether a write names a parent that has to be checked.
fn is_checked<M, P, C>(values: &M::Values) -> bool
where
    M: BelongsTo<P, C>,
    P: Model,
{
    let matters = M::TOUCHES.is_some() || is_strict::<M, P, C>() || shared_scope::<M, P>().is_some();
    matters && M::names_parent(values)
}

/// Whether a patch moves a row to another scope, and leaves it under its parent.
fn leaves_scope<M, P, C>(values: &M::Values) -> bool
where
    M: BelongsTo<P, C>,
    P: Model,
{
    let scope = shared_scope::<M, P>();
    scope.is_some_and(|scope| values.columns().contains(scope.own)) && !M::sets_foreign_key(values)
}

fn check_values<Conn, M, P, C>(conn: &mut Conn, rows: &[M::Values]) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: BelongsTo<P, C> + Model<Values: BindValues<Conn::Backend>>,
    P: ModelOn<Conn::Backend>,
{
    let (strict, scope) = (is_strict::<M, P, C>(), shared_scope::<M, P>());
    if !strict && scope.is_none() {
        return Ok(());
    }
    let mut named: HashMap<String, Named<'_, M, P>> = HashMap::new();
    for row in rows {
        let Some(key) = M::foreign_key_set(row) else { continue };
        let value = scope.filter(|scope| row.columns().contains(scope.own)).map(|_| row);
        // Rows of one parent are checked once, or once for each value of the scope.
        let value_text = scope.zip(value).map(|(scope, row)| format!("{:?}", row.exact(scope.own)));
        let mut text = key.text();
        text.extend(value_text);
        named.insert(text, (key.into_owned(), value));
    }
    let named: Vec<Named<'_, M, P>> = named.into_values().collect();
    let one = scope.is_none_or(|scope| have_one_value::<M, P>(&named, scope));
    let chunk = if one {
        per_statement::<Conn::Backend>(P::META.key.len(), usize::from(scope.is_some()))
    } else {
        per_statement::<Conn::Backend>(2 * P::META.key.len() + 1, 0)
    };
    for named in named.chunks(chunk) {
        let outside = scope.and_then(|scope| OutsideOfValues::<M, P>::of(scope, named));
        let states = States::<P, _, _>::new(KeyList::<P>(keys_of::<M, P>(named)), strict, outside);
        if strict && const { M::WRITES_PARENTS && Conn::Backend::LOCKS_ARE_LOCAL } {
            let found = load(conn, states.writing())?;
            let count = found.len();
            Refusal::of::<M, P, C>().check(found)?;
            write_parents::<Conn, P>(conn, &keys_of::<M, P>(named), count)?;
        } else {
            Refusal::of::<M, P, C>().check(load(conn, states)?)?;
        }
    }
    Ok(())
}

fn keys_of<M: Model, P: Model>(named: &[Named<'_, M, P>]) -> Vec<P::Key> {
    named.iter().map(|(key, _)| key.clone()).collect()
}

/// Checks the parents of rows that were restored, and that have new values in the columns `written`.
fn check<Conn, M, P, C, T>(conn: &mut Conn, target: &T, written: ColumnSet) -> Result<()>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
    P: ModelOn<Conn::Backend>,
    T: Clause<Conn::Backend> + Sync,
{
    let strict = is_strict::<M, P, C>();
    let is_written = M::FOREIGN_KEY.iter().any(|column| written.contains(*column));
    let scope = shared_scope::<M, P>().filter(|_| is_written);
    if !strict && scope.is_none() {
        return Ok(());
    }
    let outside = scope.map(|scope| OutsideOfRows::<M, P, T> { target, scope, models: PhantomData });
    let parents = ParentsOf::<M, T> { target, foreign_key: M::FOREIGN_KEY, model: PhantomData };
    let states = States::<P, _, _>::new(parents, strict, outside);
    if strict && const { M::WRITES_PARENTS && Conn::Backend::LOCKS_ARE_LOCAL } {
        Refusal::of::<M, P, C>().check(load(conn, states.writing())?)?;
        let parents = ParentsOf::<M, T> { target, foreign_key: M::FOREIGN_KEY, model: PhantomData };
        let locked = ParentRows::<M, P, T>(parents, PhantomData);
        let parents: Vec<P> = load_rows(conn, Select::<P, _>::locked(&locked))?;
        let keys: Vec<P::Key> = parents.iter().map(Model::key).collect();
        for keys in keys.chunks(per_statement::<Conn::Backend>(P::META.key.len(), 0)) {
            write_parents::<Conn, P>(conn, keys, keys.len())?;
        }
        return Ok(());
    }
    Refusal::of::<M, P, C>().check(load(conn, states)?)
}

/// The check of one reference before a patch of the rows of a target.
fn move_check<'s, DB, M, P, C, T>(target: &'s T, values: &'s M::Values) -> Option<MoveCheck<'s, DB>>
where
    DB: Dialect,
    M: BelongsTo<P, C> + ModelOn<DB>,
    P: ModelOn<DB>,
    T: Clause<DB>,
{
    let (strict, scope) = (is_strict::<M, P, C>(), shared_scope::<M, P>());
    let moves = scope.filter(|scope| values.columns().contains(scope.own));
    let states = match M::sets_foreign_key(values) {
        true if const { M::FOREIGN_KEY.len() > 1 } && M::value(values).is_none() => {
            if !M::names_parent(values) || !strict && scope.is_none() {
                return None;
            }
            let parents = MovedTo::<M, T> { target, foreign_key: M::FOREIGN_KEY, values };
            any_states::<DB, M, P, T>(parents, strict, scope, target, values)
        }
        true => {
            let key = M::foreign_key_set(values).filter(|_| strict || scope.is_some())?;
            let keys = KeyList::<P>(vec![key.into_owned()]);
            any_states::<DB, M, P, T>(keys, strict, scope, target, values)
        }
        // The rows stay under their parents, which may be deleted.
        false => {
            let outside = OutsideOfValues::<M, P>::of_value(moves?, values);
            let parents = ParentsOf::<M, T> { target, foreign_key: M::FOREIGN_KEY, model: PhantomData };
            AnyStates::new(States::<P, _, _>::new(parents, false, Some(outside)))
        }
    };
    Some((states, Refusal::of::<M, P, C>()))
}

/// The check of parents to which a patch moves rows.
fn any_states<'s, DB, M, P, T>(
    parents: impl QueryFragment<DB> + 's,
    strict: bool,
    scope: Option<SharedScope>,
    target: &'s T,
    values: &'s M::Values,
) -> AnyStates<'s, DB>
where
    DB: Dialect,
    M: ModelOn<DB>,
    P: ModelOn<DB>,
    T: Clause<DB>,
{
    match scope {
        Some(scope) if !values.columns().contains(scope.own) => {
            let outside = OutsideOfRows::<M, P, T> { target, scope, models: PhantomData };
            AnyStates::new(States::<P, _, _>::new(parents, strict, Some(outside)))
        }
        scope => {
            let outside = scope.map(|scope| OutsideOfValues::<M, P>::of_value(scope, values));
            AnyStates::new(States::<P, _, _>::new(parents, strict, outside))
        }
    }
}

/// The names of a reference, for the error that refuses a parent.
#[derive(Debug, Clone, Copy)]
pub struct Refusal {
    parent: &'static str,
    field: &'static str,
}

impl Refusal {
    fn of<M, P, C>() -> Self
    where
        M: BelongsTo<P, C>,
        P: Model,
    {
        Self { parent: P::META.name, field: M::META.fields[named_by(M::FOREIGN_KEY)].name }
    }

    /// Refuses when a row cannot be under one of the parents.
    pub(crate) fn check(self, states: Vec<ParentCode>) -> Result<()> {
        let Self { parent, field } = self;
        if states.contains(&ParentCode::Deleted) {
            return Err(Error::ParentDeleted { parent, field });
        }
        if states.contains(&ParentCode::OutOfScope) {
            return Err(Error::ParentOutOfScope { parent, field });
        }
        Ok(())
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/effects/guards.rs"]
pub(crate) mod twin;
