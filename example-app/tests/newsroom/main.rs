//! The program as it is used: run for real, on the backend that it was compiled for.

mod accounts;
mod api;
mod audit;
mod commands;
mod crawl;
mod database;
mod deletion;
mod desk;
mod events;
mod exports;
mod hostile;
mod import;
mod inputs;
mod listing;
mod migrations;
mod notices;
mod past;
mod payments;
mod readers;
mod serve;
mod shop;
mod site;
mod tags;
mod tasks;
mod tour;
mod web;
