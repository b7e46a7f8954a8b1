#[path = "../shelf.rs"]
mod shelf;
use shelf::*;

fn link(shelf: Shelf) {
    let _ = shelf.link::<Place>();
}

fn main() {}
