#[path = "../app.rs"]
mod app;
use app::*;

fn patch(article: &Article) {
    let _ = article.patch().subtitle(articles::title);
}

fn main() {}
