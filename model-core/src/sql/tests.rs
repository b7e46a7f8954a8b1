//! The names of columns in statements.

use super::*;
use crate::meta::field;
use diesel::query_builder::QueryId;
use diesel::sqlite::Sqlite;

diesel::table! {
    shelves (id) {
        id -> BigInt,
        #[sql_name = "back`tick"]
        filled -> Text,
        #[sql_name = "quo\"te"]
        quoted -> Text,
    }
}

/// The name of a column.
struct Name(Field);

impl<DB: Dialect> QueryFragment<DB> for Name {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        name(&self.0, &mut out)
    }
}

#[test]
fn a_quote_in_the_name_of_a_column_does_not_end_it() {
    let names = [
        (field::key::<shelves::id>("id"), "`id`"),
        (field::plain::<shelves::filled>("marked"), "`back``tick`"),
        (field::plain::<shelves::quoted>("quoted"), "`quo\"te`"),
    ];
    for (field, text) in names {
        assert_eq!(Sqlite::text_of(&Name(field)).unwrap(), text);
    }
    #[cfg(feature = "postgres")]
    assert_eq!(diesel::pg::Pg::text_of(&Name(field::plain::<shelves::quoted>("quoted"))).unwrap(), "\"quo\"\"te\"");
}

/// A statement that counts how often it is walked.
#[derive(Default)]
struct Walked(std::sync::atomic::AtomicUsize);

impl QueryId for Walked {
    type QueryId = Self;
}

impl QueryFragment<Sqlite> for Walked {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        out.push_sql("PRAGMA user_version = 1");
        Ok(())
    }
}

#[test]
fn the_text_of_a_prepared_statement_of_its_own_is_not_built_again() {
    use diesel::Connection as _;
    let mut conn = diesel::SqliteConnection::establish(":memory:").unwrap();
    let mut walks = || {
        let statement = &Walked::default();
        rows::execute_own(&mut conn, statement).unwrap();
        statement.0.load(std::sync::atomic::Ordering::Relaxed)
    };
    // Whether it may be prepared, its text when it is first prepared, and its binds.
    assert_eq!([walks(), walks(), walks()], [3, 2, 2]);
}
