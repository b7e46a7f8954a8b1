#[path = "../forum.rs"]
mod forum;
use forum::*;

fn main() {
    let _ = Article::lists().filter(tags::name);
}
