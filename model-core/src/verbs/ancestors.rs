//! Restores the deleted ancestors of a row before the row itself.

use crate::effects::writes::Writes;
use crate::hooks;
use crate::hooks::policy::RunsHooksOf;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::key::RowKey;
use crate::model::{DeletionPolicy, Manager, Model};
use crate::operation::Operation;
use crate::query::relations::belongs_to::BelongsTo;
use crate::query::relations::reference::{Reference, ReferenceWithin};
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::rows::load_row;
use crate::sql::select::Select;
use crate::sql::target::ByKey;
use diesel::connection::LoadConnection;
use std::collections::HashSet;

/// The list of references of `M`, whose rows can be restored over a connection.
#[diagnostic::on_unimplemented(
    message = "the ancestors of a `{M}` cannot be restored with it",
    label = "a model that it belongs to has no soft deletion, or itself belongs to `{M}`",
    note = "restore the rows one by one"
)]
pub trait RestoresAncestors<Conn, M: Model> {
    /// Restores the deleted ancestors of a row, the topmost first, each with the other rows of its deletion.
    ///
    /// # Errors
    /// The errors of a restoration.
    fn restore_ancestors(conn: &mut Conn, row: &M, operation: Operation<'_>) -> Result<()>;
}

impl<Conn, M: Model> RestoresAncestors<Conn, M> for () {
    fn restore_ancestors(_: &mut Conn, _: &M, _: Operation<'_>) -> Result<()> {
        Ok(())
    }
}

impl<Conn, M, P, C, Rest> RestoresAncestors<Conn, M> for (Reference<P, C>, Rest)
where
    Conn: LoadConnection<Backend: Writes<Conn, P>>,
    Conn: RunsHooksOf<<P as Manager>::Model>,
    M: BelongsTo<P, C>,
    P: ModelOn<Conn::Backend> + Model<References: RestoresAncestors<Conn, P>>,
    Rest: RestoresAncestors<Conn, M>,
{
    fn restore_ancestors(conn: &mut Conn, row: &M, operation: Operation<'_>) -> Result<()> {
        if let Some(parent) = parent::<Conn, M, P, C>(conn, row)?
            && P::Deletion::SOFT
        {
            P::References::restore_ancestors(conn, &parent, operation)?;
            restore::<Conn, P>(conn, parent.key(), operation)?;
        }
        Rest::restore_ancestors(conn, row, operation)
    }
}

/// A chain inside one model: other references of the rows in the chain are not followed.
impl<Conn, M, C, Rest> RestoresAncestors<Conn, M> for (ReferenceWithin<M, C>, Rest)
where
    Conn: LoadConnection<Backend: Writes<Conn, M>>,
    Conn: RunsHooksOf<<M as Manager>::Model>,
    M: BelongsTo<M, C> + ModelOn<Conn::Backend>,
    Rest: RestoresAncestors<Conn, M>,
{
    fn restore_ancestors(conn: &mut Conn, row: &M, operation: Operation<'_>) -> Result<()> {
        Rest::restore_ancestors(conn, row, operation)?;
        let mut chain = Vec::new();
        let mut seen = HashSet::from([row.key().text()]);
        let mut above = parent::<Conn, M, M, C>(conn, row)?;
        while let Some(parent_row) = above.filter(|parent| seen.insert(parent.key().text())) {
            chain.push(parent_row.key());
            above = parent::<Conn, M, M, C>(conn, &parent_row)?;
        }
        for key in chain.into_iter().rev() {
            restore::<Conn, M>(conn, key, operation)?;
        }
        Ok(())
    }
}

/// The parent of a row, deleted or not.
fn parent<Conn, M, P, C>(conn: &mut Conn, row: &M) -> Result<Option<P>>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: BelongsTo<P, C>,
    P: ModelOn<Conn::Backend>,
{
    let Some(key) = row.foreign_key() else { return Ok(None) };
    let target = ByKey::<P>::new(key.into_owned());
    Ok(load_row(conn, Select::<P, _>::locked(&target))?)
}

/// Restores a row, unless it is live.
fn restore<Conn, P>(conn: &mut Conn, key: P::Key, operation: Operation<'_>) -> Result<()>
where
    P: Model,
    Conn: LoadConnection<Backend: Writes<Conn, P>>,
    Conn: RunsHooksOf<<P as Manager>::Model>,
{
    match hooks::run::restore(conn, ByKey::<P>::new(key), &mut P::Values::default(), Default::default(), operation)? {
        Outcome::NotDeleted | Outcome::Changed(_) | Outcome::Unchanged(_) => Ok(()),
        other => other.into_result().map(drop),
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/ancestors.rs"]
pub(crate) mod twin;
