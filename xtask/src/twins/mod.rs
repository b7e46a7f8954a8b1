//! `cargo xtask twins`: writes the asynchronous half of the library.
//!
//! People write the synchronous functions. From each function that takes a connection this command writes a twin that
//! is a future, into the module `twin` of the original's module, whose files have a folder of their own:
//! `model-core/twins`. `--check` fails if a twin is not what would be written.
//!
//! A function that takes the connection, which is named `conn`, waits. A call that is given the connection is the call
//! of the twin, and is awaited. A trait with the parameter `Conn` has a twin.

mod calls;
mod coloured;
mod forms;
mod header;
mod macros;
mod source;
mod translate;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use self::coloured::Coloured;
use self::source::{Crate, Place};
use self::translate::{TWIN, Translator};
use crate::layers::lines;
use crate::layers::source::name as name_of;

/// What the generated files begin with.
const HEADER: &str = "\
// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    non_snake_case,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;
";

/// What talks to the connection itself: the twins are written by hand, in `sql/driver.rs`.
const BY_HAND: [(&[&str], &str); 7] = [
    (&["sql", "rows"], ""),
    (&["sql", "lock"], "begin"),
    (&["sql", "lock"], "finish"),
    (&["sql", "lock"], "open"),
    (&["sql", "lock"], "close"),
    (&["sql", "lock"], "depth"),
    (&["sql", "lock"], "place"),
];

/// Modules and items without a twin: the application gives them closures, or `model-async` writes them for its
/// connections.
const WITHOUT: [(&[&str], &str); 15] = [
    (&["face", "asynchronous"], ""),
    (&["face", "replica"], ""),
    (&["operation", "retry"], ""),
    (&["operation", "run"], "Run"),
    (&["operation", "run"], "RunOutcome"),
    (&["operation", "run"], "SyncConnection"),
    (&["verbs", "preview"], "Preview"),
    (&["query", "relations", "load"], "LoadWith"),
    (&["query", "relations", "beside", "with"], ""),
    (&["sql", "driver"], ""),
    (&["sql", "lost"], ""),
    (&["hooks", "signal"], ""),
    (&["query", "relations", "load"], "LoadsWith"),
    (&["query", "relations", "load"], "LoadsRelated"),
    (&["query", "relations", "load"], "LoadRelated"),
];

/// `cargo xtask twins`
pub(crate) fn twins(check: bool) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().context("the repository has moved")?;
    let library = root.join("model-core");
    let written = translated(&library.join("src"))?;
    let folder = library.join("twins");
    let mut stale = Vec::new();
    for (file, text) in &written {
        let file = folder.join(file);
        if fs::read_to_string(&file).ok().as_ref() == Some(text) {
            continue;
        }
        stale.push(file.clone());
        if !check {
            fs::create_dir_all(file.parent().context("a file without a folder")?)?;
            fs::write(&file, text)?;
        }
    }
    for file in lines::files(&folder)? {
        let short = file.strip_prefix(&folder)?.to_owned();
        if !written.contains_key(&short) {
            stale.push(file.clone());
            if !check {
                fs::remove_file(&file)?;
            }
        }
    }
    let lines: usize = written.values().map(|text| text.lines().count()).sum();
    println!("== twins: {} files, {lines} lines", written.len());
    match (check, stale.is_empty()) {
        (_, true) => Ok(()),
        (false, false) => {
            println!("== twins: {} files rewritten", stale.len());
            Ok(())
        }
        (true, false) => {
            stale.iter().for_each(|file| println!("{} is not the twin of its source", file.display()));
            bail!("twins: run `cargo xtask twins`")
        }
    }
}

/// The twins of the sources below a folder, by their files.
fn translated(sources: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let read = Crate::read(sources)?;
    let coloured = Coloured::find(&read, is_left_out);
    let mut written = BTreeMap::new();
    let mut faults = Vec::new();
    for name in coloured.ambiguous() {
        faults.push(format!("`{name}` is a method of a type and of a trait, and both take the connection"));
    }
    for (place, module) in &read.modules {
        if is_left_out(place, "") {
            continue;
        }
        let mut translator = Translator::new(&read, &coloured, place);
        let items: Vec<_> = module
            .items
            .iter()
            .filter(|item| !is_by_hand(place, "") && !name_of(item).is_some_and(|name| is_by_hand(place, &name)))
            .filter_map(|item| translator.item(item))
            .collect();
        let file = module.file.strip_prefix(sources)?.to_owned();
        faults.extend(translator.faults.iter().map(|fault| format!("{}:{fault}", module.file.display())));
        if items.is_empty() {
            continue;
        }
        let text = fs::read_to_string(&module.file)?;
        if !text.contains(&format!("mod {TWIN};")) {
            faults.push(format!(
                "{}: add at its end:\n#[cfg(feature = \"async\")]\n#[path = \"{}twins/{}\"]\npub(crate) mod {TWIN};",
                module.file.display(),
                "../".repeat(file.components().count()),
                file.display()
            ));
        }
        let traits = translator.traits_in_scope(module);
        let text = formatted(&format!("{traits}\n{}", translate::text(&items)))
            .with_context(|| format!("{}", file.display()))?;
        written.insert(file, format!("{HEADER}\n{text}"));
    }
    for fault in &faults {
        println!("{fault}");
    }
    ensure!(faults.is_empty(), "twins: {} faults", faults.len());
    Ok(written)
}

fn is_left_out(place: &Place, name: &str) -> bool {
    names(&WITHOUT, place, name)
}

fn is_by_hand(place: &Place, name: &str) -> bool {
    names(&BY_HAND, place, name)
}

fn names(list: &[(&[&str], &str)], place: &Place, name: &str) -> bool {
    list.iter().any(|(module, item)| place == module && (item.is_empty() || *item == name))
}

/// Formats Rust by the rules of the repository.
fn formatted(text: &str) -> Result<String> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config", "max_width=120,use_small_heuristics=Max", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("rustfmt does not start")?;
    let mut input = rustfmt.stdin.take().context("rustfmt has no input")?;
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = rustfmt.wait_with_output()?;
    writer.join().expect("the writer does not panic")?;
    ensure!(output.status.success(), "rustfmt cannot format the twin");
    Ok(String::from_utf8(output.stdout)?)
}
