#[path = "../hooked.rs"]
mod hooked;
use hooked::*;

#[derive(Model, Debug, Clone)]
#[model(table = folders, hooks, after_commit)]
pub struct Folder {
    pub id: i64,
}

impl Hooks<SqliteConnection> for Folder {}

fn main() {}
