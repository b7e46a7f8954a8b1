#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Debug)]
pub struct Words {
    pub title: String,
}

#[derive(Model, Debug)]
#[model(table = tags)]
pub struct Word {
    pub id: i64,
    #[model(base)]
    pub words: Words,
}

fn main() {}
