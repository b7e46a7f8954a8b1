#[path = "../sealed.rs"]
mod sealed;
use sealed::*;

#[derive(Base)]
pub struct Named {
    pub title: String,
}

impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn> for Named {}

fn main() {}
