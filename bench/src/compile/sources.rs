//! The crates that are compiled.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;

/// What a crate's models are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// `table!` and Diesel's derives.
    Diesel,
    /// `table!` and the library's derive, with everything on.
    Library,
    /// SeaORM's derives.
    SeaOrm,
    /// The same as `Diesel`, and hand-written functions for six verbs, not audited.
    DieselUsed,
    /// The same as `Library`, and its six verbs, audited.
    LibraryUsed,
    /// The same as `SeaOrm`, and functions for six verbs, not audited.
    SeaOrmUsed,
    /// The library's derive with nothing on but what a find by key needs: for linking only.
    Bare,
}

impl Kind {
    /// Those whose compilation is measured.
    pub(super) const ALL: [Self; 6] =
        [Self::Diesel, Self::Library, Self::SeaOrm, Self::DieselUsed, Self::LibraryUsed, Self::SeaOrmUsed];

    fn name(self) -> &'static str {
        match self {
            Self::Diesel => "diesel",
            Self::Library => "library",
            Self::SeaOrm => "seaorm",
            Self::DieselUsed => "diesel-used",
            Self::LibraryUsed => "library-used",
            Self::SeaOrmUsed => "seaorm-used",
            Self::Bare => "bare",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Diesel => "`table!` and five derives of Diesel",
            Self::Library => "`table!` and `Model`, everything on",
            Self::SeaOrm => "SeaORM's `DeriveEntityModel`",
            Self::DieselUsed => "the derives, six verbs by hand, not audited",
            Self::LibraryUsed => "`Model`, the same six verbs called, audited",
            Self::SeaOrmUsed => "SeaORM, the same six verbs, not audited",
            Self::Bare => "`table!` and `Model`, soft deletion only",
        }
    }

    /// What the library's crates are compared with: Diesel's and SeaORM's.
    pub(crate) fn rivals(self) -> Option<[Self; 2]> {
        match self {
            Self::Library => Some([Self::Diesel, Self::SeaOrm]),
            Self::LibraryUsed => Some([Self::DieselUsed, Self::SeaOrmUsed]),
            _ => None,
        }
    }

    pub(super) fn package(self, models: usize) -> String {
        format!("models-{}-{models}", self.name())
    }

    pub(crate) fn is_seaorm(self) -> bool {
        matches!(self, Self::SeaOrm | Self::SeaOrmUsed)
    }

    fn is_diesel(self) -> bool {
        matches!(self, Self::Diesel | Self::DieselUsed)
    }

    /// The source of one model.
    fn template(self) -> &'static str {
        match self {
            Self::Diesel => include_str!("templates/diesel.rs.txt"),
            Self::Library => include_str!("templates/library.rs.txt"),
            Self::SeaOrm => include_str!("templates/seaorm.rs.txt"),
            Self::DieselUsed => {
                concat!(include_str!("templates/diesel.rs.txt"), include_str!("templates/diesel_verbs.rs.txt"))
            }
            Self::LibraryUsed => {
                concat!(include_str!("templates/library.rs.txt"), include_str!("templates/library_verbs.rs.txt"))
            }
            Self::SeaOrmUsed => {
                concat!(include_str!("templates/seaorm.rs.txt"), include_str!("templates/seaorm_verbs.rs.txt"))
            }
            Self::Bare => include_str!("templates/bare.rs.txt"),
        }
    }
}

/// Writes a crate. One of Diesel alone depends on the library as well, so that cargo has the same to do.
pub(super) fn write(dir: &Path, kind: Kind, models: usize, root: &Path) -> Result<()> {
    fs::create_dir_all(dir.join("src")).with_context(|| format!("cannot make {}", dir.display()))?;
    let core = root.canonicalize()?.join("model-core").display().to_string();
    let (dependencies, lock) = if kind.is_seaorm() {
        (include_str!("templates/seaorm.toml.txt"), "bench/seaorm/Cargo.lock")
    } else {
        (include_str!("templates/diesel.toml.txt"), "bench/Cargo.lock")
    };
    let manifest = include_str!("templates/package.toml.txt").replace("{package}", &kind.package(models));
    fs::write(dir.join("Cargo.toml"), manifest + &dependencies.replace("{core}", &core))?;
    fs::copy(root.join(lock), dir.join("Cargo.lock")).with_context(|| format!("{lock} is missing"))?;
    let mut lib = String::from("//! Generated.\n");
    for n in 0..models {
        lib.push_str(&format!("pub mod m{n};\n"));
        fs::write(dir.join(format!("src/m{n}.rs")), kind.template().replace("{n}", &n.to_string()))?;
    }
    if kind.is_diesel() {
        lib.push_str(include_str!("templates/id.rs.txt"));
    }
    Ok(fs::write(dir.join("src/lib.rs"), lib)?)
}

/// Writes a program beside the crate, which finds a row by its key.
pub(super) fn write_program(dir: &Path, kind: Kind, models: usize) -> Result<()> {
    let program = if kind.is_diesel() {
        include_str!("templates/diesel_main.rs.txt")
    } else {
        include_str!("templates/library_main.rs.txt")
    };
    let models = kind.package(models).replace('-', "_");
    Ok(fs::write(dir.join("src/main.rs"), program.replace("{models}", &models))?)
}

/// Changes one model a little.
pub(super) fn touch(dir: &Path, round: usize) -> Result<()> {
    let path = dir.join("src/m0.rs");
    let source = fs::read_to_string(&path)?;
    Ok(fs::write(&path, format!("{source}\npub fn touched_{round}() -> usize {{ {round} }}\n"))?)
}
