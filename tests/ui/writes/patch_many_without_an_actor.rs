#[path = "../app.rs"]
mod app;
use app::*;

fn patch(article: &Article, conn: &mut SqliteConnection) -> Result<usize, Error> {
    Article::patch_many([(article.id, ArticlePatch::new().title("x"))]).run(conn)
}

fn main() {}
