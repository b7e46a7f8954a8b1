#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Proxy, Debug)]
#[proxy(of = Article, filter(status = "published"))]
pub struct Shown(Article);

fn main() {}
