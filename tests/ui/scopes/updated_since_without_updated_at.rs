#[path = "../app.rs"]
mod app;
use app::*;

fn updated(then: DateTime<Utc>, conn: &mut SqliteConnection) -> QueryResult<Vec<Tag>> {
    Tag::objects().updated_since(then).load(conn)
}

fn main() {}
