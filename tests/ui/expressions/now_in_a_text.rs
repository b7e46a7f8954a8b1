#[path = "../app.rs"]
mod app;
use app::*;

fn patch(article: &Article) {
    let _ = article.patch().title(Now);
}

fn main() {}
