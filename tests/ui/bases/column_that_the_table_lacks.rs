#[path = "../app.rs"]
mod app;
use app::*;
use model_core::bases::Timestamps;

#[derive(Model, Debug)]
#[model(table = tags)]
pub struct Word {
    pub id: i64,
    pub name: String,
    #[model(base)]
    pub stamps: Timestamps,
}

fn main() {}
