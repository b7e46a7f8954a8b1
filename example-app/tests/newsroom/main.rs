//! The program as it is used: run for real, on the backend that it was compiled for.

mod audit;
mod commands;
mod database;
mod deletion;
mod desk;
mod import;
mod listing;
mod migrations;
mod past;
mod readers;
mod tags;
mod tour;
