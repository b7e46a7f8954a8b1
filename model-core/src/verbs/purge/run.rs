//! Runs a purge.

use crate::effects::clauses::KeysIn;
use crate::effects::delete::Deletes;
use crate::effects::guards::Guards;
use crate::effects::hard_delete::hard_delete_rows;
use crate::effects::impact::Impact;
use crate::effects::touching::touch_all;
use crate::effects::writes::Writes;
use crate::meta::error::{Error, Result};
use crate::model::Model;
use crate::model::key::RowKey;
use crate::operation::Operation;
use crate::operation::rolled_back::rolled_back;
use crate::sql::lock::lock_table;
use crate::sql::on::ModelOn;
use crate::sql::rows::{Number, load, load_rows};
use crate::verbs::purge::page::{Page, Rows, Total};
use crate::verbs::purge::{Blocked, Progress, Purged};
use crate::write::backend::StoresSets;
use diesel::connection::LoadConnection;

/// A backend that can purge rows of `M` and the rows that belong to them over a connection.
#[diagnostic::on_unimplemented(
    message = "rows of `{M}` cannot be purged over this connection",
    label = "`{Self}` cannot store and read every field of `{M}` and of the models that belong to it",
    note = "each field's type needs `ToSql` and `FromSql` for its column's SQL type on this backend"
)]
pub trait Purges<Conn, M: Model>: Writes<Conn, M> {
    /// Removes locked rows, after the rows that belong to them.
    ///
    /// # Errors
    /// [`Error::Restricted`], [`Error::ForeignKey`]; database errors.
    fn hard_delete_rows(conn: &mut Conn, rows: &[M], operation: Operation<'_>) -> Result<(usize, Vec<Impact>)>;

    /// Reads and locks the rows of a page.
    ///
    /// # Errors
    /// Database errors.
    fn rows(conn: &mut Conn, page: &PageOf<M>) -> Result<Vec<M>>;

    /// Counts the rows of all pages.
    ///
    /// # Errors
    /// Database errors.
    fn total(conn: &mut Conn, page: &PageOf<M>) -> Result<usize>;
}

/// A page of rows to remove.
#[allow(missing_debug_implementations)]
pub struct PageOf<M: Model>(Page<M>);

#[diagnostic::do_not_recommend]
impl<DB, Conn, M> Purges<Conn, M> for DB
where
    DB: Writes<Conn, M> + StoresSets<Conn, M, KeysIn<M>>,
    Conn: LoadConnection<Backend = DB>,
    M: ModelOn<DB> + Model<Deletion: Deletes<Conn, M>, References: Guards<Conn, M>>,
{
    fn hard_delete_rows(conn: &mut Conn, rows: &[M], operation: Operation<'_>) -> Result<(usize, Vec<Impact>)> {
        crate::sql::lock::transaction(conn, |conn| {
            let operation = operation.in_transaction();
            let keys: Vec<_> = rows.iter().map(Model::key).collect();
            M::Deletion::check_live(conn, &keys)?;
            let (first, children) = M::Deletion::hard_delete_others(conn, rows, operation)?;
            let count = first + hard_delete_rows::<Conn, M>(conn, rows, operation)?;
            touch_all(conn, rows, &[])?;
            Ok((count, children))
        })
    }

    fn rows(conn: &mut Conn, page: &PageOf<M>) -> Result<Vec<M>> {
        lock_table::<M, _>(conn)?;
        Ok(load_rows(conn, Rows(&page.0))?)
    }

    fn total(conn: &mut Conn, page: &PageOf<M>) -> Result<usize> {
        let counted: Vec<Number> = load(conn, Total(&page.0))?;
        Ok(counted.first().map_or(0, Number::count))
    }
}

/// See [`Purge`](super::Purge).
pub(crate) fn purge<Conn, M>(
    conn: &mut Conn,
    page: Page<M>,
    dry_run: bool,
    mut progress: impl FnMut(Progress),
    operation: Operation<'_>,
) -> Result<Purged>
where
    M: Model,
    Conn: LoadConnection<Backend: Purges<Conn, M>>,
{
    let mut page = PageOf(page);
    let total = <Conn::Backend as Purges<Conn, M>>::total(conn, &page)?;
    let mut purged = Purged::default();
    loop {
        let done = match dry_run {
            true => rolled_back(conn, &operation, |conn, operation| purge_page(conn, &page, operation))?,
            false => crate::sql::lock::transaction(conn, |conn| purge_page(conn, &page, operation))?,
        };
        let Some(last) = done.last else { return Ok(purged) };
        purged.removed += done.removed;
        Impact::merge(&mut purged.children, done.children);
        purged.blocked.extend(done.blocked);
        progress(Progress { total, removed: purged.removed, blocked: purged.blocked.len() });
        page = PageOf(page.0.after(last));
    }
}

/// The result for the rows of one page.
struct Done<K> {
    /// The key of the last row; none if the page was empty.
    last: Option<K>,
    removed: usize,
    children: Vec<Impact>,
    blocked: Vec<Blocked>,
}

fn purge_page<Conn, M>(conn: &mut Conn, page: &PageOf<M>, operation: Operation<'_>) -> Result<Done<M::Key>>
where
    M: Model,
    Conn: LoadConnection<Backend: Purges<Conn, M>>,
{
    let rows = <Conn::Backend as Purges<Conn, M>>::rows(conn, page)?;
    let mut done = Done { last: rows.last().map(Model::key), removed: 0, children: Vec::new(), blocked: Vec::new() };
    if rows.is_empty() {
        return Ok(done);
    }
    match <Conn::Backend as Purges<Conn, M>>::hard_delete_rows(conn, &rows, operation) {
        Ok((removed, children)) => (done.removed, done.children) = (removed, children),
        // One of the rows cannot be removed. The savepoint of the page is rolled back, and each row is tried alone.
        Err(Error::Restricted { .. } | Error::ForeignKey { .. }) => {
            for row in &rows {
                match <Conn::Backend as Purges<Conn, M>>::hard_delete_rows(conn, std::slice::from_ref(row), operation) {
                    Ok((removed, children)) => {
                        done.removed += removed;
                        Impact::merge(&mut done.children, children);
                    }
                    Err(reason @ (Error::Restricted { .. } | Error::ForeignKey { .. })) => {
                        done.blocked.push(Blocked { object_id: row.key().text(), reason });
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Err(error) => return Err(error),
    }
    Ok(done)
}

#[cfg(feature = "async")]
#[path = "../../../twins/verbs/purge/run.rs"]
pub(crate) mod twin;
