//! The newsroom as a web application: the JSON API, the desk and the public site.
//!
//! It may import `services`, `models`, `schema`, `events`, `db`, `error` and `text`.

mod answer;
mod api;
mod blog;
mod desk;
mod docs;
mod guest;
mod layers;
mod limits;
mod look;
mod openapi;
mod opinions;
mod orders;
mod pictures;
mod readers;
mod request;
mod resource;
mod resources;
mod site;
mod state;

pub use self::state::Settings;

use self::state::App;
use crate::db::{Conn, Pool};
use crate::models::Everything;
use axum::Router;
use model_core::check::{self, Report};

/// The web application, over a pool of connections to a database whose tables are up to date.
pub fn router(pool: Pool, settings: &Settings) -> Router {
    let app = App::new(pool.clone(), settings);
    let api = layers::of_api(api::router(), &app, settings).with_state(app.clone());
    let site = layers::of_site(site::router(), settings).with_state(app);
    let site = Router::new().nest("/api", api).merge(site);
    site.nest_service("/desk", desk::router(pool, settings))
}

/// Compares the models, and the orders of the lists, with the database.
///
/// # Errors
/// Database errors.
pub fn check(conn: &mut Conn) -> model_core::Result<Report> {
    let lists = resources::lists();
    let lists: Vec<_> = lists.iter().map(|list| &**list).collect();
    let report = check::with_lists::<Everything>(conn, &lists)?;
    Ok(resources::SORTED_ANYWAY.iter().fold(report, |report, place| report.allow_at("list.unindexed", place)))
}
