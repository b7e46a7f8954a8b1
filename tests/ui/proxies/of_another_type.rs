#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Proxy, Debug)]
#[proxy(of = Article)]
pub struct Shown(Tag);

fn main() {}
