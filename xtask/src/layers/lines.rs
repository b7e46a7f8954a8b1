//! How long files and lines may be.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Fault, Kind};

const LONGEST_FILE: usize = 450;
const LONGEST_LINE: usize = 120;

/// All source files and documents.
pub(super) fn faults(root: &Path) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for file in files(root)? {
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        faults.extend(faults_of(file.strip_prefix(root).unwrap_or(&file), &text));
    }
    Ok(faults)
}

/// Every source file and document below the root, except build results and hidden files.
pub(crate) fn files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    collect(root, &mut files)?;
    files.sort();
    Ok(files)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && name != "target" && !path.ends_with("model-core/twins") && !name.starts_with('.') {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "md") {
            files.push(path);
        }
    }
    Ok(())
}

fn faults_of(file: &Path, text: &str) -> Vec<Fault> {
    let is_source = file.extension().is_some_and(|extension| extension == "rs");
    if is_source && text.lines().take(5).any(|line| line.contains("@generated")) {
        return Vec::new();
    }
    let file = file.display();
    let mut faults = Vec::new();
    let number = text.lines().count();
    if is_source && number > LONGEST_FILE {
        faults
            .push(Fault { kind: Kind::LongFile, text: format!("{file}: {number} lines, {LONGEST_FILE} are allowed") });
    }
    let mut is_code = false;
    for (index, line) in text.lines().enumerate() {
        let text = line.trim_start().trim_start_matches(['/', '!', ' ']);
        let is_fence = text.starts_with("```");
        is_code ^= is_fence;
        let is_table = text.starts_with('|');
        // The formatter breaks code, except for what it cannot break: a text or an invocation of a macro.
        let is_prose = !is_source || line.trim_start().starts_with("//");
        let columns = line.chars().count();
        if is_prose && columns > LONGEST_LINE && !is_code && !is_fence && !is_table {
            let text = format!("{file}:{}: {columns} columns, {LONGEST_LINE} are allowed", index + 1);
            faults.push(Fault { kind: Kind::LongLine, text });
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(file: &str, text: &str) -> Vec<Kind> {
        faults_of(Path::new(file), text).iter().map(|fault| fault.kind).collect()
    }

    #[test]
    fn a_source_file_has_at_most_450_lines() {
        assert_eq!(kinds("a.rs", &"x\n".repeat(450)), []);
        assert_eq!(kinds("a.rs", &"x\n".repeat(451)), [Kind::LongFile]);
        assert_eq!(kinds("a.md", &"x\n".repeat(451)), []);
        assert_eq!(kinds("a.rs", &format!("// @generated\n{}", "x\n".repeat(451))), []);
    }

    #[test]
    fn a_line_of_prose_has_at_most_120_columns() {
        assert_eq!(kinds("a.md", &"é".repeat(120)), []);
        assert_eq!(kinds("a.md", &"x".repeat(121)), [Kind::LongLine]);
        assert_eq!(kinds("a.rs", &format!("    /// {}", "x".repeat(112))), []);
        assert_eq!(kinds("a.rs", &format!("    /// {}", "x".repeat(113))), [Kind::LongLine]);
        assert_eq!(kinds("a.rs", &format!("let text = \"{}\";", "x".repeat(121))), []);
    }

    #[test]
    fn code_and_tables_of_a_document_may_be_wider() {
        let wide = "x".repeat(121);
        assert_eq!(kinds("a.md", &format!("```\n{wide}\n```\n| {wide} |\n")), []);
        assert_eq!(kinds("a.rs", &format!("/// ```\n/// {wide}\n/// ```\n")), []);
        let faults = faults_of(Path::new("a.md"), &format!("```\n```\n{wide}\n"));
        assert_eq!(faults.len(), 1);
        assert!(faults[0].text.starts_with("a.md:3: 121 columns"), "{faults:?}");
    }
}
