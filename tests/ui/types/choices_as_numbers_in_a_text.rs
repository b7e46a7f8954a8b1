#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Choices, Debug, Clone, Copy, PartialEq)]
pub enum Level {
    #[choices(value = 1)]
    Low,
    #[choices(value = 2)]
    High,
}

#[derive(Model)]
#[model(table = tags)]
pub struct Word {
    pub id: i64,
    pub name: Level,
}

fn main() {}
