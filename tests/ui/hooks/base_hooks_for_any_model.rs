#[path = "../sealed.rs"]
mod sealed;
use model_core::bases::Embeds;
use sealed::*;

#[derive(Base)]
#[model(hooks)]
pub struct Named {
    pub title: String,
}

impl<M: Embeds<Self>, Conn> BaseHooks<M, Conn> for Named {}

fn main() {}
