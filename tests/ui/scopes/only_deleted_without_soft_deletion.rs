#[path = "../app.rs"]
mod app;
use app::*;

fn gone(conn: &mut SqliteConnection) -> QueryResult<Vec<Deleted<Tag>>> {
    Tag::objects().only_deleted().load(conn)
}

fn main() {}
