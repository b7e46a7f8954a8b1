//! `patch_many`.

use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::bulk::{HookMode, RunsWith};
use crate::hooks::policy::{HooksFor, RunsHooks, RunsHooksOf};
use crate::meta::action::Action;
use crate::meta::bulk::{RowByRow, Unspecified, WithoutHooks};
use crate::meta::error::{Error, Result};
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::key::RowKey;
use crate::model::{HasUpdatedAt, Manager, Model};
use crate::operation::WriteOptions;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::target::ByKey;
use crate::values::Values;
use crate::verbs::write_options;
use chrono::{DateTime, Utc};
use std::collections::HashSet;
use std::marker::PhantomData;
use uuid::Uuid;

/// Patches of many rows, each with values of its own, which are not written yet.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct PatchMany<M: Model, Mode, A> {
    rows: Vec<(M::Key, M::Values)>,
    mode: PhantomData<Mode>,
    options: WriteOptions<A>,
}

write_options!([M: Model, Mode] PatchMany<M, Mode>, { rows, mode });

impl<M: Model> PatchMany<M, Unspecified, NoActor> {
    pub(crate) fn new(rows: Vec<(M::Key, M::Values)>) -> Self {
        Self { rows, mode: PhantomData, options: WriteOptions::new() }
    }
}

impl<M: Model, Mode, A> PatchMany<M, Mode, A> {
    /// Leaves `updated_at` of the rows as it is; see [`Patching::keep_updated_at`](crate::verbs::Patching).
    pub fn keep_updated_at(self) -> Self
    where
        M: HasUpdatedAt,
    {
        Self { options: self.options.keeping_updated_at(), ..self }
    }
}

impl<M: Model, A> PatchMany<M, Unspecified, A> {
    /// Writes the rows one by one, each with the [hooks](crate::hooks) of the model, in one transaction.
    pub fn each(self) -> PatchMany<M, RowByRow, A> {
        PatchMany { rows: self.rows, mode: PhantomData, options: self.options }
    }

    /// Writes the rows as one set, without the [hooks](crate::hooks) of the model.
    pub fn without_hooks(self) -> PatchMany<M, WithoutHooks, A> {
        PatchMany { rows: self.rows, mode: PhantomData, options: self.options }
    }
}

/// Writes all patches in one transaction, and returns how many rows were changed: as for the patch of a set, a row that
/// already has its values is neither written nor counted, and one that is deleted or gone is left out. All rows have
/// the same instant.
///
/// # Errors
/// [`Invalid`](crate::Error::Invalid) before anything is sent, also for two patches of one row;
/// [`ParentDeleted`](crate::Error::ParentDeleted); the database's refusals, as for
/// [`Create::run`](crate::verbs::Create::run). None of the rows is written then.
impl<M: Model, Mode, A> Run for PatchMany<M, Mode, A> {
    type Output = usize;
}

impl<M: Model, Mode, A> Ready for PatchMany<M, Mode, A>
where
    A: ActsFor<M::Attribution>,
    Mode: HookMode + RunsWith<M::Hooks>,
{
}

impl<Conn, M: Model, Mode, A> RunOn<Conn> for PatchMany<M, Mode, A>
where
    A: ActsFor<M::Attribution>,
    Mode: HookMode + RunsWith<M::Hooks>,
    Conn: SyncConnection,
    Conn::Backend: Writes<Conn, M>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(mut self, conn: &mut Conn) -> Result<usize> {
        let operation = self.options.operation(Action::Patch);
        different::<M>(&self.rows)?;
        if Mode::ROW_BY_ROW {
            return hooks::run::with_unit(conn, operation, HooksFor::<Conn, M>::COMMITS, |conn, operation| {
                let mut count = 0;
                for (key, mut values) in self.rows {
                    let target = ByKey::<M>::new(key);
                    let outcome = hooks::run::patch(conn, target, &mut values, operation, |_, _| {})?;
                    count += usize::from(outcome.is_changed());
                }
                Ok(count)
            });
        }
        if self.rows.is_empty() {
            return Ok(0);
        }
        operation.fill(|fill| self.rows.iter_mut().for_each(|(_, values)| values.fill_patch(fill)))?;
        <Conn::Backend as Writes<Conn, M>>::patch_many(conn, self.rows, operation)
    }
}

/// Refuses two patches of one row: which of them counts would depend on the columns that they set.
fn different<M: Model>(rows: &[(M::Key, M::Values)]) -> Result<()> {
    let mut keys = HashSet::with_capacity(rows.len());
    match rows.iter().map(|(key, _)| key.text()).find(|key| !keys.insert(key.clone())) {
        Some(key) => {
            let field = M::META.fields[M::META.key[0]].name;
            Err(Error::invalid(field, format!("there are two patches of the row {key}")))
        }
        None => Ok(()),
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/patch_many.rs"]
pub(crate) mod twin;
