#[path = "../forum.rs"]
mod forum;
use forum::*;

#[derive(Model)]
#[model(table = reactions)]
pub struct Opinion {
    pub id: i64,
    #[model(generic)]
    pub target: String,
}

fn main() {}
