//! What needs several servers: `cargo xtask test --cluster` starts them. Without their addresses the tests here do
//! nothing, and say so.
#![forbid(unsafe_code)]

#[cfg(feature = "mysql")]
mod galera;
#[cfg(feature = "mysql")]
mod parents;
#[cfg(feature = "mysql")]
mod patches;
#[cfg(feature = "postgres")]
mod standby;
