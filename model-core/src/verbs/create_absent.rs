//! `create_many(..).on_conflict_do_nothing(..)`.

use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::bulk::{HookMode, RunsWith};
use crate::hooks::policy::{HooksFor, RunsHooks, RunsHooksOf};
use crate::meta::action::Action;
use crate::meta::error::{Error, Result};
use crate::meta::type_only::TypeOnly;
use crate::meta::unique::OnDeleted;
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::{Manager, Model};
use crate::operation::WriteOptions;
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::values::write_slug;
use crate::verbs::upsert::backend::Upserts;
use crate::verbs::upsert::new::NewRow;
use crate::verbs::upsert::run::{OnLive, UpsertPlan, Upserted};
use crate::verbs::upsert::{Conflict, NoGuard};
use crate::verbs::write_options;
use crate::write::insert::slug::wanted;
use chrono::{DateTime, Utc};
use std::marker::PhantomData;
use uuid::Uuid;

/// Many new rows, of which those that are there already are left out.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct CreateAbsent<M: Model, T, Mode, A> {
    rows: Vec<M::Values>,
    state: TypeOnly<(T, Mode)>,
    options: WriteOptions<A>,
}

write_options!([M: Model, T, Mode] CreateAbsent<M, T, Mode>, { rows, state });

impl<M: Model, T, Mode, A> CreateAbsent<M, T, Mode, A> {
    pub(crate) fn new(rows: Vec<M::Values>, options: WriteOptions<A>) -> Self {
        Self { rows, state: PhantomData, options }
    }
}

/// Creates the rows whose unique value no other row has, in one transaction, and returns these in the order of the
/// input. Of two new rows with the same value, the first is created. A deleted row is in the way if the unique key
/// counts it.
///
/// A slug that the caller leaves out is made, but not numbered, unless the rows are written by `.each()`.
///
/// SQL: `INSERT INTO tags (..) VALUES (..), (..) ON CONFLICT (..) DO NOTHING RETURNING ..`; on MySQL and MariaDB, which
/// have nothing like it for one key, an INSERT for each row, which the index refuses
///
/// # Errors
/// As for [`Create::run`](crate::verbs::Create::run), for other unique keys too;
/// [`Invalid`](crate::Error::Invalid) also when a column of the conflict target has no value. None of the rows is
/// written then.
impl<M: Model, T, Mode, A> Run for CreateAbsent<M, T, Mode, A> {
    type Output = Vec<M>;
}

impl<M: Model, T, Mode, A> Ready for CreateAbsent<M, T, Mode, A>
where
    A: ActsFor<M::Attribution>,
    T: Conflict<M>,
    Mode: HookMode + RunsWith<M::Hooks>,
{
}

impl<Conn, M: Model, T, Mode, A> RunOn<Conn> for CreateAbsent<M, T, Mode, A>
where
    A: ActsFor<M::Attribution>,
    T: Conflict<M>,
    Mode: HookMode + RunsWith<M::Hooks>,
    Conn: SyncConnection<Backend: Upserts<Conn, M, NoGuard>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> Result<Vec<M>> {
        let operation = self.options.operation(Action::Create);
        let hooked = Mode::ROW_BY_ROW && HooksFor::<Conn, M>::ANY;
        let mut rows = NewRow::<M>::fill(self.rows, &operation, T::UNIQUE, hooked)?;
        if !Mode::ROW_BY_ROW {
            for row in rows.iter_mut().filter(|row| wanted::<M>(&row.values).is_some()) {
                write_slug(&mut row.values, 1);
                row.has_slug();
            }
            rows.iter().try_for_each(|row| row.require(T::UNIQUE))?;
            let rows = rows.into_iter().map(|row| row.values).collect();
            return <Conn::Backend as Writes<Conn, M>>::create_absent(conn, rows, T::UNIQUE, operation);
        }
        let on_deleted = if T::UNIQUE.is_partial(M::META) { OnDeleted::Insert } else { OnDeleted::Refuse };
        let plan = UpsertPlan { unique: T::UNIQUE, on_deleted, on_live: OnLive::Keep, newest: None };
        hooks::run::with_unit(conn, operation, HooksFor::<Conn, M>::COMMITS, |conn, operation| {
            let mut created = Vec::new();
            for new in rows {
                match <Conn::Backend as Upserts<Conn, M, NoGuard>>::upsert(conn, new, plan, &NoGuard, operation) {
                    Ok(Upserted::Created(row)) => created.push(row),
                    // The row in the way is live, or deleted.
                    Ok(_) | Err(Error::Deleted) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(created)
        })
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/create_absent.rs"]
pub(crate) mod twin;
