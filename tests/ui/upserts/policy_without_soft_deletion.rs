#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Model, Debug)]
#[model(table = tags)]
pub struct Word {
    pub id: i64,
    #[model(unique)]
    pub name: String,
}

fn write(conn: &mut SqliteConnection) -> Result<Upserted<Word>, Error> {
    let new = NewWord::builder().name("a").build();
    Word::upsert(new).on(tags::name).on_deleted(OnDeleted::Revive).run(conn)
}

fn main() {}
