#[path = "../app.rs"]
mod app;
use app::*;

fn rename(one: Tag, conn: &mut SqliteConnection) -> Result<Tag, Error> {
    let mut edit = one.edit();
    edit.name = "a".to_owned();
    edit.save().run(conn)
}

fn main() {}
