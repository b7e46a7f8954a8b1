#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Proxy, Debug)]
pub struct Shown(Article);

fn main() {}
