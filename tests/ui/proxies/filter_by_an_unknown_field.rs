#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Proxy, Debug)]
#[proxy(of = Article, filter(stattus = Status::Published))]
pub struct Shown(Article);

fn main() {}
