#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Proxy, Debug)]
#[proxy(of = Article, ordering = "-published, title")]
pub struct Shown(Article);

fn main() {}
