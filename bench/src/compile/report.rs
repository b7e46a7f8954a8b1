//! The tables of the compiler's results.

use super::compiled::{Compiled, Verb};
use super::sources::Kind;
use super::usage::Usage;
use super::{Compilation, Links, Part};
use crate::statistics::{median, spread};
use std::fmt::Write as _;

/// All available results as Markdown.
pub(crate) fn markdown(compilation: Option<&Compilation>, links: Option<&Links>) -> String {
    let mut parts = Vec::new();
    if let Some(compilation) = compilation {
        parts.push(times(compilation, "cargo check", |one| &one.check));
        parts.push(times(compilation, "cargo build", |one| &one.build));
        parts.push(sizes(compilation));
        parts.extend((compilation.most() > 1).then(|| each(compilation)));
        let sum = |number: fn(&Part) -> f64| compilation.parts.iter().map(number).sum::<f64>();
        let (took, dependencies) = (sum(|part| part.took), sum(|part| part.dependencies));
        parts.push(format!(
            "The measurements took {took:.0} s, {dependencies:.0} s of which were for the dependencies.\n"
        ));
    }
    parts.extend(links.map(programs));
    parts.join("\n")
}

impl Verb {
    fn measured(&self) -> bool {
        !self.clean.is_empty()
    }

    /// The median of the processor time in user mode, in seconds.
    pub(crate) fn clean_user(&self) -> f64 {
        median(&users(&self.clean))
    }

    /// Half the distance of its quartiles, in percent.
    pub(crate) fn clean_spread(&self) -> f64 {
        spread(&users(&self.clean))
    }

    fn incremental_user(&self) -> f64 {
        median(&users(&self.incremental))
    }
}

fn users(usages: &[Usage]) -> Vec<f64> {
    usages.iter().map(|usage| usage.user).collect()
}

/// The ratio of the library's number to those of Diesel and SeaORM.
fn ratios(compilation: &Compilation, one: &Compiled, number: impl Fn(&Compiled) -> f64) -> String {
    let Some(rivals) = one.kind.rivals() else { return " | ".to_owned() };
    let ratio = |rival| {
        let ratio = compilation.find(rival, one.models).map(|rival| number(one) / number(rival));
        ratio.filter(|ratio| ratio.is_finite()).map(|ratio| format!("**{ratio:.2}**")).unwrap_or_default()
    };
    rivals.map(ratio).join(" | ")
}

fn times(compilation: &Compilation, title: &str, verb: fn(&Compiled) -> &Verb) -> String {
    let mut out = format!(
        "### `{title}`\n\n| models | crate | clean | ± | to Diesel | to SeaORM | incremental | to Diesel | to SeaORM | \
         memory |\n|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|\n"
    );
    for one in compilation.crates.iter().filter(|one| verb(one).measured()) {
        let Verb { clean, .. } = verb(one);
        let memory: Vec<f64> = clean.iter().map(|usage| usage.memory).collect();
        // Writing to a String does not fail.
        let _ = writeln!(
            out,
            "| {} | {} | {:.2} s | {:.0}% | {} | {:.2} s | {} | {:.0} MiB |",
            one.models,
            one.kind.title(),
            verb(one).clean_user(),
            verb(one).clean_spread(),
            ratios(compilation, one, |one| verb(one).clean_user()),
            verb(one).incremental_user(),
            ratios(compilation, one, |one| verb(one).incremental_user()),
            median(&memory),
        );
    }
    out
}

fn sizes(compilation: &Compilation) -> String {
    let mut out = String::from(
        "### Size\n\n| models | crate | expanded lines per model | to Diesel | to SeaORM | machine code per model | to \
         Diesel | to SeaORM |\n|--:|---|--:|--:|--:|--:|--:|--:|\n",
    );
    let lines = |one: &Compiled| one.expanded_lines.map_or(f64::NAN, |lines| lines as f64 / one.models as f64);
    let text = |one: &Compiled| one.text.map_or(f64::NAN, |bytes| bytes as f64 / 1024.0 / one.models as f64);
    for one in compilation.crates.iter().filter(|one| one.text.is_some()) {
        let _ = writeln!(
            out,
            "| {} | {} | {:.0} | {} | {:.1} KiB | {} |",
            one.models,
            one.kind.title(),
            lines(one),
            ratios(compilation, one, lines),
            text(one),
            ratios(compilation, one, text),
        );
    }
    out
}

fn each(compilation: &Compilation) -> String {
    let most = compilation.most();
    let mut out = format!(
        "### One more model\n\nThe difference between the crate with {most} models and the crate with one, per \
         model.\n\n"
    );
    out.push_str("| crate | `cargo check` | `cargo build` |\n|---|--:|--:|\n");
    for kind in Kind::ALL {
        let check = compilation.each(kind, |one| one.check.clean_user() * 1e3);
        let build = compilation.each(kind, |one| one.build.clean_user() * 1e3);
        if let (Some(check), Some(build)) = (check, build) {
            let _ = writeln!(out, "| {} | {check:.0} ms | {build:.0} ms |", kind.title());
        }
    }
    out
}

fn programs(links: &Links) -> String {
    let mut out = String::from(
        "### Unused code\n\nAn optimized program that finds one row by its key: its machine code, and its file \
         without symbols.\n\n| models | made of | machine code | file |\n|--:|---|--:|--:|\n",
    );
    for one in &links.programs {
        let (text, file) = (one.text as f64 / 1024.0, one.file as f64 / 1024.0);
        let _ = writeln!(out, "| {} | {} | {text:.1} KiB | {file:.1} KiB |", one.models, one.kind.title());
    }
    let _ = writeln!(out, "\nThe builds took {:.0} s.", links.took);
    out
}
