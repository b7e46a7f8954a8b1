#[path = "../hooked.rs"]
mod hooked;
use hooked::*;

#[derive(Model)]
#[model(table = labels, hooks)]
pub struct Label {
    #[model(primary_key, belongs_to = Note)]
    pub note_id: i64,
    #[model(primary_key, belongs_to = Folder)]
    pub folder_id: i64,
}

impl Hooks<SqliteConnection> for Label {}

#[derive(Model)]
#[model(table = folders, many_to_many(notes = Note, through = Label, without_hooks))]
pub struct Folder {
    pub id: i64,
}

fn link(folder: &Folder, conn: &mut SqliteConnection) -> Result<usize, Error> {
    folder.link::<Note>().add([7]).run(conn)
}

fn main() {}
