#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Model, Debug)]
#[model(table = tags, write_only(secret: String))]
pub struct Word {
    pub id: i64,
    pub name: String,
}

fn main() {}
