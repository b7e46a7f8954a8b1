#[path = "../app.rs"]
mod app;
use app::*;

fn create(new: Vec<NewArticle>, conn: &mut SqliteConnection) -> Result<Vec<Article>, Error> {
    Article::create_many(new).run(conn)
}

fn main() {}
