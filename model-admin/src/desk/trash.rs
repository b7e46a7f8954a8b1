//! The trash of a model that is a type parameter.

use crate::data::{Fail, Reach, Row, Rows};
use crate::desk::read::{load, row_of};
use crate::desk::record::{Eyes, Purge, Purged, Told, Trash};
use crate::desk::write::{DeletedAtDesk, failed, reach};
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
use model_core::list::ListDialect;
use model_core::model::SoftDelete;
use model_core::objects::Unrestricted;
use model_core::prelude::*;
use model_core::purge::{Progress, Purges};
use model_core::verbs::{ByKey, CanWrite, CountingTo, NoActor, PreviewOn, Restore, RestoreWithAncestors, RowOn, RunOn};
use model_core::wire::{TextKey, ToJson};
use std::time::Duration;

/// A model with a trash, from which the desk can restore rows over a connection.
#[diagnostic::on_unimplemented(
    message = "the desk cannot show a trash of `{Self}`",
    label = "a deleted row of `{Self}` cannot be restored over this connection",
    note = "add `soft_delete` to `#[model(..)]` and a `deleted_at` field; without a trash, write `.removable()`"
)]
pub trait Trashed<Conn>: DeletedAtDesk<Conn> + SoftDelete {
    #[doc(hidden)]
    const TRASH: TrashFunctions<Conn>;
}

/// What restores rows of one model.
pub struct TrashFunctions<Conn>(pub(super) Trash<Conn>);

impl<M, Conn> Trashed<Conn> for M
where
    Conn: CanWrite<M> + LoadConnection<Backend: ListDialect>,
    M: DeletedAtDesk<Conn> + SoftDelete + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
    CountingTo<Restore<ByKey<M>, NoActor>>: PreviewOn<Conn>,
    for<'a> RestoreWithAncestors<ByKey<M>, &'a Actor>: RunOn<Conn, Output = M>,
{
    const TRASH: TrashFunctions<Conn> =
        TrashFunctions(Trash { preview: preview::<M, Conn>, restore: restore::<M, Conn>, purge: None });
}

/// A model whose deleted rows the desk can remove permanently over a connection.
#[diagnostic::on_unimplemented(
    message = "the desk cannot purge rows of `{Self}`",
    label = "deleted rows of `{Self}` cannot be removed over this connection",
    note = "if the model has a default scope, purge it in the application, which knows whose rows it may remove"
)]
pub trait PurgedAtDesk<Conn>: Trashed<Conn> {
    #[doc(hidden)]
    const PURGE: PurgeFunction<Conn>;
}

/// What purges rows of one model.
pub struct PurgeFunction<Conn>(pub(super) Purge<Conn>);

impl<M, Conn> PurgedAtDesk<Conn> for M
where
    Conn: CanWrite<M> + LoadConnection<Backend: Purges<Conn, M>>,
    M: Trashed<Conn> + Manager<Filter = Unrestricted>,
{
    const PURGE: PurgeFunction<Conn> = PurgeFunction(purge::<M, Conn>);
}

/// The deleted row with this key.
fn deleted<M, Conn>(conn: &mut Conn, key: &str) -> Result<Deleted<M>, Fail>
where
    Conn: LoadConnection<Backend: ListDialect>,
    M: ToJson + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
{
    let row = load::<M, Conn>(conn, &Eyes::ALL, Rows::Any, key)?.ok_or(Error::NotFound)?;
    if row_of(&row)?.deleted { Ok(Deleted::from(row)) } else { Err(Error::NotDeleted.into()) }
}

fn preview<M, Conn>(conn: &mut Conn, key: &str, most: usize) -> Result<Reach, Fail>
where
    Conn: LoadConnection<Backend: ListDialect>,
    M: ToJson + SoftDelete + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
    CountingTo<Restore<ByKey<M>, NoActor>>: PreviewOn<Conn>,
{
    let row = deleted::<M, Conn>(conn, key)?;
    Ok(reach(row.restore().counting_to(most).preview(conn)?))
}

fn restore<M, Conn>(conn: &mut Conn, key: &str, parents: bool, by: &Actor) -> Result<Row, Fail>
where
    Conn: CanWrite<M> + LoadConnection<Backend: ListDialect>,
    M: ToJson + SoftDelete + RowOn<Conn::Backend> + Model<Key: TextKey>,
    Condition<M>: QueryFragment<Conn::Backend>,
    for<'a> RestoreWithAncestors<ByKey<M>, &'a Actor>: RunOn<Conn, Output = M>,
{
    let restoration = deleted::<M, Conn>(conn, key)?.restore();
    let restored = match parents {
        true => restoration.with_ancestors().by(by).run(conn),
        false => restoration.by(by).run(conn),
    };
    // What is in the way is no field of a form here.
    match restored {
        Err(error @ (Error::ParentDeleted { .. } | Error::UniqueViolation { .. })) => Err(Fail::Core(error)),
        other => row_of(&other.map_err(failed)?),
    }
}

fn purge<M, Conn>(conn: &mut Conn, age: Duration, rehearse: bool, by: &Actor, told: Told<'_>) -> Result<Purged, Fail>
where
    Conn: CanWrite<M> + LoadConnection<Backend: Purges<Conn, M>>,
    M: SoftDelete + Manager<Filter = Unrestricted>,
{
    let purge = M::purge().older_than(age).without_hooks().by(by);
    let progress = |progress: Progress| told(progress.removed + progress.blocked, progress.total);
    let done = purge.dry_run(rehearse).on_progress(progress).run(conn)?;
    Ok(Purged {
        removed: done.removed,
        along: done.children.into_iter().map(reach).collect(),
        blocked: done.blocked.into_iter().map(|row| (row.object_id, row.reason.to_string())).collect(),
    })
}
