#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Model, Debug)]
#[model(table = tags, write_only(name: i64))]
pub struct Word {
    pub id: i64,
}

fn main() {}
