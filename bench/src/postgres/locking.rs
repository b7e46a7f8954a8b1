//! Reading the rows of an audited write. They are locked if the database has row locks.

use super::hand::Article;
use super::schema::articles;
use super::types::{Conn, Id};
use diesel::prelude::*;

/// The drafts that a bulk write is about, locked where the database locks rows.
macro_rules! locked_drafts {
    ($conn:expr, $delete:expr, $select:expr) => {{
        let drafts = articles::table.filter(articles::status.eq("draft")).select($select);
        if $delete {
            drafts.filter(articles::deleted_at.is_null()).for_update().load($conn)
        } else {
            drafts.filter(articles::deleted_at.is_not_null()).for_update().load($conn)
        }
    }};
}
pub(crate) use locked_drafts;

/// The row that an audited write is about, locked where the database locks rows.
pub(crate) fn locked(conn: &mut Conn, key: &Id) -> QueryResult<Article> {
    let row = articles::table.find(key).filter(articles::deleted_at.is_null()).select(Article::as_select());
    row.for_update().get_result(conn)
}
