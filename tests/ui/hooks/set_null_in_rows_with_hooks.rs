#[path = "../hooked.rs"]
mod hooked;
use hooked::{DateTime, Hooks, SqliteConnection, Utc, Uuid, folders, notes};
use model_core::Model;

#[derive(Model)]
#[model(table = folders, soft_delete, has_many(notes = Note, on_delete = set_null))]
pub struct Folder {
    pub id: i64,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

#[derive(Model)]
#[model(table = notes, soft_delete, hooks)]
pub struct Note {
    pub id: i64,
    #[model(belongs_to = Folder)]
    pub folder_id: Option<i64>,
    pub title: String,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

impl Hooks<SqliteConnection> for Note {}

fn main() {}
