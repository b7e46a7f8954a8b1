//! `cargo xtask regress`: whether the library takes more instructions than before.

use anyhow::{Result, ensure};

use super::programs::Programs;
use crate::cli::RegressOptions;
use crate::part::Part;
use crate::{need, place};

/// `cargo xtask regress`
pub(crate) fn regress(options: &RegressOptions) -> Result<()> {
    need::all(&[Part::Valgrind], options.no_install)?;
    let mut programs = Programs::new(place::root());
    // SQLite alone, whatever is installed: the limits are of this program.
    ensure!(programs.build("bench", &["--no-default-features", "--features", "sqlite"])?, "the bench does not build");
    let mut count = programs.bare(&["regress"]);
    count.args(options.bless.then_some("--bless"));
    ensure!(
        programs.perform("instructions", &mut count)?,
        "the library takes more instructions than `bench/limits.json` allows, or they could not be counted"
    );
    programs.summarize()
}
