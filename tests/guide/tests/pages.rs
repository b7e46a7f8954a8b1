//! One test for each page of the guide; `build.rs` writes them.
#![cfg(feature = "sqlite")]

include!(concat!(env!("OUT_DIR"), "/pages.rs"));
