#[path = "../app.rs"]
mod app;
use app::*;

#[derive(Base, Debug)]
pub struct Named<'a> {
    pub name: &'a str,
}

fn main() {}
