#[path = "../app.rs"]
mod app;
use app::*;

fn create() {
    let _ = NewArticle::builder().title("a").slug("a").score(articles::score + 1.0).build();
}

fn main() {}
