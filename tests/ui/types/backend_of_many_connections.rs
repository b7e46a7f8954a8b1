#[path = "../app.rs"]
mod app;
use app::*;

#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    Sqlite(SqliteConnection),
}

fn create(conn: &mut AnyConnection) -> Result<Tag, Error> {
    Tag::create(NewTag::builder().name("rust").build()).run(conn)
}

fn main() {}
