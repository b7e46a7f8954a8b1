//! Finding the Markdown files in a folder.

use super::document::{Document, problem};
use crate::error::{Error, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Reads every Markdown file in a folder and its subfolders, except hidden ones.
///
/// # Errors
/// The folder does not exist, or a file cannot be read or is not UTF-8.
pub fn read_folder(folder: &Path) -> Result<Vec<Document>> {
    let mut files = Vec::new();
    collect(folder, Depth::All, &mut files)?;
    read(folder, files)
}

/// Reads the documents of a project: the Markdown files in its root, and everything in `docs`.
///
/// # Errors
/// As for [`read_folder`].
pub fn read_project(root: &Path) -> Result<Vec<Document>> {
    let mut files = Vec::new();
    collect(root, Depth::Top, &mut files)?;
    let docs = root.join("docs");
    if docs.is_dir() {
        collect(&docs, Depth::All, &mut files)?;
    }
    read(root, files)
}

/// How far down to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    Top,
    All,
}

fn collect(folder: &Path, depth: Depth, files: &mut Vec<PathBuf>) -> Result<()> {
    let failed = |error| match folder.is_file() {
        true => Error::file(folder, "expected a folder, but this is a file"),
        false => Error::file(folder, problem(&error)),
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    for path in paths {
        let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        // A symbolic link to a folder is not followed, because it may lead back here.
        let is_folder = path.is_dir() && !path.is_symlink();
        if is_hidden || (is_folder && depth == Depth::Top) {
            continue;
        }
        if is_folder {
            collect(&path, depth, files)?;
        } else if is_markdown(&path) && (path.is_file() || path.is_symlink()) && !path.is_dir() {
            files.push(path);
        }
    }
    Ok(())
}

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

fn read(root: &Path, files: Vec<PathBuf>) -> Result<Vec<Document>> {
    files.iter().map(|file| Document::read(root, file)).collect()
}
