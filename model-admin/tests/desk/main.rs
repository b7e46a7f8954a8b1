//! The desk as a browser meets it, request by request.

mod attacks;
mod forms;
mod house;
mod journeys;
mod lists;
mod login;
mod many;
mod merges;
mod models;
mod rights;
