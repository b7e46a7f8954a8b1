//! The number of lines after macro expansion.

use anyhow::{Context, Result, ensure};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// A wrapper around the compiler, for the measured crate only. Its dependencies stay compiled.
const WRAPPER: &str = r#"#!/bin/sh
case "$*" in
    *--print*|*-vV*) exec "$@" ;;
    *) RUSTC_BOOTSTRAP=1 "$@" -Zunpretty=expanded >"$MODEL_BENCH_EXPANDED" ;;
esac
exit 1
"#;

/// The lines of the crate after expansion, as the compiler formats them.
pub(super) fn lines(command: &[String], place: &Path) -> Result<usize> {
    let place = place.canonicalize()?;
    let wrapper = place.join("expand.sh");
    let expanded = place.join("expanded.rs");
    fs::write(&wrapper, WRAPPER)?;
    fs::set_permissions(&wrapper, Permissions::from_mode(0o755))?;
    let (program, arguments) = command.split_first().context("no command")?;
    // The wrapper fails on purpose, so that cargo does not consider the crate as checked.
    let output = Command::new(program)
        .args(arguments)
        .env("RUSTC_WORKSPACE_WRAPPER", &wrapper)
        .env("MODEL_BENCH_EXPANDED", &expanded)
        .output()?;
    let text = fs::read_to_string(&expanded)?;
    ensure!(!text.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::remove_file(&expanded)?;
    Ok(text.lines().count())
}
