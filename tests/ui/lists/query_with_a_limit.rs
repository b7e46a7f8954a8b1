#[path = "../forum.rs"]
mod forum;
use forum::*;

fn main() {
    let list = Article::lists().filter(articles::title);
    let ask = list.parse("title=a").unwrap();
    let _ = Article::objects().limit(3).list(&ask);
}
