//! Code of the application around a write and after the commit.
#![forbid(unsafe_code)]

mod commits;
mod hooked_sets;
mod hooks;
