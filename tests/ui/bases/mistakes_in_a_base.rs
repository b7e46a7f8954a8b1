#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Base, Debug)]
#[model(table = tags, timestamp)]
pub struct Named {
    #[model(max_len = 3)]
    pub name: String,
    #[model(created_at)]
    created: String,
    #[model(deleted_at)]
    pub gone: bool,
}

#[derive(Model, Debug)]
#[model(table = tags)]
pub struct Word {
    pub id: i64,
    #[model(base)]
    pub named: Named,
}

fn main() {
    let _ = Word::objects();
}
