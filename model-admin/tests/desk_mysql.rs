//! The desk as a browser meets it, request by request, on MySQL and MariaDB. The files are the same for each backend.
#![cfg(feature = "mysql")]

#[path = "desk/attacks.rs"]
mod attacks;
#[path = "desk/mysql.rs"]
mod backend;
#[path = "desk/children.rs"]
mod children;
#[path = "desk/composite.rs"]
mod composite;
#[path = "desk/forms.rs"]
mod forms;
#[path = "desk/hostile.rs"]
mod hostile;
#[path = "desk/house.rs"]
mod house;
#[path = "desk/journeys.rs"]
mod journeys;
#[path = "desk/lists.rs"]
mod lists;
#[path = "desk/login.rs"]
mod login;
#[path = "desk/many.rs"]
mod many;
#[path = "desk/merges.rs"]
mod merges;
#[path = "desk/models.rs"]
mod models;
#[path = "desk/rights.rs"]
mod rights;
#[path = "desk/sections.rs"]
mod sections;
#[path = "desk/server.rs"]
mod server;
