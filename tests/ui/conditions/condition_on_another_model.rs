#[path = "../forum.rs"]
mod forum;
use forum::*;

fn read(conn: &mut SqliteConnection) {
    let _ = Tag::objects().narrow(Article::read()).load::<Tag>(conn);
}

fn main() {}
