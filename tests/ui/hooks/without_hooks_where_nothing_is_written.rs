#[path = "../hooked.rs"]
mod hooked;
use hooked::*;

#[derive(Model)]
#[model(table = folders, soft_delete, has_many(notes = Note, on_delete = restrict, without_hooks))]
pub struct Folder {
    pub id: i64,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

fn main() {}
