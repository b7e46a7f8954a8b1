#[path = "../sealed.rs"]
mod sealed;
use sealed::{Sealed, folders, notes};
use model_core::Model;

#[derive(Model)]
#[model(table = folders, has_many(notes = Note, on_delete = cascade))]
pub struct Folder {
    pub id: i64,
}

#[derive(Model)]
#[model(table = notes)]
pub struct Note {
    pub id: i64,
    #[model(belongs_to = Folder)]
    pub folder_id: i64,
    #[model(base)]
    pub seal: Sealed,
}

fn main() {}
