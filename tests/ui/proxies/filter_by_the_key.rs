#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Proxy, Debug)]
#[proxy(of = Article, filter(id = ArticleId::generate()))]
pub struct Shown(Article);

fn main() {}
