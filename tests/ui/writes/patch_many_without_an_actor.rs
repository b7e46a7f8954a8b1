#[path = "../app.rs"]
mod app;
use app::*;

fn patch(one: Article, conn: &mut SqliteConnection) -> Result<usize, Error> {
    Article::patch_many([(one.id, ArticlePatch::new().title("One"))]).run(conn)
}

fn main() {}
