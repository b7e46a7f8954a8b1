//! Writing rows of a model that is a type parameter.

use crate::data::{Fail, Reach, Row, Rows, Wrong};
use crate::desk::read::{Shown, load, row_of};
use crate::desk::record::{By, Creates, Deletes, Edits, Eyes, Values};
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
use model_core::list::ListDialect;
use model_core::meta::Role;
use model_core::prelude::*;
use model_core::relations::{Effect, Impact};
use model_core::verbs::{ByKey, CanWrite, CountingTo, Delete, NoActor, PreviewOn, RowOn};
use model_core::wire::{FieldError, NewFromJson, PatchFromJson, TextKey, ToJson};

/// A model of which the desk can create rows over a connection: its new rows can be read from what a form sends.
#[diagnostic::on_unimplemented(
    message = "the desk cannot create rows of `{Self}`",
    label = "its new rows cannot be read from a form or written over this connection",
    note = "each field needs `serde::Deserialize`, and a required field must not be closed to clients"
)]
pub trait Created<Conn>: Shown<Conn> {
    #[doc(hidden)]
    const CREATES: CreateFunctions<Conn>;
}

/// What creates rows of one model.
pub struct CreateFunctions<Conn>(pub(super) Creates<Conn>);

impl<M, Conn> Created<Conn> for M
where
    Conn: CanWrite<M>,
    M: Shown<Conn> + NewFromJson,
{
    const CREATES: CreateFunctions<Conn> =
        CreateFunctions(Creates { judge: judge_new::<M>, create: create::<M, Conn> });
}

/// A model whose rows the desk can change over a connection: its patches can be read from what a form sends.
#[diagnostic::on_unimplemented(
    message = "the desk cannot change rows of `{Self}`",
    label = "its patches cannot be read from a form or written over this connection",
    note = "each field needs `serde::Deserialize`"
)]
pub trait Edited<Conn>: Shown<Conn> {
    #[doc(hidden)]
    const EDITS: EditFunctions<Conn>;
}

/// What changes rows of one model.
pub struct EditFunctions<Conn>(pub(super) Edits<Conn>);

impl<M, Conn> Edited<Conn> for M
where
    Conn: CanWrite<M> + LoadConnection<Backend: ListDialect>,
    M: Shown<Conn> + PatchFromJson + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
{
    const EDITS: EditFunctions<Conn> = EditFunctions(Edits { judge: judge_patch::<M>, patch: patch::<M, Conn> });
}

/// A model whose rows the desk can delete over a connection.
#[diagnostic::on_unimplemented(
    message = "the desk cannot delete rows of `{Self}`",
    label = "its rows cannot be deleted over this connection"
)]
pub trait DeletedAtDesk<Conn>: Shown<Conn> {
    #[doc(hidden)]
    const DELETES: DeleteFunctions<Conn>;
}

/// What deletes rows of one model.
pub struct DeleteFunctions<Conn>(pub(super) Deletes<Conn>);

impl<M, Conn> DeletedAtDesk<Conn> for M
where
    Conn: CanWrite<M> + LoadConnection<Backend: ListDialect>,
    M: Shown<Conn> + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
    CountingTo<Delete<ByKey<M>, NoActor>>: PreviewOn<Conn>,
{
    const DELETES: DeleteFunctions<Conn> =
        DeleteFunctions(Deletes { preview: preview::<M, Conn>, delete: delete::<M, Conn> });
}

pub(super) fn wrong(error: FieldError) -> Wrong {
    Wrong { field: error.field.into_owned(), code: error.code, message: error.message }
}

/// The error of a write, by field where it names one.
pub(super) fn failed(error: Error) -> Fail {
    match error {
        Error::Invalid { .. }
        | Error::UniqueViolation { field: Some(_), .. }
        | Error::ParentDeleted { .. }
        | Error::ParentOutOfScope { .. }
        | Error::NotNull { column: Some(_) } => Fail::Fields(error.fields().into_iter().map(wrong).collect()),
        other => Fail::Core(other),
    }
}

fn judge_new<M: NewFromJson>(values: &Values) -> Vec<Wrong> {
    M::new_from_json(values).err().unwrap_or_default().into_iter().map(wrong).collect()
}

fn judge_patch<M: PatchFromJson>(values: &Values) -> Vec<Wrong> {
    M::patch_from_json(values).err().unwrap_or_default().into_iter().map(wrong).collect()
}

fn create<M, Conn>(conn: &mut Conn, values: &Values, by: &Actor) -> Result<Row, Fail>
where
    Conn: CanWrite<M>,
    M: ToJson + NewFromJson + Model<Key: TextKey>,
{
    let new = M::new_from_json(values).map_err(|errors| Fail::Fields(errors.into_iter().map(wrong).collect()))?;
    let row = M::create(new).by(by).run(conn).map_err(failed)?;
    row_of(&row)
}

/// The live row with this key, at the version that a form or a page was made from.
pub(super) fn current<M, Conn>(conn: &mut Conn, key: &str, version: Option<i64>) -> Result<M, Fail>
where
    Conn: LoadConnection<Backend: ListDialect>,
    M: RowOn<Conn::Backend> + Model<Key: TextKey> + ToJson,
    Condition<M>: QueryFragment<Conn::Backend>,
{
    // Who may do it was decided before: the policy's condition was part of the statement that found the row.
    let row = load::<M, Conn>(conn, &Eyes::ALL, Rows::Any, key)?.ok_or(Error::NotFound)?;
    let found = row_of(&row)?;
    if found.deleted {
        return Err(Error::Deleted.into());
    }
    match (version, found.version) {
        (Some(expected), Some(found)) if expected != found => Err(Error::Stale { expected, found }.into()),
        _ => Ok(row),
    }
}

fn patch<M, Conn>(conn: &mut Conn, values: &Values, by: By<'_>) -> Result<Row, Fail>
where
    Conn: CanWrite<M> + LoadConnection<Backend: ListDialect>,
    M: ToJson + PatchFromJson + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
{
    let patch = M::patch_from_json(values).map_err(|errors| Fail::Fields(errors.into_iter().map(wrong).collect()))?;
    let row: M = current(conn, by.key, by.version)?;
    let written = patch.on_row(&row).by(by.actor).run(conn).map_err(failed)?;
    row_of(&written)
}

/// A tree of the library, as pages show it.
pub(super) fn reach(impact: Impact) -> Reach {
    let effect = match impact.effect {
        Effect::Detached => crate::data::Fate::Detached,
        Effect::Kept => crate::data::Fate::Kept,
        Effect::Refusing => crate::data::Fate::InTheWay,
        _ => crate::data::Fate::Along,
    };
    Reach {
        model: impact.model,
        count: impact.count,
        capped: impact.capped,
        fate: effect,
        along: impact.children.into_iter().map(reach).collect(),
    }
}

fn preview<M, Conn>(conn: &mut Conn, key: &str, most: usize) -> Result<Reach, Fail>
where
    Conn: LoadConnection<Backend: ListDialect>,
    M: ToJson + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
    CountingTo<Delete<ByKey<M>, NoActor>>: PreviewOn<Conn>,
{
    let row: M = current(conn, key, None)?;
    Ok(reach(row.delete().counting_to(most).preview(conn)?))
}

fn delete<M, Conn>(conn: &mut Conn, key: &str, version: Option<i64>, by: &Actor) -> Result<(), Fail>
where
    Conn: CanWrite<M> + LoadConnection<Backend: ListDialect>,
    M: ToJson + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
{
    let row: M = current(conn, key, version)?;
    row.delete().by(by).run(conn)?;
    Ok(())
}

/// Whether a model counts its writes itself.
pub(super) fn counts_writes<M: Model>() -> bool {
    M::META.with_role(Role::Version).is_some()
}
