#[path = "../forum.rs"]
mod forum;
use forum::*;

fn main() {
    let ask = Tag::lists().parse("").unwrap();
    let _ = Article::objects().list(&ask);
}
