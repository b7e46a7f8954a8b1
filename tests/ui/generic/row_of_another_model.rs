#[path = "../forum.rs"]
mod forum;
use forum::*;

fn target(tag: &Tag) {
    let _ = Target::of(tag);
}

fn main() {}
