#[path = "../forum.rs"]
mod forum;
use forum::*;

fn read(conn: &mut SqliteConnection) {
    let _ = Tag::objects().read().load::<Tag>(conn);
}

fn main() {}
