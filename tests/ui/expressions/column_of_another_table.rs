#[path = "../forum.rs"]
mod forum;
use forum::*;

fn patch(article: &Article) {
    let _ = article.patch().views(editions::number + 1);
}

fn main() {}
