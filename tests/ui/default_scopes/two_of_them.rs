#[path = "../tenants.rs"]
mod tenants;
use tenants::*;

diesel::table! {
    sheets (id) { id -> BigInt, tenant_id -> BigInt, site_id -> BigInt, }
}

#[derive(Base)]
pub struct SiteOwned {
    #[model(default_scope(by = for_site, lifted_by = across_sites))]
    pub site_id: i64,
}

#[derive(Model)]
#[model(table = sheets)]
pub struct Sheet {
    pub id: i64,
    #[model(base)]
    pub tenant: TenantOwned,
    #[model(base)]
    pub site: SiteOwned,
}

fn main() {}
