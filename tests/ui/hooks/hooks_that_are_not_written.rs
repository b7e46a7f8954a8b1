#[path = "../hooked.rs"]
mod hooked;
use hooked::*;

#[derive(Model)]
#[model(table = folders, hooks)]
pub struct Folder {
    pub id: i64,
}

fn create(conn: &mut SqliteConnection) -> Result<Folder, Error> {
    Folder::create(NewFolder::builder().build()).run(conn)
}

fn main() {}
