//! `cargo xtask`
#![forbid(unsafe_code)]

use std::process::ExitCode;

// No `process::exit` anywhere: it would skip the guards that stop the servers.
fn main() -> ExitCode {
    xtask::run()
}
