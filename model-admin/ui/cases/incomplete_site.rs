use diesel::prelude::*;
use model_admin::{FullAccess, Site};

fn without_a_pool(site: Site<SqliteConnection>) -> axum::Router {
    site.policy(FullAccess).into_router()
}

fn main() {}
