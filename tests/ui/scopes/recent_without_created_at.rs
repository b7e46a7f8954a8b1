#[path = "../app.rs"]
mod app;
use app::*;

fn recent(conn: &mut SqliteConnection) -> QueryResult<Vec<Tag>> {
    Tag::objects().recent(days(7)).load(conn)
}

fn main() {}
