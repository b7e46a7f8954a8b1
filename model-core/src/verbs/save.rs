//! `save` of an edited row.

use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::policy::RunsHooksOf;
use crate::meta::action::Action;
use crate::meta::column_set::ColumnSet;
use crate::meta::error::fields::codes;
use crate::meta::error::{FieldError, Result};
use crate::meta::outcome::Outcome;
use crate::meta::{Field, Role};
use crate::model::actor::{Actor, ActsFor, NoActor};
use crate::model::edit::{Edit, Editable};
use crate::model::{Manager, Model};
use crate::operation::run::{OutcomeOn, Ready, Run, RunOn, RunOutcome, SyncConnection};
use crate::operation::{Operation, WriteOptions};
use crate::sql::target::ByKey;
use crate::values::fill::Fill;
use crate::values::{Patched, Values};
use crate::verbs::{as_statement, write_options};
#[cfg(feature = "postgres")]
#[cfg(feature = "postgres")]
use crate::write::update::pg::{PatchKind, PgUpdate};
use chrono::{DateTime, Utc};
use std::ops::ControlFlow;
use uuid::Uuid;

/// The edit of a row, which is not written yet.
#[must_use = "a write does nothing until `.run(conn)`"]
#[derive(Debug)]
pub struct Save<M, A> {
    edit: Edit<M>,
    options: WriteOptions<A>,
}

write_options!([M] Save<M>, { edit });

impl<M> Save<M, NoActor> {
    pub(crate) fn new(edit: Edit<M>) -> Self {
        Self { edit, options: WriteOptions::new() }
    }
}

/// A change, or the row if nothing was changed.
type PendingSave<'a, M> = ControlFlow<M, (ByKey<M>, <M as Model>::Values, Operation<'a>)>;

impl<M: Editable, A> Save<M, A> {
    fn change<'a>(self) -> PendingSave<'a, M>
    where
        A: ActsFor<M::Attribution> + 'a,
    {
        let Self { edit, options } = self;
        let changed = edit.differences();
        if changed.is_empty() {
            return ControlFlow::Break(edit.into_row());
        }
        let target = ByKey::of(edit.before());
        let values = M::Values::of_row(edit.into_row(), changed);
        ControlFlow::Continue((target, values, options.operation(Action::Patch)))
    }
}

/// Writes the fields that differ from their old values, and returns the stored row. If none differs, nothing is
/// sent to the database.
///
/// # Errors
/// [`Invalid`](crate::Error::Invalid), before anything is sent, for a field that a patch cannot set: the key, a
/// field that the library or the database writes, or a field that never changes. Otherwise as for a
/// [patch](crate::verbs::ApplyPatch::run): if the model has a version, the edit of an old version fails with
/// [`Stale`](crate::Error::Stale).
impl<M: Editable, A> Run for Save<M, A> {
    type Output = M;
}

impl<M: Editable, A> Ready for Save<M, A> where A: ActsFor<M::Attribution> {}

impl<Conn, M: Editable, A> RunOn<Conn> for Save<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: SyncConnection<Backend: Writes<Conn, M>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
{
    fn perform(self, conn: &mut Conn) -> Result<M> {
        self.attempt(conn)?.into_result()
    }
}

/// Does the same as [`run`](Run::run), but returns what was found as an [`Outcome`].
///
/// # Errors
/// [`Invalid`](crate::Error::Invalid), and the database's refusals.
impl<M: Editable, A> RunOutcome for Save<M, A> {
    type Outcome = Outcome<M>;
}

impl<Conn, M: Editable, A> OutcomeOn<Conn> for Save<M, A>
where
    A: ActsFor<M::Attribution>,
    Conn: SyncConnection<Backend: Writes<Conn, M>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
{
    fn attempt(self, conn: &mut Conn) -> Result<Outcome<M>> {
        match self.change() {
            ControlFlow::Continue((target, mut values, operation)) => {
                hooks::run::patch(conn, target, &mut values, operation, |values, fill| {
                    refuse::<M>(values.columns(), fill);
                })
            }
            ControlFlow::Break(row) => Ok(Outcome::Unchanged(row)),
        }
    }
}

as_statement! {
    [M: Editable, A] Save<M, A>, of M,
    "as [`Written<M>`](crate::verbs::Written). None when there is nothing to write.",
    "[`Invalid`](crate::Error::Invalid).";
    this => Result<Option<PgUpdate<'a, M, ByKey<M>, PatchKind>>>: match this.change() {
        ControlFlow::Continue((target, mut values, operation)) => {
            operation.fill(|fill| {
                refuse::<M>(values.columns(), fill);
                values.fill_patch(fill);
            })?;
            Ok(Some(PgUpdate::new(target, values, operation)))
        }
        ControlFlow::Break(_) => Ok(None),
    }
}

/// Rejects the fields that no patch can set.
fn refuse<M: Model>(changed: ColumnSet, fill: &mut Fill<'_>) {
    not_patched::<M>(changed).for_each(|field| fill.refuse(FieldError::new(field.name, codes::CLOSED, why_not(field))));
}

/// The fields among these that no patch can set.
fn not_patched<M: Model>(changed: ColumnSet) -> impl Iterator<Item = &'static Field> {
    let refused = changed.iter().filter(|index| !<M::Values as Patched>::PATCHED.contains(index));
    refused.map(|index| &M::META.fields[index])
}

fn why_not(field: &Field) -> &'static str {
    match field.role {
        _ if field.by_database => "is written only by the database",
        Role::Key => "is the key, which never changes",
        Role::Plain | Role::CreatedAt | Role::CreatedBy => "never changes after the row is created",
        _ => "is written only by the library",
    }
}

impl<M: Editable> Edit<M> {
    /// The change as a write: `edit.save().by(&me).run(conn)`.
    ///
    /// SQL: the same as a [patch](crate::ModelVerbs::patch) of the fields that differ, or none if no field differs.
    pub fn save(self) -> Save<M, NoActor> {
        Save::new(self)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/save.rs"]
pub(crate) mod twin;
