//! The crates that are compiled.

use anyhow::{Context, Result};
use serde::Serialize;
use std::fs;
use std::path::Path;

/// What a crate's models are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// `table!` and Diesel's derives.
    Diesel,
    /// `table!` and the library's derive, with everything on.
    Library,
    /// The same, and hand-written functions for six verbs, not audited.
    DieselUsed,
    /// The same, and the library's six verbs, audited.
    LibraryUsed,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Diesel, Self::Library, Self::DieselUsed, Self::LibraryUsed];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Diesel => "diesel",
            Self::Library => "library",
            Self::DieselUsed => "diesel-used",
            Self::LibraryUsed => "library-used",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Diesel => "`table!` and five derives of Diesel",
            Self::Library => "`table!` and `Model`, everything on",
            Self::DieselUsed => "the derives, six verbs by hand, not audited",
            Self::LibraryUsed => "`Model`, the same six verbs called, audited",
        }
    }

    /// What it is compared with.
    pub(super) fn base(self) -> Self {
        match self {
            Self::Diesel | Self::Library => Self::Diesel,
            Self::DieselUsed | Self::LibraryUsed => Self::DieselUsed,
        }
    }

    pub(super) fn package(self, models: usize) -> String {
        format!("compile-{}-{models}", self.name())
    }

    fn is_library(self) -> bool {
        matches!(self, Self::Library | Self::LibraryUsed)
    }

    fn is_used(self) -> bool {
        matches!(self, Self::DieselUsed | Self::LibraryUsed)
    }
}

/// Writes a crate. It depends on the library in any case, so that cargo has the same to do.
pub(super) fn write(dir: &Path, kind: Kind, models: usize, root: &Path) -> Result<()> {
    fs::create_dir_all(dir.join("src")).with_context(|| format!("cannot make {}", dir.display()))?;
    let core = root.canonicalize()?.join("model-core");
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         model-core = {{ path = \"{}\", default-features = false, features = [\"sqlite\"] }}\n\
         diesel = {{ version = \"2.3.14\", default-features = false, features = [\"chrono\", \"sqlite\"] }}\n\
         chrono = {{ version = \"0.4.45\", default-features = false }}\nuuid = \"1.29\"\n",
        kind.package(models),
        core.display(),
    );
    fs::write(dir.join("Cargo.toml"), manifest)?;
    fs::copy(root.join("bench/Cargo.lock"), dir.join("Cargo.lock")).context("bench/Cargo.lock is missing")?;
    let mut lib = String::from("//! Generated.\n");
    for n in 0..models {
        lib.push_str(&format!("pub mod m{n};\n"));
        fs::write(dir.join(format!("src/m{n}.rs")), one(kind).replace("{n}", &n.to_string()))?;
    }
    if !kind.is_library() {
        lib.push_str(include_str!("templates/id.rs.txt"));
    }
    Ok(fs::write(dir.join("src/lib.rs"), lib)?)
}

/// The source of one model.
fn one(kind: Kind) -> String {
    let (model, verbs) = if kind.is_library() {
        (include_str!("templates/library.rs.txt"), include_str!("templates/library_verbs.rs.txt"))
    } else {
        (include_str!("templates/diesel.rs.txt"), include_str!("templates/diesel_verbs.rs.txt"))
    };
    if kind.is_used() { format!("{model}{verbs}") } else { model.to_owned() }
}

/// Changes one model a little.
pub(super) fn touch(dir: &Path, round: usize) -> Result<()> {
    let path = dir.join("src/m0.rs");
    let source = fs::read_to_string(&path)?;
    Ok(fs::write(&path, format!("{source}\npub fn touched_{round}() -> usize {{ {round} }}\n"))?)
}
