//! `upsert_many(..).overwrite()`.

use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::bulk::RunsRowByRow;
use crate::hooks::policy::{HooksFor, RunsHooks, RunsHooksOf};
use crate::meta::Role;
use crate::meta::action::Action;
use crate::meta::column_set::ColumnSet;
use crate::meta::error::{Error, Result};
use crate::meta::unique::{OnDeleted, Unique};
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::{Manager, Model};
use crate::operation::WriteOptions;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::dialect::Dialect;
use crate::values::{Exact, Values, write_slug};
use crate::verbs::upsert::backend::Upserts;
use crate::verbs::upsert::new::NewRow;
use crate::verbs::upsert::run::OnLive;
use crate::verbs::upsert::{Conflict, NoGuard, UpsertMany, plan};
use crate::verbs::write_options;
use crate::write::insert::overwrite::Overwriting;
use crate::write::insert::slug::wanted;
use chrono::{DateTime, Utc};
use diesel::Column;
use std::collections::{BTreeMap, HashMap};
use std::marker::PhantomData;
use uuid::Uuid;

/// Many rows that are created, or overwrite the rows with the same unique values. They are not written yet.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct Overwrite<M: Model, T, A> {
    rows: Vec<M::Values>,
    target: PhantomData<fn() -> T>,
    on_deleted: Option<OnDeleted>,
    newest: Option<usize>,
    options: WriteOptions<A>,
}

write_options!([M: Model, T] Overwrite<M, T>, { rows, target, on_deleted, newest });

impl<M: Model, T, A> Overwrite<M, T, A> {
    pub(super) fn new(rows: UpsertMany<M, T, NoGuard, A>) -> Self {
        let UpsertMany { rows, target, on_deleted, guard: NoGuard, options } = rows;
        Self { rows, target, on_deleted, newest: None, options }
    }

    /// Overwrites an existing row only with a newer one: with a larger value in this column, such as a version of the
    /// source or an instant. A row without a value there is older than any other.
    pub fn newest_by<C: Column<Table = M::Table>>(self, _: C) -> Self {
        Self { newest: Some(const { M::META.index_of_column(C::NAME) }), ..self }
    }
}

/// Creates each row, or overwrites the row with the same unique value: its fields get the values that the new row was
/// given, and a field that was left out stays as it is. A row that has the values already is not written, so its
/// `updated_at` and its version stay. Of new rows with the same unique value, a later one overwrites an earlier one.
///
/// SQL: `INSERT INTO blocks (..) VALUES (..), (..) ON CONFLICT (number) DO UPDATE SET hash = excluded.hash, .. WHERE
/// ..`, or `ON DUPLICATE KEY UPDATE hash = VALUES(hash), ..` on MySQL and MariaDB, for as many rows as a statement can
/// bind.
/// Nothing is read, so nothing is returned: `affected rows` is another number on each backend.
///
/// The rows are written one by one in one transaction, as [`UpsertMany`] does, where one statement cannot do the same:
/// for a model with a trail, a change log, hooks, a default scope or a parent that counts its writes (`touches`); if
/// deleted rows matter (a key or a unique key that counts them, or a policy other than `insert`); for a unique key of a
/// function, or of columns whose types the library does not know; and on MySQL and MariaDB, which cannot name the key,
/// if another unique key of the model could be in the way.
///
/// # Errors
/// As for [`UpsertMany`]; none of the rows is written.
impl<M: Model, T, A> Run for Overwrite<M, T, A> {
    type Output = ();
}

impl<M: Model, T, A> Ready for Overwrite<M, T, A>
where
    A: ActsFor<M::Attribution>,
    T: Conflict<M> + RunsRowByRow<M::Hooks>,
{
}

impl<Conn, M: Model, T, A> RunOn<Conn> for Overwrite<M, T, A>
where
    A: ActsFor<M::Attribution>,
    T: Conflict<M> + RunsRowByRow<M::Hooks>,
    Conn: SyncConnection<Backend: Upserts<Conn, M, NoGuard>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> Result<()> {
        let operation = self.options.operation(Action::Create);
        let mut plan = plan::<M, T>(self.on_deleted, OnLive::Patch);
        plan.newest = self.newest;
        let hooked = HooksFor::<Conn, M>::ANY;
        let gives_keys = self.rows.iter().any(|row| M::META.key.iter().any(|part| row.columns().contains(*part)));
        let mut rows = NewRow::<M>::fill(self.rows, &operation, plan.unique, hooked)?;
        let together = !hooked
            && !<Conn::Backend as Writes<Conn, M>>::TOUCHES
            && can_write_together::<M>(plan.unique, plan.on_deleted)
            && (<Conn::Backend as Dialect>::PARTIAL_INDEX || is_only_key::<M>(plan.unique, gives_keys))
            && make_slugs(&mut rows, plan.unique)
            && rows.iter().all(|row| is_known(&row.values, plan.unique));
        self.newest.map_or(Ok(()), |newest| require_newest(&rows, newest))?;
        if together {
            rows.iter().try_for_each(|row| row.require(plan.unique))?;
            let how = Overwriting { unique: plan.unique, newest: self.newest, set: ColumnSet::default() };
            let groups = groups(rows, plan.unique);
            return <Conn::Backend as Writes<Conn, M>>::overwrite(conn, groups, how, operation);
        }
        rows.iter().try_for_each(|row| row.refuse_null(plan.unique))?;
        hooks::run::with_unit(conn, operation, HooksFor::<Conn, M>::COMMITS, |conn, operation| {
            for new in rows {
                let done = <Conn::Backend as Upserts<Conn, M, NoGuard>>::upsert(conn, new, plan, &NoGuard, operation)?;
                drop(done);
            }
            Ok(())
        })
    }
}

/// Whether one statement can write what upserts of the rows would write.
fn can_write_together<M: Model>(unique: &Unique, on_deleted: OnDeleted) -> bool {
    let meta = M::META;
    let ignores_deleted =
        meta.with_role(Role::DeletedAt).is_none() || (unique.is_partial(meta) && on_deleted == OnDeleted::Insert);
    let is_plain = !meta.is_compared() && meta.default_scope().is_none() && !M::WRITES_PARENTS;
    is_plain && ignores_deleted && unique.applied.is_none()
}

/// Whether no other unique key of the model can be in the way of a row.
fn is_only_key<M: Model>(unique: &Unique, gives_keys: bool) -> bool {
    M::META.uniques.iter().all(|other| other.index == unique.index) && (unique.is_key || !gives_keys)
}

/// Makes the slugs that were left out, if rows are matched by them; none otherwise: a slug is numbered row by row.
fn make_slugs<M: Model>(rows: &mut [NewRow<M>], unique: &Unique) -> bool {
    let makes = |row: &mut NewRow<M>| match wanted::<M>(&row.values) {
        None => true,
        Some(slug) if slug.index == unique.index => {
            write_slug(&mut row.values, 1);
            row.has_slug();
            true
        }
        Some(_) => false,
    };
    rows.iter_mut().all(makes)
}

/// Whether the library knows the unique value of a row, so that two of them can be compared.
fn is_known<V: Values>(values: &V, unique: &Unique) -> bool {
    let known = |index: &usize| !matches!(values.exact(*index), None | Some(Exact::Document(_) | Exact::OtherYear));
    unique.columns.iter().all(known)
}

/// Refuses a row that does not say how new it is.
fn require_newest<M: Model>(rows: &[NewRow<M>], newest: usize) -> Result<()> {
    match rows.iter().all(|row| row.has(newest)) {
        true => Ok(()),
        false => Err(Error::invalid(M::META.fields[newest].name, "has no value, but says which of two rows is newer")),
    }
}

/// The columns that rows set, and the rows.
type Group<M> = (ColumnSet, Vec<<M as Model>::Values>);

/// The rows in groups that one statement can write: they set the same columns, and no two have the same unique value,
/// which a statement of PostgreSQL cannot write twice. Of rows with the same value, a later one is in a later group.
fn groups<M: Model>(rows: Vec<NewRow<M>>, unique: &Unique) -> Vec<Group<M>> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut groups: BTreeMap<(usize, Vec<usize>), Group<M>> = BTreeMap::new();
    for row in rows {
        let parts: Vec<_> = unique.columns.iter().filter_map(|index| row.values.exact(*index)).collect();
        // NULL equals no other value.
        let round =
            if parts.contains(&Exact::Null) { None } else { Some(seen.entry(format!("{parts:?}")).or_default()) };
        let (turn, set) = (round.as_deref().copied().unwrap_or_default(), row.updated());
        if let Some(round) = round {
            *round += 1;
        }
        let group = groups.entry((turn, set.iter().collect())).or_insert_with(|| (set, Vec::new()));
        group.1.push(row.values);
    }
    groups.into_values().collect()
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/upsert/overwrite.rs"]
pub(crate) mod twin;
