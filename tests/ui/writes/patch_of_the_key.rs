#[path = "../app.rs"]
mod app;
use app::*;

fn patch(article: &Article, other: ArticleId) {
    let _ = article.patch().id(other);
}

fn main() {}
