//! Which rows a query sees: scopes, conditions, default scopes, proxies.
#![forbid(unsafe_code)]

mod choices;
mod composing;
mod default_scopes;
mod equality;
mod generic_snapshots;
mod proxies;
mod reading;
mod scope;
