//! Compares the orders and searches that lists offer with the indexes of their tables.

use crate::check::catalog::Catalog;
use crate::check::report::Report;
use crate::check::schema::{Declarations, Models, SortedList};
use crate::check::{declarations, of};
use crate::ddl::declared::{HasTable, table_name};
use crate::list::ListOf;
use crate::meta::error::Result;
use diesel::connection::LoadConnection;

/// A declared list, whose orders and search need indexes: every [`ListOf`].
pub trait SortedLists: Sync {
    /// Adds the columns by which it can be sorted and searched.
    ///
    /// # Errors
    /// A name that cannot be quoted; no such name is known.
    #[doc(hidden)]
    fn declare(&self, into: &mut Declarations) -> Result<()>;
}

impl<M: Models + HasTable> SortedLists for ListOf<M> {
    fn declare(&self, into: &mut Declarations) -> Result<()> {
        let table = table_name::<M>()?;
        if !into.tables.iter().any(|declared| declared.table == table) {
            <M as Models>::declare(into)?;
        }
        into.lists.push(SortedList { meta: M::META, columns: self.sorted_by(), words: self.words() });
        Ok(())
    }
}

/// The declarations of the models and of the lists.
///
/// # Errors
/// As for [`declarations`].
#[doc(hidden)]
pub fn declarations_with<T: Models>(lists: &[&dyn SortedLists]) -> Result<Declarations> {
    let mut declarations = declarations::<T>()?;
    lists.iter().try_for_each(|list| list.declare(&mut declarations))?;
    Ok(declarations)
}

/// Does the same as [`check`](fn@crate::check), and compares the orders that lists offer with the indexes:
/// `check::with_lists::<(Article,)>(conn, &[&articles_list()])`.
///
/// Each column of [`sort`](ListOf::sort) and the first of the default order need an index that begins with it, or with
/// the column of the default scope and then with it. Otherwise each page sorts all rows, and `list.unindexed` is found.
/// For a small table this may be right: [`allow_at`](Report::allow_at) silences it for one column. On PostgreSQL, a
/// search with [`full_text`](ListOf::full_text) needs an index too (`search.unindexed`).
///
/// # Errors
/// Errors of the connection. A catalog that the user may not read is a finding.
pub fn with_lists<T: Models>(
    conn: &mut impl LoadConnection<Backend: Catalog>,
    lists: &[&dyn SortedLists],
) -> Result<Report> {
    of(conn, &declarations_with::<T>(lists)?)
}
