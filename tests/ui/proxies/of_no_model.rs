#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Proxy, Debug)]
#[proxy(of = Words)]
pub struct Shown(Words);

#[derive(Debug)]
pub struct Words(String);

fn main() {}
