//! The results as tables and plots, on the terminal and in files.
//!
//! It may import `results`, `compile`, `case`, `stage`, `world` and `store`.

mod everything;
mod goals;
mod markdown;
mod moved;
mod plot;
mod readme;
mod summary;
mod table;

use self::everything::Everything;
use crate::compile::{self, Compilation, Links};
use crate::growth::{self, Growth};
use crate::results::Results;
use crate::store;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Prints what differs from the results of another run.
pub(crate) fn compare(out: &Path, before: &Path) -> Result<()> {
    let now: Results = store::read(out, Results::FILE)?.context("there are no results of a run")?;
    let folder = before.parent().unwrap_or(Path::new("."));
    let name = before.file_name().and_then(|name| name.to_str()).context("that is not the name of a file")?;
    let before = store::read(folder, name)?.with_context(|| format!("{} does not exist", before.display()))?;
    println!("{}", moved::all(&before, &now));
    Ok(())
}

/// Writes the tables and plots of the results, and prints the tables.
pub(crate) fn publish(out: &Path) -> Result<()> {
    let all = Everything {
        run: store::read(out, Results::FILE)?,
        compilation: store::read(out, Compilation::FILE)?,
        links: store::read(out, Links::FILE)?,
        growth: store::read(out, Growth::FILE)?,
    };
    let goals = goals::markdown(&all);
    let failed = all.failed();
    if let Some(run) = &all.run {
        fs::write(out.join("results.md"), markdown::all(run, &goals, &failed))?;
        fs::write(out.join("results-readme.md"), readme::table(run))?;
        for (stage, svg) in plot::all(run) {
            fs::write(out.join(format!("{stage}.svg")), svg)?;
        }
        println!("{}\n", table::all(run));
    }
    let compiler = compile::markdown(all.compilation.as_ref(), all.links.as_ref());
    if !compiler.is_empty() {
        fs::write(out.join("compile.md"), &compiler)?;
        println!("{compiler}");
    }
    if let Some(growth) = &all.growth {
        let tables = growth::markdown(growth);
        fs::write(out.join("growth.md"), &tables)?;
        for (axis, svg) in growth::plots(growth) {
            fs::write(out.join(format!("growth-{axis}.svg")), svg)?;
        }
        println!("{tables}");
    }
    println!("{goals}");
    for failed in failed {
        println!("== failed: {failed}");
    }
    Ok(())
}
