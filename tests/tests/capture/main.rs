//! Triggers that tell the trail what bypasses the library.
#![forbid(unsafe_code)]

mod checked;
mod mixed;
mod models;
mod raw;
mod silent;
