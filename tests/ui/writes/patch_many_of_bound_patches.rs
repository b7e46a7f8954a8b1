#[path = "../app.rs"]
mod app;
use app::*;

fn patch(articles: Vec<Article>, me: &Actor, conn: &mut SqliteConnection) -> Result<usize, Error> {
    let patches = articles.iter().map(|article| (article.id, article.patch().title("x")));
    Article::patch_many(patches).by(me).run(conn)
}

fn main() {}
