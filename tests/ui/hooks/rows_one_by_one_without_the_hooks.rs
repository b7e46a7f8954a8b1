#[path = "../hooked.rs"]
mod hooked;
use hooked::*;

#[derive(Model)]
#[model(table = folders, hooks)]
pub struct Folder {
    pub id: i64,
}

fn clear(conn: &mut SqliteConnection) -> Result<usize, Error> {
    Folder::objects().delete().each().run(conn)
}

fn main() {}
