//! How much machine code a file has.

use anyhow::{Context, Result};
use object::read::archive::ArchiveFile;
use object::{Object, ObjectSection, SectionKind};
use std::fs;
use std::path::Path;

/// The bytes of machine code in a program, or in all objects of a library.
pub(super) fn bytes(path: &Path) -> Result<u64> {
    let data = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let Ok(archive) = ArchiveFile::parse(&*data) else { return of(&data) };
    // A Rust library has a member with its metadata as well, which is no code.
    archive.members().map(|member| of(member?.data(&*data)?)).sum()
}

fn of(data: &[u8]) -> Result<u64> {
    let object = object::File::parse(data)?;
    Ok(object.sections().filter(|section| section.kind() == SectionKind::Text).map(|section| section.size()).sum())
}
