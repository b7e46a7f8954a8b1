//! The crates that are measured: models as the bench has them, with the same six verbs.

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::command;

const MODEL: &str = concat!(
    include_str!("../../../bench/src/compile/templates/library.rs.txt"),
    include_str!("../../../bench/src/compile/templates/library_verbs.rs.txt"),
);

/// A crate of models.
#[derive(Debug)]
pub(super) struct Crate {
    /// The workspace that it is in.
    place: PathBuf,
    package: String,
}

/// Writes a workspace with a crate for each number of models.
pub(super) fn write<const N: usize>(root: &Path, place: &Path, models: [u64; N]) -> Result<[Crate; N]> {
    let crates = models.map(|models| Crate { place: place.to_owned(), package: format!("models-{models}") });
    fs::create_dir_all(place).with_context(|| format!("cannot make {}", place.display()))?;
    let members: Vec<_> = crates.iter().map(|one| format!("\"{}\"", one.package)).collect();
    let members = members.join(", ");
    // The same debug information as the workspace, so that shared dependencies are compiled only once.
    let workspace = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{members}]\n\n[profile.dev]\ndebug = \"line-tables-only\"\n"
    );
    fs::write(place.join("Cargo.toml"), workspace)?;
    fs::copy(root.join("Cargo.lock"), place.join("Cargo.lock")).context("Cargo.lock is missing")?;
    let core = root.join("model-core").display().to_string();
    let dependencies = include_str!("../../../bench/src/compile/templates/diesel.toml.txt").replace("{core}", &core);
    for (one, models) in crates.iter().zip(models) {
        let dir = place.join(&one.package);
        fs::create_dir_all(dir.join("src"))?;
        let package = &one.package;
        let manifest =
            format!("[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n{dependencies}");
        fs::write(dir.join("Cargo.toml"), manifest)?;
        let mut lib = String::from("//! Generated.\n");
        for n in 0..models {
            lib.push_str(&format!("pub mod m{n};\n"));
            fs::write(dir.join(format!("src/m{n}.rs")), MODEL.replace("{n}", &n.to_string()))?;
        }
        fs::write(dir.join("src/lib.rs"), lib)?;
    }
    Ok(crates)
}

impl Crate {
    /// Builds it, and returns where the library is.
    pub(super) fn build(&self, target: &Path) -> Result<PathBuf> {
        // Incremental or not, the compiler divides the code in another way, and repeats more or less of it.
        self.cargo(target, "build", "1", &[])?;
        Ok(target.join(format!("debug/lib{}.rlib", self.name())))
    }

    /// Has LLVM's code of it written as text, before any pass over it, and returns where.
    pub(super) fn emit(&self, target: &Path) -> Result<PathBuf> {
        let file = self.place.join(format!("{}.ll", self.name()));
        let emit = format!("--emit=llvm-ir={}", file.display());
        let flags = ["--", &emit, "-Cno-prepopulate-passes", "-Cdebuginfo=0", "-Ccodegen-units=1"];
        self.cargo(target, "rustc", "0", &flags)?;
        Ok(file)
    }

    fn cargo(&self, target: &Path, verb: &str, incremental: &str, flags: &[&str]) -> Result<()> {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.place).args([verb, "--quiet", "--lib", "--package", &self.package, "--target-dir"]);
        cargo.arg(target).args(flags).env("CARGO_INCREMENTAL", incremental);
        ensure!(command::run(&mut cargo)?.success(), "the crate {} does not build", self.package);
        Ok(())
    }

    fn name(&self) -> String {
        self.package.replace('-', "_")
    }
}
