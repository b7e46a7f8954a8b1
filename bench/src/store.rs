//! What was measured, kept in files from which the tables are made.

use anyhow::{Context, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::Path;

/// Writes one of the files. It is there as soon as a part of a run is, so that an interrupted run leaves what it has.
pub(crate) fn write(out: &Path, name: &str, what: &impl Serialize) -> Result<()> {
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let path = out.join(name);
    fs::write(&path, serde_json::to_string_pretty(what)?).with_context(|| format!("cannot write {}", path.display()))
}

/// Reads one of the files; `None` where that part was left out.
pub(crate) fn read<T: DeserializeOwned>(out: &Path, name: &str) -> Result<Option<T>> {
    let path = out.join(name);
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Some(serde_json::from_str(&text).with_context(|| format!("{} is of another version", path.display()))?))
}
