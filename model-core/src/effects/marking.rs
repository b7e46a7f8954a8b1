//! What a soft deletion, or a restoration, does to the rows of one relation.

use crate::effects::clauses::{InBatch, OfParents, Restored};
use crate::effects::delete::{Deletes, DeletesRows};
use crate::effects::guards::Guards;
use crate::effects::impact::{Effect, Impact};
use crate::effects::refer::{detach, refuse_if_any};
use crate::effects::{Cascade, CascadeWithin, Owned, Restrict, SetNull};
use crate::meta::Role;
use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::model::{DeletionPolicy, HasDeletionBatch, Model};
use crate::operation::{Operation, filled};
use crate::query::relations::belongs_to::{BelongsTo, Nullable};
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::target::ByFilter;
use crate::values::Values;
use crate::write::backend::StoresSets;
use crate::write::update::Rules;
use diesel::connection::LoadConnection;
use std::marker::PhantomData;
use uuid::Uuid;

/// Marks the rows below the marked ones, and counts them.
fn delete_rows<Conn, M, P, C>(conn: &mut Conn, operation: Operation<'_>) -> Result<usize>
where
    M: Model,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, InBatch<M, P, C>>>,
{
    let values = filled::<M>(&operation, Values::fill_delete)?;
    let target = ByFilter::new(InBatch { deletion: operation.deletion, live: true, relation: PhantomData });
    <Conn::Backend as StoresSets<Conn, M, _>>::update(conn, Rules::DELETE, target, values, operation)
}

/// Restores the rows below the restored ones, and counts them.
fn restore_rows<Conn, M, P, C>(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<usize>
where
    M: Model,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, Restored<M, P, C>>>,
{
    let values = filled::<M>(&operation, Values::fill_restore)?;
    let target = ByFilter::new(Restored { deletion, restoration: operation.deletion, relation: PhantomData });
    <Conn::Backend as StoresSets<Conn, M, _>>::update(conn, Rules::RESTORE, target, values, operation)
}

impl<Conn, P, M, C> DeletesRows<Conn, P> for Owned<M, C, Cascade>
where
    P: Model,
    M: HasDeletionBatch + BelongsTo<P, C> + Model<Deletion: Deletes<Conn, M>, References: Guards<Conn, M>>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, InBatch<M, P, C>> + StoresSets<Conn, M, Restored<M, P, C>>>,
{
    fn delete(conn: &mut Conn, operation: Operation<'_>) -> Result<Option<Impact>> {
        let count = delete_rows::<Conn, M, P, C>(conn, operation)?;
        if count == 0 {
            return Ok(None);
        }
        <M::References as Guards<Conn, M>>::touch_moved(conn, operation.deletion, true)?;
        let children = M::Deletion::delete_others(conn, operation)?;
        Ok(Some(Impact { children, ..Impact::of(M::META.name, count, Effect::Deleted) }))
    }

    fn restore(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<()> {
        match restore_rows::<Conn, M, P, C>(conn, deletion, operation)? {
            0 => Ok(()),
            _ => {
                <M::References as Guards<Conn, M>>::touch_moved(conn, operation.deletion, false)?;
                M::Deletion::restore_others(conn, deletion, operation)
            }
        }
    }

    fn check(conn: &mut Conn, restoration: Uuid) -> Result<()> {
        <M::References as Guards<Conn, M>>::check_restored(conn, restoration)?;
        M::Deletion::check_others(conn, restoration)
    }
}

/// Goes level by level, together with the other relations to rows of the same model. Rows of other models follow once
/// all these rows are known.
impl<Conn, M, C> DeletesRows<Conn, M> for Owned<M, C, CascadeWithin>
where
    M: HasDeletionBatch + BelongsTo<M, C>,
    M::References: Guards<Conn, M>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, InBatch<M, M, C>> + StoresSets<Conn, M, Restored<M, M, C>>>,
{
    fn delete_level(conn: &mut Conn, operation: Operation<'_>) -> Result<usize> {
        let count = delete_rows::<Conn, M, M, C>(conn, operation)?;
        if count > 0 {
            <M::References as Guards<Conn, M>>::touch_moved(conn, operation.deletion, true)?;
        }
        Ok(count)
    }

    fn restore_level(conn: &mut Conn, deletion: Uuid, operation: Operation<'_>) -> Result<usize> {
        let count = restore_rows::<Conn, M, M, C>(conn, deletion, operation)?;
        if count > 0 {
            <M::References as Guards<Conn, M>>::touch_moved(conn, operation.deletion, false)?;
        }
        Ok(count)
    }

    fn check(conn: &mut Conn, restoration: Uuid) -> Result<()> {
        <M::References as Guards<Conn, M>>::check_restored(conn, restoration)
    }
}

impl<Conn, P, M, C> DeletesRows<Conn, P> for Owned<M, C, Restrict>
where
    Conn: LoadConnection<Backend: Dialect>,
    P: ModelOn<Conn::Backend>,
    M: BelongsTo<P, C> + ModelOn<Conn::Backend>,
    C: 'static,
{
    fn delete(conn: &mut Conn, operation: Operation<'_>) -> Result<Option<Impact>> {
        if P::META.with_role(Role::DeletionBatch).is_none() {
            return Ok(None);
        }
        let clause: InBatch<M, P, C> =
            InBatch { deletion: operation.deletion, live: M::Deletion::SOFT, relation: PhantomData };
        refuse_if_any::<Conn, M, _>(conn, clause).map(|()| None)
    }

    fn check_restricted(conn: &mut Conn, keys: &[P::Key]) -> Result<()> {
        if P::META.with_role(Role::DeletionBatch).is_some() {
            return Ok(());
        }
        for clause in OfParents::<M, P, C>::chunks::<Conn::Backend>(keys, true) {
            refuse_if_any::<Conn, M, _>(conn, clause)?;
        }
        Ok(())
    }
}

impl<Conn, P, M, C> DeletesRows<Conn, P> for Owned<M, C, SetNull>
where
    P: Model,
    M: BelongsTo<P, C, Field: Nullable> + ModelOn<Conn::Backend> + Model<References: Guards<Conn, M>>,
    Conn: LoadConnection<Backend: StoresSets<Conn, M, InBatch<M, P, C>>>,
{
    fn delete(conn: &mut Conn, operation: Operation<'_>) -> Result<Option<Impact>> {
        let clause: InBatch<M, P, C> = InBatch { deletion: operation.deletion, live: false, relation: PhantomData };
        detach::<Conn, M, P, C, _>(conn, clause, operation)
    }
}

/// The deletion that took a row.
pub(crate) fn deletion_of<M: Model>(row: M) -> Option<uuid::Uuid> {
    let mut columns = ColumnSet::default();
    columns.insert(M::META.with_role(Role::DeletionBatch)?);
    M::Values::of_row(row, columns).deletion_batch()
}

#[cfg(feature = "async")]
#[path = "../../twins/effects/marking.rs"]
pub(crate) mod twin;
