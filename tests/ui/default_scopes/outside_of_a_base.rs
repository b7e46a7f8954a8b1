#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

diesel::table! {
    sheets (id) { id -> BigInt, tenant_id -> BigInt, }
}

#[derive(Model)]
#[model(table = sheets)]
pub struct Sheet {
    pub id: i64,
    #[model(default_scope(by = for_owner, lifted_by = across_owners))]
    pub tenant_id: i64,
}

fn main() {}
