#[path = "../app.rs"]
mod app;
use app::*;

fn create(conn: &mut SqliteConnection) -> Result<Article, Error> {
    let new = NewArticle::builder().title("Hello").slug("hello").build();
    Article::create(new).run(conn)
}

fn main() {}
