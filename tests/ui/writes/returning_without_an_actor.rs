#[path = "../app.rs"]
mod app;
use app::*;

fn patch(conn: &mut SqliteConnection) -> Result<Vec<Article>, Error> {
    Article::objects().patch().title("One").returning().run(conn)
}

fn main() {}
