//! A writer that only a crash ends.

use crate::TestConnection;
use crate::make::me;
use crate::models::{Article, ArticleId};
use model_core::prelude::*;

/// Patches the rows in turn, with a title that no other patch has, until a write fails; `acknowledge` hears of every
/// write that did not, right after it. Returns why it failed; nothing when there are no rows.
pub fn write_until_it_fails(
    conn: &mut impl TestConnection,
    name: &str,
    rows: &[Article],
    mut acknowledge: impl FnMut(ArticleId, &str),
) -> Option<Error> {
    rows.iter().cycle().enumerate().find_map(|(turn, row)| {
        let title = format!("{name}.{turn}");
        match row.patch().title(&*title).by(me()).run(conn) {
            Ok(_) => {
                acknowledge(row.id, &title);
                None
            }
            Err(error) => Some(error),
        }
    })
}
