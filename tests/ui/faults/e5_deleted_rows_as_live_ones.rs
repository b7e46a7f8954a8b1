#[path = "../app.rs"]
mod app;
use app::*;

fn bin(conn: &mut SqliteConnection) {
    let _ = Article::objects().only_deleted().load::<Article>(conn);
}

fn main() {}
