#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Base, Debug)]
pub struct Named(String);

#[derive(Model, Debug)]
#[model(table = tags)]
pub struct Word {
    pub id: i64,
    #[model(base)]
    pub named: (String, i64),
}

fn main() {
    let _ = Word::objects();
}
