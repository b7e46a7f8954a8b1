//! The verbs over each kind of asynchronous connection, in tasks of their own.
#![allow(missing_docs)]

#[macro_use]
mod support;
#[cfg(any(feature = "postgres", feature = "mysql"))]
mod bridged;
mod kinds;
mod models;
mod trail;
mod units;
mod verbs;
