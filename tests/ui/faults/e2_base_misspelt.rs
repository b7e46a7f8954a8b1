#![allow(unused)]
#[path = "../program.rs"]
mod program;
use program::*;

program! {
    key {}
    choice {}
    tenant { #[model(default_scope(by = for_tenant, lifted = across_tenants))] }
    article {}
    author { #[model(belongs_to = Author)] }
    scope {}
    proxy { #[proxy(of = Article)] }
    parent { #[model(parent)] }
    comment {}
    target {}
}

fn main() {}
