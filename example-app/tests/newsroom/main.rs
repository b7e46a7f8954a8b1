//! The program as it is used: run for real, on the backend that it was compiled for.

mod audit;
mod commands;
mod database;
mod desk;
mod import;
mod past;
mod tour;
