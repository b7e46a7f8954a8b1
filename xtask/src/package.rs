//! `cargo xtask package`: the crates as in a release, and a program that uses only these.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::command;
use crate::part::output;
use crate::place;

/// The crates that are published, in the order in which they have to be, and the manifest of their workspace.
const CRATES: [(&str, &str); 4] = [
    ("model-derive", "Cargo.toml"),
    ("model-core", "Cargo.toml"),
    ("model-admin", "Cargo.toml"),
    ("model-async", "model-async/Cargo.toml"),
];

/// A file that a package has to have, or must not have.
const NEEDED: [&str; 5] = ["Cargo.toml", "README.md", "LICENSE-MIT", "LICENSE-APACHE", "src/lib.rs"];

/// `cargo xtask package`
pub(crate) fn package() -> Result<()> {
    let root = place::root();
    let target = root.join("target/package-check");
    let place = tempfile::tempdir().context("cannot make a temporary folder")?;

    let mut patches = String::from("\n[patch.crates-io]\n");
    for (name, manifest) in CRATES {
        let folder = packaged(&root, name, &root.join(manifest), &target, place.path())?;
        println!("== {name}: {}", folder.display());
        patches.push_str(&format!("{name} = {{ path = {:?} }}\n", folder.display().to_string()));
    }

    let program = place.path().join("blog");
    let printed = chapter(&root.join("docs/guide/start.md"), &program, &patches)?;
    println!("== the program of docs/guide/start.md, with the packages alone");
    let mut run = cargo();
    run.args(["run", "--quiet", "--manifest-path"]).arg(program.join("Cargo.toml")).arg("--target-dir").arg(&target);
    let run = run.current_dir(&program).output().context("cannot run cargo")?;
    ensure!(run.status.success(), "the program of the guide failed:\n{}", String::from_utf8_lossy(&run.stderr));
    let shown = String::from_utf8(run.stdout)?;
    ensure!(shown == printed, "the program of the guide printed:\n{shown}\ninstead of:\n{printed}");

    // Apart, because diesel-async turns on a feature of Diesel for everybody in the same build.
    for name in ["model-admin", "model-async"] {
        println!("== {name}, with the packages alone");
        let user = place.path().join(format!("user-of-{name}"));
        fs::create_dir_all(user.join("src"))?;
        let manifest = format!(
            "[package]\nname = \"user\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             {name} = {{ version = \"0.1\", default-features = false, features = [\"sqlite\"] }}\n{patches}"
        );
        fs::write(user.join("Cargo.toml"), manifest)?;
        fs::write(user.join("src/lib.rs"), format!("pub use {}::*;\n", name.replace('-', "_")))?;
        let mut check = cargo();
        check.args(["check", "--quiet", "--manifest-path"]).arg(user.join("Cargo.toml"));
        check.arg("--target-dir").arg(&target);
        ensure!(command::run(&mut check)?.success(), "{name} does not build outside of the workspace");
    }
    println!("== passed: {} crates", CRATES.len());
    Ok(())
}

fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // A developer's choice of a folder must not decide where the packages are.
    cargo.env_remove("CARGO_TARGET_DIR");
    cargo
}

/// Packages a crate and unpacks it, and returns its folder.
fn packaged(root: &Path, name: &str, manifest: &Path, target: &Path, place: &Path) -> Result<PathBuf> {
    let mut package = cargo();
    // The crates that this one needs are not in any registry yet, so cargo can neither resolve nor build it by itself:
    // the program below does that.
    package.args(["package", "--quiet", "--no-verify", "--allow-dirty", "--exclude-lockfile", "--package", name]);
    package.arg("--manifest-path").arg(manifest).arg("--target-dir").arg(target).current_dir(root);
    ensure!(command::run(&mut package)?.success(), "{name} cannot be packaged");

    let version = env!("CARGO_PKG_VERSION");
    let file = target.join(format!("package/{name}-{version}.crate"));
    let archive = file.display().to_string();
    let list = output("tar", &["--list", "--file", &archive]).with_context(|| format!("{archive} cannot be read"))?;
    let has = |path: &str| list.lines().any(|line| line == format!("{name}-{version}/{path}"));
    for needed in NEEDED {
        ensure!(has(needed), "the package of {name} has no {needed}");
    }
    ensure!(!list.contains("/tests/snapshots/"), "the package of {name} has the snapshots of its tests");
    let unpack = ["--extract", "--file", &archive, "--directory", &place.display().to_string()];
    output("tar", &unpack).with_context(|| format!("{archive} cannot be unpacked"))?;
    Ok(place.join(format!("{name}-{version}")))
}

/// Writes the files of the guide's first chapter, and returns what the program prints.
fn chapter(page: &Path, folder: &Path, patches: &str) -> Result<String> {
    let text = fs::read_to_string(page).with_context(|| format!("cannot read {}", page.display()))?;
    let mut printed = None;
    for (name, body) in files(&text) {
        let Some(name) = name.strip_prefix("file ") else {
            printed = Some(body);
            continue;
        };
        let file = folder.join(name);
        fs::create_dir_all(file.parent().context("a file has a folder")?)?;
        fs::write(&file, if name == "Cargo.toml" { body + patches } else { body })?;
    }
    printed.context("the first chapter does not say what its program prints")
}

/// The blocks of a page that are files, or what a program prints, with what the line before says.
fn files(text: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let note = line.strip_prefix("<!-- ").and_then(|line| line.strip_suffix(" -->"));
        let Some(note) = note.filter(|note| note.starts_with("file ") || *note == "printed") else { continue };
        let body = lines.by_ref().skip(1).take_while(|line| *line != "```");
        found.push((note, body.fold(String::new(), |body, line| body + line + "\n")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::files;

    #[test]
    fn the_files_of_a_page_are_the_blocks_with_a_name() {
        let page = "Text.\n\n<!-- file a/b.sql -->\n```sql\nSELECT 1;\n```\n\n```text\nno\n```\n<!-- printed -->\n```text\n1\n```\n";
        assert_eq!(files(page), [("file a/b.sql", "SELECT 1;\n".to_owned()), ("printed", "1\n".to_owned())]);
    }
}
