//! Columns that many models share, with their scopes, checks and hooks.
#![forbid(unsafe_code)]

mod base_checks;
mod base_hooks;
mod base_scopes;
mod bases;
