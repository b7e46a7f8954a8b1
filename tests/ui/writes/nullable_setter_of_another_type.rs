#[path = "../app.rs"]
mod app;
use app::*;

fn patch(article: &Article) {
    let _ = article.patch().subtitle(5);
}

fn main() {}
