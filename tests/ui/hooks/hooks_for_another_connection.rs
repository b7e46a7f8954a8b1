#[path = "../hooked.rs"]
mod hooked;
use hooked::*;

pub struct Recorder;

#[derive(Model)]
#[model(table = folders, hooks)]
pub struct Folder {
    pub id: i64,
}

impl Hooks<Recorder> for Folder {}

fn create(conn: &mut SqliteConnection) -> Result<Folder, Error> {
    Folder::create(NewFolder::builder().build()).run(conn)
}

fn main() {}
