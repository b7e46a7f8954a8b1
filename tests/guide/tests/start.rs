//! The program of the guide's first chapter prints what the chapter says.
#![cfg(feature = "sqlite")]

use std::process::Command;

#[test]
fn the_first_program_prints_what_the_chapter_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Command::new(env!("CARGO_BIN_EXE_blog")).current_dir(folder.path()).output().expect("it runs");
    assert!(program.status.success(), "{}", String::from_utf8_lossy(&program.stderr));
    let printed = String::from_utf8(program.stdout).expect("text");
    assert_eq!(printed, include_str!(concat!(env!("OUT_DIR"), "/blog.txt")));
}
