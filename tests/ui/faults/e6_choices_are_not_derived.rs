#[path = "../app.rs"]
mod app;
use app::*;

/// A plain enum over a text column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mood {
    Fine,
}

#[derive(Model)]
#[model(table = tags)]
pub struct Label {
    pub id: i64,
    pub name: Mood,
}

fn main() {}
