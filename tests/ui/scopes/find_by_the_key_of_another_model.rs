#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthorId(Uuid);

fn find(author: AuthorId, conn: &mut SqliteConnection) -> QueryResult<Article> {
    Article::objects().find(author).first(conn)
}

fn main() {}
