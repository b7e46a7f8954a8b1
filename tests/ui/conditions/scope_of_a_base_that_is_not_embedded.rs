#[path = "../app.rs"]
mod app;
use app::*;
use model_core::bases::PublishableScopes as _;

fn published(conn: &mut SqliteConnection) -> QueryResult<Vec<Tag>> {
    Tag::objects().published().load(conn)
}

fn main() {}
