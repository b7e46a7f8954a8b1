#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Base, Debug)]
pub struct Named {
    pub name: String,
}

#[derive(Model, Debug)]
#[model(table = tags)]
pub struct Word {
    pub id: i64,
    #[model(base, unique)]
    #[audit(mask)]
    pub named: Named,
}

fn main() {
    let _ = Word::objects();
}
