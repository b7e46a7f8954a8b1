#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Base, Debug)]
pub struct Named {
    pub name: i64,
}

#[derive(Model, Debug)]
#[model(table = tags)]
pub struct Word {
    pub id: i64,
    #[model(base)]
    pub named: Named,
}

fn main() {}
