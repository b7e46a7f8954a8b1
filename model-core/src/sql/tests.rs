//! The names of columns in statements.

use super::*;
use crate::meta::field;
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
