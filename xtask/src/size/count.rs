//! Measures the size of the compiler's output.

use anyhow::Result;
use object::read::archive::ArchiveFile;
use object::{Object, ObjectSection, SectionKind};

/// The bytes of machine code in a library.
pub(super) fn code(library: &[u8]) -> Result<u64> {
    // A Rust library also has a member with its metadata, which is not code.
    ArchiveFile::parse(library)?.members().map(|member| of(member?.data(library)?)).sum()
}

fn of(data: &[u8]) -> Result<u64> {
    let object = object::File::parse(data)?;
    Ok(object.sections().filter(|section| section.kind() == SectionKind::Text).map(|section| section.size()).sum())
}

/// The instructions of all functions in LLVM's code. Each is a line that is indented by two spaces; lines that continue
/// an instruction are indented further.
pub(super) fn lines(code: &[u8]) -> u64 {
    let is_one = |line: &&[u8]| matches!(line, [b' ', b' ', third, ..] if *third != b' ');
    code.split(|byte| *byte == b'\n').filter(is_one).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_instructions_of_functions_count() {
        let code = "define void @a() {\nstart:\n  invoke void @b()\n          to label %c\n\nc:\n  ret void\n}\n";
        assert_eq!(lines(code.as_bytes()), 2);
    }

    #[test]
    fn what_is_no_library_is_an_error() {
        assert!(code(b"text").is_err());
    }
}
