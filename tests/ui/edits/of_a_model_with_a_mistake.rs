#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Model, Debug, Clone)]
#[model(table = tags, edit, timestamp)]
pub struct Word {
    pub id: i64,
    pub name: String,
}

fn rename(one: Word, conn: &mut SqliteConnection) -> Result<Word, Error> {
    let mut edit = one.edit();
    edit.name = "a".to_owned();
    edit.save().run(conn)
}

fn main() {}
