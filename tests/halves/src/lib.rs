//! What the behaviour tests share, as in `../../src`, with connections of diesel-async.
#![forbid(unsafe_code)]

#[path = "../../src/backend/mod.rs"]
pub mod backend;
pub mod connections;
#[path = "../../src/each.rs"]
mod each;
mod hooks;
#[path = "../../src/make.rs"]
pub mod make;
#[path = "../../src/models/mod.rs"]
pub mod models;
#[path = "../../src/recorder.rs"]
mod recorder;
#[path = "../../src/schema/mod.rs"]
pub mod schema;
#[path = "../../src/trail.rs"]
mod trail;

pub use self::backend::{Database, TestConnection};
pub use self::recorder::{Recorder, sql_of};
pub use self::trail::{actions, recorded};
