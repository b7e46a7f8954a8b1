#![allow(unused)]
#[path = "../program.rs"]
mod program;
use program::*;

program! {
    key {}
    choice {}
    tenant { #[model(skip_update, default_scope(by = for_tenant, lifted_by = across_tenants))] }
    article {}
    author { #[model(belongs_to = Author)] }
    scope {}
    proxy { #[proxy(of = Article)] }
    parent { #[model(parent)] }
    comment {}
    target { #[generic(crate::Comment, x)] }
}

fn main() {}
