#[path = "../hooked.rs"]
mod hooked;
use hooked::*;

#[derive(Model, Debug, Clone)]
#[model(table = folders, after_commit)]
pub struct Folder {
    pub id: i64,
}

fn main() {}
