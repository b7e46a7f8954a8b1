#[path = "../hooked.rs"]
mod hooked;
use hooked::*;

#[derive(Model)]
#[model(table = folders)]
pub struct Folder {
    pub id: i64,
}

impl Hooks<SqliteConnection> for Folder {}

fn create(conn: &mut SqliteConnection) -> Result<Folder, Error> {
    Folder::create(NewFolder::builder().build()).run(conn)
}

fn main() {}
