#[path = "../app.rs"]
mod app;
use app::*;

fn patch(article: &Article) {
    let _ = article.patch().status(articles::slug);
}

fn main() {}
