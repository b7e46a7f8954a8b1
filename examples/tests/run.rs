//! Every example runs to its end.
#![cfg(feature = "sqlite")]

use std::process::Command;

fn run(program: &str) {
    let output = Command::new(program).output().expect("it starts");
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(!output.stdout.is_empty(), "{program} says nothing");
}

#[test]
fn every_example_runs() {
    run(env!("CARGO_BIN_EXE_adopt"));
    run(env!("CARGO_BIN_EXE_tenants"));
    run(env!("CARGO_BIN_EXE_shop"));
    run(env!("CARGO_BIN_EXE_audit"));
    run(env!("CARGO_BIN_EXE_fixtures"));
    run(env!("CARGO_BIN_EXE_base"));
    run(env!("CARGO_BIN_EXE_generic"));
    run(env!("CARGO_BIN_EXE_jobs"));
    run(env!("CARGO_BIN_EXE_web"));
}
