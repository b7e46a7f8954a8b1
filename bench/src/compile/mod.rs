//! What the compiler takes for models, with the library and without.

mod expanded;
mod report;
mod sources;
mod usage;

pub(crate) use self::usage::tell;

use self::sources::Kind;
use self::usage::Usage;
use anyhow::{Context, Result, ensure};
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One crate of models, and what checking it took, each time.
#[derive(Debug, Serialize)]
pub(crate) struct Compiled {
    kind: Kind,
    models: usize,
    clean: Vec<Usage>,
    incremental: Vec<Usage>,
    expanded_lines: Option<usize>,
    #[serde(skip)]
    dir: PathBuf,
}

/// Measures the crates in turns, and writes `compile.json` and `compile.md`.
pub(crate) fn measure(root: &Path, out: &Path, quick: bool) -> Result<()> {
    let place = out.join("compile");
    let mut crates = Vec::new();
    for models in if quick { &[1, 20][..] } else { &[1, 20, 100] } {
        for kind in Kind::ALL {
            let dir = place.join(kind.name()).join(models.to_string());
            sources::write(&dir, kind, *models, root)?;
            let (clean, incremental) = (Vec::new(), Vec::new());
            crates.push(Compiled { kind, models: *models, clean, incremental, expanded_lines: None, dir });
        }
    }
    // What they depend on is compiled once, and not measured.
    for one in &crates {
        one.check(&place)?;
    }
    for round in 0..if quick { 2 } else { 5 } {
        for one in &mut crates {
            eprintln!("== {} models, {}, turn {}", one.models, one.kind.title(), round + 1);
            one.clean(&place)?;
            one.clean.push(one.check(&place)?);
            sources::touch(&one.dir, round)?;
            one.incremental.push(one.check(&place)?);
        }
        fs::write(out.join("compile.json"), serde_json::to_string_pretty(&crates)?)?;
        fs::write(out.join("compile.md"), report::markdown(&crates))?;
    }
    for one in &mut crates {
        one.expanded_lines = expanded::lines(&one.cargo(&place, "check"), &place).ok();
    }
    fs::write(out.join("compile.json"), serde_json::to_string_pretty(&crates)?)?;
    let report = report::markdown(&crates);
    println!("{report}");
    Ok(fs::write(out.join("compile.md"), report)?)
}

impl Compiled {
    fn cargo(&self, place: &Path, verb: &str) -> Vec<String> {
        let manifest = self.dir.join("Cargo.toml");
        let target = place.join("target");
        let words = ["cargo", verb, "--quiet", "--offline", "--manifest-path"].map(str::to_owned);
        let paths = [manifest.display().to_string(), "--target-dir".to_owned(), target.display().to_string()];
        words.into_iter().chain(paths).collect()
    }

    fn check(&self, place: &Path) -> Result<Usage> {
        Usage::of(&self.cargo(place, "check"))
    }

    fn clean(&self, place: &Path) -> Result<()> {
        let words = self.cargo(place, "clean");
        let status = Command::new(&words[0]).args(&words[1..]).args(["-p", &self.kind.package(self.models)]).status();
        ensure!(status.context("cannot start cargo")?.success(), "cargo clean failed");
        let incremental = place.join("target/debug/incremental");
        let prefix = self.kind.package(self.models).replace('-', "_") + "-";
        for entry in fs::read_dir(&incremental).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(&prefix) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }
}
