#[path = "../app.rs"]
mod app;
use app::*;

fn create(new: Vec<NewArticle>, me: &Actor, conn: &mut SqliteConnection) -> Result<Vec<Article>, Error> {
    Article::create_many(new).on_conflict_do_nothing(articles::title).by(me).run(conn)
}

fn main() {}
