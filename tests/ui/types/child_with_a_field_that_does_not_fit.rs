use diesel::SqliteConnection;
use model_core::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    authors (id) {
        id -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    books (id) {
        id -> BigInt,
        author_id -> BigInt,
        title -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(authors, books);

#[derive(Model)]
#[model(table = authors, has_many(books = Book, on_delete = cascade))]
pub struct Author {
    pub id: i64,
    pub name: String,
}

#[derive(Model)]
#[model(table = books)]
pub struct Book {
    pub id: i64,
    #[model(belongs_to(Author))]
    pub author_id: i64,
    pub title: i32,
}

fn delete(author: &Author, conn: &mut SqliteConnection) -> Result<Author, Error> {
    author.delete().run(conn)
}

fn main() {}
