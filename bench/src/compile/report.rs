//! The table of the compiler's time.

use super::sources::Kind;
use super::{Compiled, Usage};
use std::fmt::Write as _;

pub(super) fn markdown(crates: &[Compiled]) -> String {
    let mut out = String::from(
        "| models | crate | clean, user | spread | ratio | incremental, user | ratio | memory | expanded lines per model |\n\
         |--:|---|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for one in crates {
        let base = crates.iter().find(|other| other.models == one.models && other.kind == one.kind.base());
        let clean = median(&one.clean, |usage| usage.user);
        let incremental = median(&one.incremental, |usage| usage.user);
        let low = one.clean.iter().map(|usage| usage.user).fold(f64::INFINITY, f64::min);
        let high = one.clean.iter().map(|usage| usage.user).fold(0.0, f64::max);
        let ratio = |own: f64, list: fn(&Compiled) -> &Vec<Usage>| {
            let base = base.filter(|base| base.kind != one.kind);
            base.map(|base| format!("**{:.2}**", own / median(list(base), |usage| usage.user))).unwrap_or_default()
        };
        // Writing to a String does not fail.
        let _ = writeln!(
            out,
            "| {} | {} | {clean:.2} s | {low:.2} to {high:.2} | {} | {incremental:.2} s | {} | {:.0} MiB | {} |",
            one.models,
            one.kind.title(),
            ratio(clean, |one| &one.clean),
            ratio(incremental, |one| &one.incremental),
            median(&one.clean, |usage| usage.memory),
            one.expanded_lines.map(|lines| (lines / one.models).to_string()).unwrap_or_default(),
        );
    }
    let _ = writeln!(out, "\nOne more model, from the difference of the largest crate and that of one model:\n");
    for kind in Kind::ALL {
        let of = |models| crates.iter().find(|one| one.kind == kind && one.models == models);
        let most = crates.iter().map(|one| one.models).max().unwrap_or(1);
        if let (Some(one), Some(many)) = (of(1), of(most)) {
            let each = |list: fn(&Compiled) -> &Vec<Usage>| {
                let difference = median(list(many), |usage| usage.user) - median(list(one), |usage| usage.user);
                difference / (most - 1) as f64 * 1e3
            };
            let _ = writeln!(out, "- {}: {:.0} ms clean", kind.title(), each(|one| &one.clean));
        }
    }
    out
}

fn median(list: &[Usage], number: fn(&Usage) -> f64) -> f64 {
    let mut numbers: Vec<f64> = list.iter().map(number).collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
