//! A writer that only a crash ends.

use crate::TestConnection;
use crate::make::me;
use crate::models::{Article, ArticleId};
use model_core::prelude::*;

/// Patches the rows in turn, with a title that no other patch has, until a write fails; `acknowledge` hears of every
/// write that did not, right after it.
pub fn write_until_it_fails(
    conn: &mut impl TestConnection,
    name: &str,
    rows: &[Article],
    mut acknowledge: impl FnMut(ArticleId, &str),
) -> Error {
    for (turn, row) in rows.iter().cycle().enumerate() {
        let title = format!("{name}.{turn}");
        match row.patch().title(&*title).by(me()).run(conn) {
            Ok(_) => acknowledge(row.id, &title),
            Err(error) => return error,
        }
    }
    Error::NotFound
}
