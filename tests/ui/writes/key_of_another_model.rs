#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthorId(Uuid);

fn patch(author: AuthorId, me: &Actor, conn: &mut SqliteConnection) -> Result<Article, Error> {
    Article::patch_by_key(author).title("Hello").by(me).run(conn)
}

fn main() {}
