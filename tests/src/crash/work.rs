//! What is being written at the moment of the crash.

use crate::TestConnection;
use crate::make::{author, me, new_article};
use crate::models::Article;
use model_core::prelude::*;
use std::str::FromStr;

/// How many rows there are.
pub const ROWS: usize = 10;

/// Ten articles, to begin with.
///
/// # Panics
/// When they cannot be written.
pub fn rows(conn: &mut impl TestConnection) -> Vec<Article> {
    let author = author(conn).id;
    let new = (0..ROWS).map(|number| new_article(author, &format!("row {number}")));
    Article::create_many(new).by(me()).run(conn).expect("articles can be written")
}

/// Writes that happen together or not at all.
#[derive(Debug, Clone, Copy)]
pub enum Work {
    /// One patch.
    Patch,
    /// One patch of all rows.
    PatchOfAll,
    /// New rows.
    Creation,
    /// The end of a row.
    Removal,
    /// All of this in one transaction.
    Everything,
}

impl Work {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Patch, Self::PatchOfAll, Self::Creation, Self::Removal, Self::Everything];

    /// How the statement begins that writes the first of its changes.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Patch | Self::PatchOfAll | Self::Everything => "UPDATE articles",
            Self::Creation => "INSERT INTO articles",
            Self::Removal => "DELETE FROM articles",
        }
    }

    /// Writes.
    ///
    /// # Errors
    /// Those of the writes.
    ///
    /// # Panics
    /// When there are fewer than two rows.
    pub fn run(self, conn: &mut impl TestConnection, rows: &[Article]) -> Result<(), Error> {
        let [first, .., last] = rows else { panic!("two rows are needed") };
        match self {
            Self::Patch => first.patch().title("patched").by(me()).run(conn).map(drop),
            Self::PatchOfAll => conn.retitle_articles("all").map(drop),
            Self::Creation => {
                let new = ["new", "newer"].map(|title| new_article(first.author_id, title));
                Article::create_many(new).by(me()).run(conn).map(drop)
            }
            Self::Removal => last.clone().hard_delete().by(me()).run(conn).map(drop),
            Self::Everything => conn.transaction(|conn| {
                let parts = [Self::Patch, Self::PatchOfAll, Self::Creation, Self::Removal];
                parts.into_iter().try_for_each(|part| part.run(conn, rows))
            }),
        }
    }
}

impl FromStr for Work {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|work| format!("{work:?}") == name)
            .ok_or_else(|| format!("no work is called {name}"))
    }
}
