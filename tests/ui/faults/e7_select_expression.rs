#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Model)]
#[model(table = tags)]
pub struct Label {
    pub id: i64,
    #[diesel(select_expression = tags::name)]
    pub name: String,
}

fn main() {}
