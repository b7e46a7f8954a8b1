#[path = "../app.rs"]
mod app;
use app::*;

fn patch(one: Article, other: Article, me: &Actor, conn: &mut SqliteConnection) -> Result<usize, Error> {
    Article::patch_many([(one.id, one.patch().title("One")), (other.id, other.patch().title("Other"))]).by(me).run(conn)
}

fn main() {}
