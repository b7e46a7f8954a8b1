//! What the cases of default scopes are written over: rows of tenants, and rows of nobody.
#![allow(dead_code, unused_imports)]

pub use chrono::{DateTime, Utc};
pub use diesel::SqliteConnection;
pub use diesel::prelude::*;
pub use model_core::prelude::*;
pub use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};
    notes (id) { id -> BigInt, title -> Text, tenant_id -> BigInt, deleted_at -> Nullable<Instant>, }
}

diesel::table! {
    use diesel::sql_types::*;
    tenants (id) { id -> BigInt, name -> Text, }
}

diesel::table! {
    use diesel::sql_types::*;
    replies (id) { id -> BigInt, note_id -> BigInt, body -> Text, }
}

diesel::allow_tables_to_appear_in_same_query!(notes, tenants, replies);

#[derive(Base, Debug, Clone)]
pub struct TenantOwned {
    #[model(belongs_to = Tenant, skip_update)]
    #[model(default_scope(by = for_tenant, lifted_by = across_tenants))]
    pub tenant_id: i64,
}

#[derive(Model, Debug, Clone)]
#[model(table = notes, soft_delete)]
pub struct Note {
    pub id: i64,
    pub title: String,
    #[model(base)]
    pub owner: TenantOwned,
    pub deleted_at: Option<DateTime<Utc>>,
}

#[derive(Proxy, Debug)]
#[proxy(of = Note, filter(title = "Milk"))]
pub struct Milk(Note);

#[derive(Model, Debug, Clone)]
#[model(table = tenants, has_many(notes = Note, on_delete = restrict))]
pub struct Tenant {
    pub id: i64,
    pub name: String,
}

#[derive(Model, Debug, Clone)]
#[model(table = replies)]
pub struct Reply {
    pub id: i64,
    #[model(belongs_to = Note)]
    pub note_id: i64,
    pub body: String,
}
