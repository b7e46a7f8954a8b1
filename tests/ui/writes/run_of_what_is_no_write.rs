#[path = "../app.rs"]
mod app;
use app::*;

fn create(me: &Actor, conn: &mut SqliteConnection) -> Result<Article, Error> {
    NewArticle::builder().title("x").slug("x").build().run(conn)
}

fn main() {}
