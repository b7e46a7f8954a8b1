#[path = "../app.rs"]
mod app;
use app::*;
use model_core::Replica;

fn read(conn: &mut Replica<SqliteConnection>) -> diesel::QueryResult<Vec<Article>> {
    Article::objects().load(conn)
}

fn create(new: NewArticle, me: &Actor, conn: &mut Replica<SqliteConnection>) -> Result<Article, Error> {
    Article::create(new).by(me).run(conn)
}

fn preview(article: Article, me: &Actor, conn: &mut Replica<SqliteConnection>) {
    article.delete().by(me).preview(conn).unwrap();
}

fn main() {}
