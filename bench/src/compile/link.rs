//! How much unused models and verbs add to a program.

use super::sources::{self, Kind};
use super::text;
use super::usage::Usage;
use crate::store;
use anyhow::{Result, ensure};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;
use std::time::Instant;

const PROGRAMS: [(Kind, usize); 5] =
    [(Kind::Diesel, 1), (Kind::Diesel, 20), (Kind::Bare, 1), (Kind::Library, 1), (Kind::Library, 20)];

/// An optimized program that finds a row by its key, and does nothing else.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Linked {
    pub(crate) kind: Kind,
    pub(crate) models: usize,
    /// The bytes of its machine code, and of the file without symbols.
    pub(crate) text: u64,
    pub(crate) file: u64,
}

/// The programs.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Links {
    pub(crate) programs: Vec<Linked>,
    pub(crate) took: f64,
    /// The builds that failed, and why.
    pub(crate) failed: Vec<String>,
}

impl Links {
    pub(crate) const FILE: &str = "link.json";

    pub(crate) fn find(&self, kind: Kind, models: usize) -> Option<&Linked> {
        self.programs.iter().find(|program| program.kind == kind && program.models == models)
    }
}

/// Builds the programs, and writes their sizes.
pub(crate) fn link(root: &Path, out: &Path) -> Result<()> {
    let started = Instant::now();
    let place = out.join("link");
    fs::create_dir_all(&place)?;
    let place = place.canonicalize()?;
    let mut links = Links { programs: Vec::new(), took: 0.0, failed: Vec::new() };
    for (kind, models) in PROGRAMS {
        let title = kind.title();
        eprintln!("== linking a program of {models} models: {title}");
        match one(&place, kind, models, root) {
            Ok(program) => links.programs.push(program),
            Err(error) => links.failed.push(format!("{models} models, {title}: {error:#}")),
        }
        links.took = started.elapsed().as_secs_f64();
        store::write(out, Links::FILE, &links)?;
    }
    ensure!(links.failed.is_empty(), "{}", links.failed.join("\n"));
    Ok(())
}

fn one(place: &Path, kind: Kind, models: usize, root: &Path) -> Result<Linked> {
    let package = kind.package(models);
    let dir = place.join(&package);
    sources::write(&dir, kind, models, root)?;
    sources::write_program(&dir, kind, models)?;
    let (manifest, target) = (dir.join("Cargo.toml"), place.join("target"));
    let paths = [manifest.display().to_string(), "--target-dir".to_owned(), target.display().to_string()];
    let words = ["cargo", "build", "--release", "--quiet", "--offline", "--manifest-path"].map(str::to_owned);
    Usage::of(&words.into_iter().chain(paths).collect::<Vec<_>>())?;
    let program = target.join("release").join(package);
    let (text, file) = (text::bytes(&program)?, fs::metadata(&program)?.len());
    Ok(Linked { kind, models, text, file })
}
