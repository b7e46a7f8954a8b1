//! The verbs over each kind of asynchronous connection, in tasks of their own.
#![allow(missing_docs)]

#[macro_use]
mod support;
mod kinds;
mod models;
mod trail;
mod units;
mod verbs;
