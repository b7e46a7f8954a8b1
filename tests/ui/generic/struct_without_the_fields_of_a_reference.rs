#[path = "../forum.rs"]
mod forum;
use forum::*;

#[derive(Model, Debug)]
#[model(table = reactions, generic(owner = Target, kind = owner_kind))]
pub struct Answer {
    pub id: i64,
    pub target: String,
}

fn main() {}
