#[path = "../forum.rs"]
mod forum;
use forum::*;

fn patch(article: &Article) {
    let _ = article.patch().views(articles::title);
}

fn main() {}
