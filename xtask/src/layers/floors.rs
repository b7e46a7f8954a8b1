//! The floors of `model-core`: a file imports from its own room and from the floors below it.

use std::path::{Path, PathBuf};

use super::imports::{Import, Imports};
use super::{Fault, Kind};

/// Rooms on one floor do not import from each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Floor {
    number: usize,
    /// The room of a floor: a folder with its `mod.rs`, or files of the root.
    room: &'static str,
    paths: &'static [&'static str],
}

const fn floor(number: usize, room: &'static str, paths: &'static [&'static str]) -> Floor {
    Floor { number, room, paths }
}

/// All of `model-core/src`, from the top to the bottom.
pub(super) const FLOORS: &[Floor] = &[
    floor(10, "face", &["lib.rs", "prelude.rs", "__private.rs", "generated.rs", "migrations.rs", "face"]),
    floor(9, "verbs", &["verbs"]),
    floor(8, "hooks", &["hooks"]),
    floor(8, "check", &["check"]),
    floor(7, "effects", &["effects"]),
    floor(7, "list", &["list"]),
    floor(6, "write", &["write"]),
    floor(6, "audit", &["audit"]),
    floor(6, "ddl", &["ddl"]),
    floor(6, "json", &["json"]),
    floor(5, "query", &["query"]),
    floor(5, "trail", &["trail"]),
    floor(4, "operation", &["operation"]),
    floor(3, "sql", &["sql"]),
    floor(2, "values", &["values"]),
    floor(1, "model", &["model"]),
    floor(0, "meta", &["meta"]),
];

/// Rooms that import from each other although the floors say otherwise, each with its reason.
const TOLERATED: &[(&str, &str)] = &[
    // A model names the values of its new rows and patches; values know the keys and versions of models.
    ("model", "values"),
];

/// The floor of a file of the crate with these sources.
fn floor_of(floors: &[Floor], sources: &Path, file: &Path) -> Option<Floor> {
    let inside = file.strip_prefix(sources).ok()?;
    let is_in = |path: &&str| inside.starts_with(path) || inside.with_extension("") == Path::new(path);
    floors.iter().find(|floor| floor.paths.iter().any(&is_in)).copied()
}

/// The imports that break the order.
pub(super) fn faults(imports: &Imports, sources: &Path, floors: &[Floor]) -> Vec<Fault> {
    let floor_of = |file: &PathBuf| floor_of(floors, sources, file);
    let mut faults: Vec<Fault> = (imports.files.iter())
        .filter(|file| floor_of(file).is_none())
        .map(|file| Fault { kind: Kind::NoFloor, text: format!("{}: is on no floor", file.display()) })
        .collect();
    for import in &imports.list {
        if let (Some(from), Some(to)) = (floor_of(&import.from), floor_of(&import.to)) {
            faults.extend(fault(import, from, to));
        }
    }
    faults
}

fn fault(import: &Import, from: Floor, to: Floor) -> Option<Fault> {
    let is_pair = |one: &str, other: &str| (one, other) == (from.room, to.room) || (other, one) == (from.room, to.room);
    let kind = match from.number.cmp(&to.number) {
        _ if from.room == to.room || TOLERATED.iter().any(|(one, other)| is_pair(one, other)) => return None,
        std::cmp::Ordering::Greater => return None,
        std::cmp::Ordering::Equal => Kind::Sideways,
        std::cmp::Ordering::Less => Kind::Upward,
    };
    let Import { from: file, line, path, to: target } = import;
    Some(Fault {
        kind,
        text: format!(
            "{}:{line}: floor {} `{}` imports `{path}` from floor {} `{}` ({})",
            file.display(),
            from.number,
            from.room,
            to.number,
            to.room,
            target.display()
        ),
    })
}
