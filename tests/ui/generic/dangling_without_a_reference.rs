#[path = "../forum.rs"]
mod forum;
use forum::*;

fn lost(conn: &mut SqliteConnection) {
    let _ = Tag::objects().dangling().count().get_result::<i64>(conn);
}

fn main() {}
