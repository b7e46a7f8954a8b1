//! One crate of models, and the time to compile it.

use super::expanded;
use super::sources::{self, Kind};
use super::text;
use super::usage::Usage;
use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A crate of models, and the results of each turn.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Compiled {
    pub(crate) kind: Kind,
    pub(crate) models: usize,
    pub(crate) check: Verb,
    pub(crate) build: Verb,
    /// The lines of its source after expansion.
    pub(crate) expanded_lines: Option<usize>,
    /// The bytes of unoptimized machine code in its library. Generic code is included only where it is used.
    pub(crate) text: Option<u64>,
    #[serde(skip)]
    place: PathBuf,
}

/// The cost of one command of cargo: for a clean build, and after a change of one file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Verb {
    pub(crate) clean: Vec<Usage>,
    pub(crate) incremental: Vec<Usage>,
}

impl Compiled {
    /// Writes the crate.
    pub(super) fn write(place: &Path, kind: Kind, models: usize, root: &Path) -> Result<Self> {
        let (check, build) = (Verb::default(), Verb::default());
        let one = Self { kind, models, check, build, expanded_lines: None, text: None, place: place.canonicalize()? };
        sources::write(&one.dir(), kind, models, root)?;
        Ok(one)
    }

    /// Compiles what it depends on, for both verbs.
    pub(super) fn warm(&self) -> Result<()> {
        self.compile("check")?;
        self.compile("build").map(drop)
    }

    /// Compiles it four times: `check` and `build`, each clean and after a change.
    pub(super) fn turn(&mut self, round: usize) -> Result<()> {
        for (place, verb) in ["check", "build"].into_iter().enumerate() {
            self.clean()?;
            let clean = self.compile(verb)?;
            sources::touch(&self.dir(), round * 2 + place)?;
            let incremental = self.compile(verb)?;
            let times = if verb == "check" { &mut self.check } else { &mut self.build };
            times.clean.push(clean);
            times.incremental.push(incremental);
        }
        if round == 0 {
            let library = format!("target/debug/lib{}.rlib", self.package().replace('-', "_"));
            self.text = Some(text::bytes(&self.place.join(library))?);
            self.expanded_lines = Some(expanded::lines(&self.cargo("check"), &self.place)?);
        }
        Ok(())
    }

    fn package(&self) -> String {
        self.kind.package(self.models)
    }

    fn dir(&self) -> PathBuf {
        self.place.join(self.package())
    }

    fn cargo(&self, verb: &str) -> Vec<String> {
        let manifest = self.dir().join("Cargo.toml");
        let target = self.place.join("target");
        let words = ["cargo", verb, "--quiet", "--offline", "--manifest-path"].map(str::to_owned);
        let paths = [manifest.display().to_string(), "--target-dir".to_owned(), target.display().to_string()];
        words.into_iter().chain(paths).collect()
    }

    fn compile(&self, verb: &str) -> Result<Usage> {
        Usage::of(&self.cargo(verb))
    }

    fn clean(&self) -> Result<()> {
        let words = self.cargo("clean");
        let status = Command::new(&words[0]).args(&words[1..]).args(["-p", &self.package()]).status();
        ensure!(status.context("cannot start cargo")?.success(), "cargo clean failed");
        let incremental = self.place.join("target/debug/incremental");
        let prefix = self.package().replace('-', "_") + "-";
        for entry in fs::read_dir(&incremental).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(&prefix) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }
}
