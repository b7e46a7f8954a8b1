//! `cargo xtask layers`: which file may import which, how long files and lines may be, and whether links in documents
//! have targets.
//!
//! A rule about imports holds between files: a name that a module re-exports counts as a name of the file that defines
//! it. Code for tests and the bodies of exported macros do not count; the latter are compiled in another crate.

mod circles;
mod floors;
mod imports;
pub(crate) mod lines;
mod links;
mod scan;
pub(crate) mod source;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, bail};

use crate::place;

use self::imports::Imports;

/// The crates without a circle of files. The first one also has floors.
const CRATES: [&str; 6] = ["model-core", "model-derive", "example-app", "bench", "bench/seaorm", "bench/async"];

/// `cargo xtask layers`
pub(crate) fn layers(report_only: bool) -> Result<()> {
    let root = place::root();
    let mut faults = Vec::new();
    for (index, name) in CRATES.iter().enumerate() {
        let sources = Path::new(name).join("src");
        let imports = Imports::read(&root, &sources)?;
        if index == 0 {
            faults.extend(floors::faults(&imports, &sources, floors::FLOORS));
        }
        faults.extend(circles::faults(&imports));
        println!("== layers: {name}: {}", circles::summary(&imports));
    }
    faults.extend(lines::faults(&root)?);
    faults.extend(links::faults(&root)?);
    report(&faults, report_only)
}

/// Prints the findings, says once for each kind how to fix them, and fails unless only a report was requested.
fn report(faults: &[Fault], report_only: bool) -> Result<()> {
    for fault in faults {
        println!("{}", fault.text);
    }
    for kind in faults.iter().map(|fault| fault.kind).collect::<BTreeSet<_>>() {
        let number = faults.iter().filter(|fault| fault.kind == kind).count();
        println!("== {}: {number}. {}", kind.title(), kind.remedy());
    }
    match faults.len() {
        0 => println!("== layers: every file is in its place"),
        number if report_only => println!("== layers: {number} faults; this is only a report"),
        number => bail!("layers: {number} faults"),
    }
    Ok(())
}

/// One thing that breaks a rule.
#[derive(Debug, PartialEq)]
struct Fault {
    kind: Kind,
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Upward,
    Sideways,
    NoFloor,
    Circle,
    LongFile,
    LongLine,
    DeadLink,
}

impl Kind {
    fn title(self) -> &'static str {
        match self {
            Self::Upward => "upward imports",
            Self::Sideways => "imports from a neighbour on the same floor",
            Self::NoFloor => "files without a floor",
            Self::Circle => "circles of more than two files",
            Self::LongFile => "files that are too long",
            Self::LongLine => "lines that are too long",
            Self::DeadLink => "links to what is not there",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::Upward => {
                "Move the item that is imported down, at least to the floor of the file that imports it; or move the \
                 code that needs it up; or let the lower floor declare a trait that the upper floor implements."
            }
            Self::Sideways => {
                "Move what both need one floor down, or move the code that needs its neighbour one floor up."
            }
            Self::NoFloor => {
                "Move the file into the folder of a floor; the floors are listed in xtask/src/layers/floors.rs."
            }
            Self::Circle => {
                "Take one import out of the circle: move the item that it names into a file that imports none of the others."
            }
            Self::LongFile => "Split the file by what its parts are about; 450 lines is the limit.",
            Self::LongLine => "Break the line; 120 columns is the limit.",
            Self::DeadLink => "Link to where the file or the name is now, or change what the document says.",
        }
    }
}

#[cfg(test)]
mod tests;
