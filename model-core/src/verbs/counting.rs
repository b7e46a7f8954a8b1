//! Previews that only count, and write nothing.

use crate::effects::foresee::parents::{ForeseesAncestors, ForeseesParents};
use crate::effects::foresee::{Ahead, Foresees, Foresight, KeysOn, keys_of, rows_of};
use crate::effects::impact::{Effect, Impact};
use crate::effects::marking::deletion_of;
use crate::meta::error::Result;
use crate::meta::outcome::Outcome;
use crate::model::{DeletionPolicy, Manager, Model};
use crate::operation::run::{Ready, SyncConnection};
use crate::sql::dialect::Dialect;
use crate::sql::find::found_unlocked;
use crate::sql::on::{ModelOn, RowOn};
use crate::sql::state::RequiredState;
use crate::sql::target::{ByFilter, ByKey};
use crate::verbs::delete::Delete;
use crate::verbs::hard_delete::HardDelete;
use crate::verbs::preview::{Preview, PreviewOn};
use crate::verbs::restore::{Restore, RestoreWithAncestors};
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
use std::collections::BTreeSet;

/// A deletion, removal or restoration that only counts: `article.delete().counting_to(1_000).preview(conn)`.
///
/// The preview reads the keys of the rows, level by level, and no more than the limit for each relation and level. It
/// writes nothing, opens no transaction, waits for no lock, and needs no actor; its number of statements depends on the
/// relations and the depth of the tree, not on the number of rows. It cannot run.
///
/// - A count that ended at the limit is [capped](crate::relations::Impact::capped), and so are the counts below its
///   rows: there may be more rows.
/// - Rows that would make the write fail are in the tree as [`Effect::Refusing`](crate::relations::Effect::Refusing):
///   those of an `on_delete = restrict`, and the deleted parents of a restored row. Below a capped count, some of them
///   may be missing.
/// - Rows that stay are in the tree as well: rows of an `on_delete = set_null` as `Detached`, rows of an `on_delete =
///   keep` and links as `Kept`.
///
/// Hooks do not run, so the preview does not include what they refuse or write. Nor does it include conflicts of unique
/// values, the deleted parents of other rows in a restoration, and the actions of the database's own foreign keys. If
/// another client writes in between, two of its statements may see different states of the database.
#[must_use = "a preview does nothing until `.preview(conn)`"]
#[derive(Debug)]
pub struct CountingTo<Write> {
    pub(super) write: Write,
    pub(super) rows: usize,
}

impl<Write> Ready for CountingTo<Write> {}

impl<Write> Preview for CountingTo<Write> {}

/// The kind of write of a deletion.
fn deletion<M: Model>() -> Ahead {
    if M::Deletion::SOFT { Ahead::Deletion } else { Ahead::Removal }
}

/// Counts these rows, and those that belong to them.
fn reached<Conn, M>(
    conn: &mut Conn,
    mut keys: Vec<M::Key>,
    capped: bool,
    effect: Effect,
    foresight: &mut Foresight,
) -> Result<Impact>
where
    M: Model<Deletion: Foresees<Conn, M>>,
{
    foresight.count::<M>(&mut keys);
    let children = M::Deletion::below(conn, &keys, capped, foresight)?;
    Ok(Impact { capped, children, ..Impact::of(M::META.name, keys.len(), effect) })
}

/// Previews the deletion or removal of one row.
fn one<Conn, Row>(
    conn: &mut Conn,
    target: ByKey<Row>,
    required: RequiredState,
    mut foresight: Foresight,
) -> Result<Impact>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
    <Row::Model as Model>::Deletion: Foresees<Conn, Row::Model>,
{
    match found_unlocked(conn, &target, required.of::<Row::Model>())? {
        Outcome::Unchanged(_) | Outcome::Changed(_) => {}
        other => drop(other.into_result()?),
    }
    let effect = foresight.effect();
    reached::<Conn, Row::Model>(conn, vec![target.key], false, effect, &mut foresight)
}

/// Previews the deletion or removal of a set.
fn set<Conn, Row, Filter>(conn: &mut Conn, target: ByFilter<Row, Filter>, mut foresight: Foresight) -> Result<Impact>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: Manager<Model: KeysOn<Conn::Backend>>,
    Filter: QueryFragment<Conn::Backend>,
    <Row::Model as Model>::Deletion: Foresees<Conn, Row::Model>,
{
    let (keys, capped) = keys_of(conn, target, foresight.limit())?;
    let effect = foresight.effect();
    reached::<Conn, Row::Model>(conn, keys, capped, effect, &mut foresight)
}

/// Returns what [`run`](crate::verbs::Run::run) would delete, and what would prevent it.
///
/// # Errors
/// [`NotFound`](crate::Error::NotFound), [`Deleted`](crate::Error::Deleted) and [`Stale`](crate::Error::Stale) as for
/// [`run`](crate::verbs::Run::run); database errors.
impl<Conn, Row, A> PreviewOn<Conn> for CountingTo<Delete<ByKey<Row>, A>>
where
    Row: RowOn<Conn::Backend>,
    Conn: SyncConnection<Backend: Dialect>,
    <Row::Model as Model>::Deletion: Foresees<Conn, Row::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> Result<Impact> {
        let foresight = Foresight::new(deletion::<Row::Model>(), self.rows);
        one::<Conn, Row>(conn, self.write.target, RequiredState::Live, foresight)
    }
}

/// Returns what [`run`](crate::verbs::Run::run) would delete, and what would prevent it.
///
/// # Errors
/// Database errors.
impl<Conn, Row, Filter, Mode, A> PreviewOn<Conn> for CountingTo<Delete<ByFilter<Row, Filter, Mode>, A>>
where
    Row: Manager<Model: KeysOn<Conn::Backend>>,
    Conn: SyncConnection<Backend: Dialect>,
    Filter: QueryFragment<Conn::Backend>,
    <Row::Model as Model>::Deletion: Foresees<Conn, Row::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> Result<Impact> {
        let foresight = Foresight::new(deletion::<Row::Model>(), self.rows);
        let target: ByFilter<Row, Filter> = self.write.target.in_mode();
        set(conn, target, foresight)
    }
}

/// Returns what [`run`](crate::verbs::Run::run) would remove, and what would prevent it.
///
/// # Errors
/// As for the preview of a deletion, and [`NotDeleted`](crate::Error::NotDeleted).
impl<Conn, Row, A> PreviewOn<Conn> for CountingTo<HardDelete<ByKey<Row>, A>>
where
    Row: RowOn<Conn::Backend>,
    Conn: SyncConnection<Backend: Dialect>,
    <Row::Model as Model>::Deletion: Foresees<Conn, Row::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> Result<Impact> {
        let foresight = Foresight::new(Ahead::Removal, self.rows);
        one::<Conn, Row>(conn, self.write.target, self.write.required, foresight)
    }
}

/// Returns what [`run`](crate::verbs::Run::run) would remove, and what would prevent it.
///
/// # Errors
/// Database errors.
impl<Conn, Row, Filter, Mode, A> PreviewOn<Conn> for CountingTo<HardDelete<ByFilter<Row, Filter, Mode>, A>>
where
    Row: Manager<Model: KeysOn<Conn::Backend>>,
    Conn: SyncConnection<Backend: Dialect>,
    Filter: QueryFragment<Conn::Backend>,
    <Row::Model as Model>::Deletion: Foresees<Conn, Row::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> Result<Impact> {
        let foresight = Foresight::new(Ahead::Removal, self.rows);
        let target: ByFilter<Row, Filter> = self.write.target.in_mode();
        set(conn, target, foresight)
    }
}

/// Reads a row that is to be restored, as a row of the model itself.
fn deleted<Conn, Row>(conn: &mut Conn, target: &ByKey<Row>) -> Result<Row::Model>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: Manager<Model: ModelOn<Conn::Backend>>,
{
    let target = ByKey::<Row::Model> { key: target.key.clone(), expected: target.expected, transition: None };
    found_unlocked(conn, &target, RequiredState::Deleted)?.into_result()
}

/// Previews the rows that are restored with a row that has been counted.
fn restored<Conn, M>(conn: &mut Conn, row: M, foresight: &mut Foresight) -> Result<Impact>
where
    M: Model<Deletion: Foresees<Conn, M>>,
{
    let keys = [row.key()];
    foresight.restoring(deletion_of::<M>(row).into_iter().collect());
    let children = M::Deletion::below(conn, &keys, false, foresight)?;
    Ok(Impact { children, ..Impact::of(M::META.name, 1, Effect::Restored) })
}

/// Returns what [`run`](crate::verbs::Run::run) would restore: the row, and the rows that are restored with it. A
/// deleted parent of the row is in the tree as [`Effect::Refusing`].
///
/// # Errors
/// [`NotFound`](crate::Error::NotFound), [`NotDeleted`](crate::Error::NotDeleted) and [`Stale`](crate::Error::Stale) as
/// for [`run`](crate::verbs::Run::run); database errors.
impl<Conn, Row, A> PreviewOn<Conn> for CountingTo<Restore<ByKey<Row>, A>>
where
    Row: Manager<Model: ModelOn<Conn::Backend>>,
    Conn: SyncConnection<Backend: Dialect>,
    <Row::Model as Model>::Deletion: Foresees<Conn, Row::Model>,
    <Row::Model as Model>::References: ForeseesParents<Conn, Row::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> Result<Impact> {
        let row = deleted::<Conn, Row>(conn, &self.write.target)?;
        let mut refusing = Vec::new();
        <Row::Model as Model>::References::refusing(conn, &row, &mut refusing)?;
        let mut foresight = Foresight::new(Ahead::Restoration(Vec::new()), self.rows);
        foresight.count::<Row::Model>(&mut vec![row.key()]);
        let mut impact = restored::<Conn, Row::Model>(conn, row, &mut foresight)?;
        impact.children.extend(refusing);
        Ok(impact)
    }
}

/// Returns what [`run`](crate::verbs::Run::run) would restore: the row and the rows that are restored with it, and its
/// deleted ancestors, each with the other rows of its deletion.
///
/// # Errors
/// As for the preview of a restoration without ancestors.
impl<Conn, Row, A> PreviewOn<Conn> for CountingTo<RestoreWithAncestors<ByKey<Row>, A>>
where
    Row: Manager<Model: ModelOn<Conn::Backend>>,
    Conn: SyncConnection<Backend: Dialect>,
    <Row::Model as Model>::Deletion: Foresees<Conn, Row::Model>,
    <Row::Model as Model>::References: ForeseesAncestors<Conn, Row::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> Result<Impact> {
        let row = deleted::<Conn, Row>(conn, &self.write.target)?;
        let mut above = Vec::new();
        let mut foresight = Foresight::new(Ahead::Restoration(Vec::new()), self.rows);
        foresight.count::<Row::Model>(&mut vec![row.key()]);
        <Row::Model as Model>::References::ancestors(conn, &row, &mut foresight, &mut above)?;
        let mut impact = restored::<Conn, Row::Model>(conn, row, &mut foresight)?;
        impact.children.extend(above);
        Ok(impact)
    }
}

/// Returns what [`run`](crate::verbs::Run::run) would restore.
///
/// # Errors
/// Database errors.
impl<Conn, Row, Filter, Mode, A> PreviewOn<Conn> for CountingTo<Restore<ByFilter<Row, Filter, Mode>, A>>
where
    Row: Manager<Model: ModelOn<Conn::Backend>>,
    Conn: SyncConnection<Backend: Dialect>,
    Filter: QueryFragment<Conn::Backend>,
    <Row::Model as Model>::Deletion: Foresees<Conn, Row::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> Result<Impact> {
        let target: ByFilter<Row, Filter> = self.write.target.in_mode();
        let mut foresight = Foresight::new(Ahead::Restoration(Vec::new()), self.rows);
        let (rows, capped) = rows_of(conn, target, foresight.limit())?;
        let keys: Vec<_> = rows.iter().map(Model::key).collect();
        let deletions: BTreeSet<_> = rows.into_iter().filter_map(deletion_of::<Row::Model>).collect();
        foresight.restoring(deletions.into_iter().collect());
        reached::<Conn, Row::Model>(conn, keys, capped, Effect::Restored, &mut foresight)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/counting.rs"]
pub(crate) mod twin;
