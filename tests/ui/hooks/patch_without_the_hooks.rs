#[path = "../hooked.rs"]
mod hooked;
use hooked::*;

#[derive(Model)]
#[model(table = folders, soft_delete, hooks)]
pub struct Folder {
    pub id: i64,
    pub deletion_batch: Option<Uuid>,
    pub deleted_at: Option<DateTime<Utc>>,
}

fn touch(folder: &Folder, conn: &mut SqliteConnection) -> Result<Folder, Error> {
    folder.patch().run(conn)
}

fn main() {}
