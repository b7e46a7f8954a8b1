#[path = "../forum.rs"]
mod forum;
use forum::*;

fn patch() {
    let _ = Article::objects().patch().views(diesel::dsl::max(articles::views).assume_not_null());
}

fn main() {}
