#[path = "../app.rs"]
mod app;
use app::*;

fn case(conn: &mut SqliteConnection) {
    let new = NewTag::builder().name("a").build();
    Tag::upsert(new).on(tags::id).run(conn).unwrap();
}

fn main() {}
