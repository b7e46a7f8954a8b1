//! Counts the effects of a deletion, a removal or a restoration with SELECTs only: nothing is written or locked.
//!
//! The keys of the rows are read level by level, up to the limit for each relation and level. A row that two relations
//! lead to is counted where the write would reach it first.

pub(crate) mod owned;
pub(crate) mod parents;

use crate::effects::clauses::OfParents;
use crate::effects::impact::{Effect, Impact};
use crate::meta::Role;
use crate::meta::error::Result;
use crate::model::key::RowKey;
use crate::model::{Hard, Manager, Model, Soft};
use crate::query::relations::belongs_to::{BelongsTo, KeySql};
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::rows::{load, load_rows, statement};
use crate::sql::target::{ByFilter, Clause};
use diesel::backend::Backend;
use diesel::connection::LoadConnection;
use diesel::deserialize::{self, FromSqlRow, QueryableByName};
use diesel::expression::Expression;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::NamedRow;
use diesel::{QueryResult, Table};
use owned::ForeseesOwned;
use std::collections::HashSet;
use uuid::Uuid;

/// The kind of write that is previewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ahead {
    /// Rows are marked as deleted.
    Deletion,
    /// Rows are removed.
    Removal,
    /// Rows of these deletions are restored.
    Restoration(Vec<Uuid>),
}

/// A preview of one write.
#[derive(Debug)]
pub struct Foresight {
    write: Ahead,
    /// The limit of counted rows for each relation and level.
    limit: usize,
    /// The rows that have been counted.
    seen: HashSet<(&'static str, String)>,
}

impl Foresight {
    pub(crate) fn new(write: Ahead, limit: usize) -> Self {
        // One more row is read, to find out whether there are more; a LIMIT is a signed 64-bit number.
        let limit = limit.min(usize::try_from(i64::MAX - 1).unwrap_or(usize::MAX - 1));
        Self { write, limit, seen: HashSet::new() }
    }

    /// The limit of counted rows for each relation and level.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// Keeps the rows that have not been counted yet, and counts them.
    pub(crate) fn count<M: Model>(&mut self, keys: &mut Vec<M::Key>) {
        keys.retain(|key| self.seen.insert((M::META.content_type, key.text())));
    }

    /// Keeps the rows that have not been counted yet.
    fn unseen<M: Model>(&self, keys: &mut Vec<M::Key>) {
        keys.retain(|key| !self.seen.contains(&(M::META.content_type, key.text())));
    }

    /// What happens to rows that are written with the row.
    pub(crate) fn effect(&self) -> Effect {
        match self.write {
            Ahead::Deletion | Ahead::Removal => Effect::Deleted,
            Ahead::Restoration(_) => Effect::Restored,
        }
    }

    /// Continues with rows of other deletions.
    pub(crate) fn restoring(&mut self, deletions: Vec<Uuid>) {
        self.write = Ahead::Restoration(deletions);
    }
}

/// A model whose keys can be read alone.
pub trait KeysOn<DB: Backend>: ModelOn<DB> {
    /// Reads the key from a row of its columns.
    ///
    /// # Errors
    /// A value that is not a key.
    fn read_key<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self::Key>;
}

#[diagnostic::do_not_recommend]
impl<M, DB> KeysOn<DB> for M
where
    DB: Backend,
    M: ModelOn<DB> + Model<Table: Table<PrimaryKey: Expression>, Key: FromSqlRow<KeySql<M>, DB>>,
{
    fn read_key<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self::Key> {
        FromSqlRow::build_from_row(row)
    }
}

/// The policy of a model whose effects on other rows can be previewed over a connection.
#[diagnostic::on_unimplemented(
    message = "the effect of a write on the rows that belong to a `{M}` cannot be previewed over this connection",
    label = "the key of a model that belongs to it cannot be read over this connection"
)]
pub trait Foresees<Conn, M: Model> {
    /// Counts the rows that belong to these.
    ///
    /// # Errors
    /// Database errors.
    fn below(conn: &mut Conn, keys: &[M::Key], capped: bool, foresight: &mut Foresight) -> Result<Vec<Impact>>;
}

macro_rules! foresees {
    ($policy:ident) => {
        impl<Conn, M, O> Foresees<Conn, M> for $policy<O>
        where
            M: Model,
            O: ForeseesOwned<Conn, M>,
        {
            fn below(conn: &mut Conn, keys: &[M::Key], capped: bool, foresight: &mut Foresight) -> Result<Vec<Impact>> {
                below::<Conn, M, O>(conn, keys, capped, foresight)
            }
        }
    };
}

foresees!(Soft);
foresees!(Hard);

/// First the rows of the same model on all levels, then the rows of other models that belong to any of them.
fn below<Conn, M, O>(
    conn: &mut Conn,
    keys: &[M::Key],
    mut capped: bool,
    foresight: &mut Foresight,
) -> Result<Vec<Impact>>
where
    M: Model,
    O: ForeseesOwned<Conn, M>,
{
    let (mut all, mut level, mut count) = (keys.to_vec(), keys.to_vec(), 0);
    while !level.is_empty() && (count < foresight.limit || !capped) {
        let mut next = Vec::new();
        let more = O::descend(conn, &level, foresight, &mut next)?;
        count += next.len();
        capped |= more || count > foresight.limit;
        all.extend_from_slice(&next);
        level = next;
    }
    let mut impacts = Vec::new();
    if count > 0 {
        let count = count.min(foresight.limit);
        impacts.push(Impact { capped, ..Impact::of(M::META.name, count, foresight.effect()) });
    }
    O::count(conn, &all, capped, foresight, &mut impacts)?;
    Ok(impacts)
}

/// Reads the keys of the rows of a set, up to the limit, and whether there are more.
pub(crate) fn keys_of<Conn, Row, Filter>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    limit: usize,
) -> Result<(Vec<<Row::Model as Model>::Key>, bool)>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: Manager<Model: KeysOn<Conn::Backend>>,
    Filter: QueryFragment<Conn::Backend>,
{
    let rows: Vec<KeyRow<Row::Model>> = load(conn, SelectSome { target, limit: limit + 1, whole: false })?;
    let mut keys: Vec<_> = rows.into_iter().map(|KeyRow(key)| key).collect();
    let more = keys.len() > limit;
    keys.truncate(limit);
    Ok((keys, more))
}

/// Reads the rows of a set, up to the limit, and whether there are more.
pub(crate) fn rows_of<Conn, Row, Filter>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    limit: usize,
) -> Result<(Vec<Row::Model>, bool)>
where
    Conn: LoadConnection<Backend: Dialect>,
    Row: Manager<Model: ModelOn<Conn::Backend>>,
    Filter: QueryFragment<Conn::Backend>,
{
    let mut rows: Vec<Row::Model> = load_rows(conn, SelectSome { target, limit: limit + 1, whole: true })?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    Ok((rows, more))
}

/// Reads the keys of the rows that refer to others by one column, and whether there are more.
fn keys_under<Conn, M, P, C>(
    conn: &mut Conn,
    keys: &[P::Key],
    live: bool,
    foresight: &Foresight,
) -> Result<(Vec<M::Key>, bool)>
where
    Conn: LoadConnection<Backend: Dialect>,
    M: KeysOn<Conn::Backend> + BelongsTo<P, C>,
    P: ModelOn<Conn::Backend>,
    C: 'static,
{
    let mut found = Vec::new();
    for parents in OfParents::<M, P, C>::chunks::<Conn::Backend>(keys, live) {
        let deletions = match &foresight.write {
            Ahead::Restoration(deletions) => Some(deletions.clone()),
            Ahead::Deletion | Ahead::Removal => None,
        };
        let target = ByFilter::<M, _>::new(Under { parents, deletions });
        let (more_keys, more) = keys_of::<Conn, M, _>(conn, target, foresight.limit - found.len())?;
        found.extend(more_keys);
        if more {
            return Ok((found, true));
        }
    }
    Ok((found, false))
}

/// The rows of `M` under rows of `P`; in a restoration, only those of the deletions.
struct Under<M, P: Model, C> {
    parents: OfParents<M, P, C>,
    deletions: Option<Vec<Uuid>>,
}

impl<M, P, C, DB> QueryFragment<DB> for Under<M, P, C>
where
    DB: Dialect,
    M: ModelOn<DB> + BelongsTo<P, C>,
    P: ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.parents.walk_ast(out.reborrow())?;
        let Some(deletions) = &self.deletions else { return Ok(()) };
        let Some(batch) = M::META.with_role(Role::DeletionBatch).filter(|_| !deletions.is_empty()) else {
            out.push_sql(" AND 1 = 0");
            return Ok(());
        };
        out.push_sql(" AND ");
        sql::column::<M, DB>(At::Table, batch, &mut out)?;
        out.push_sql(" IN (");
        sql::separated(deletions, ", ", &mut out, |deletion, out| DB::uuid(deletion, out))?;
        out.push_sql(") AND ");
        sql::is_deleted::<M, DB>(At::Table, true, &mut out)
    }
}

/// `SELECT id FROM articles WHERE .. LIMIT ..`
struct SelectSome<Row, Filter> {
    target: ByFilter<Row, Filter>,
    limit: usize,
    /// Whether all columns are read, instead of only the columns of the key.
    whole: bool,
}

statement!([Row, Filter] SelectSome<Row, Filter>, by_text);

impl<Row, Filter, DB> QueryFragment<DB> for SelectSome<Row, Filter>
where
    DB: Dialect,
    Row: Manager<Model: ModelOn<DB>>,
    Filter: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        match self.whole {
            true => sql::columns::<Row::Model, DB>(At::Table, &mut out)?,
            false => sql::key_columns::<Row::Model, DB>(At::Table, &mut out)?,
        }
        out.push_sql(" FROM ");
        sql::table::<Row::Model, DB>(&mut out)?;
        self.target.push(&mut out)?;
        out.push_sql(&format!(" LIMIT {}", self.limit));
        Ok(())
    }
}

/// The key of a row.
pub(crate) struct KeyRow<M: Model>(pub(crate) M::Key);

impl<M, DB> QueryableByName<DB> for KeyRow<M>
where
    DB: Backend,
    M: KeysOn<DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        M::read_key(row).map(Self)
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/effects/foresee/mod.rs"]
pub(crate) mod twin;
