//! The tables as Markdown.

use super::summary::Summary;
use crate::results::{CaseResult, Part, Results};
use crate::units::{count, time};
use crate::world::Who;
use std::fmt::Write as _;

pub(super) fn all(results: &Results, goals: &str, failed: &[&String]) -> String {
    let mut out = format!("{}\n", results.machine);
    for stage in results.stages() {
        let cases: Vec<_> = results.cases.iter().filter(|case| case.stage == stage).collect();
        let others: Vec<Who> = Who::OTHERS.into_iter().filter(|who| cases.iter().any(|case| has(case, *who))).collect();
        // Writing to a String does not fail.
        let (title, name) = (stage.title(), stage.name());
        let _ = write!(out, "\n### {title}\n\n![{title}]({name}.svg)\n\n{}", one(&cases, &others));
    }
    let _ = write!(
        out,
        "\n### Goals\n\nA ratio is the time of model-core divided by that of the other side. \"Even\" means that the \
         spread includes the goal.\n\n{goals}"
    );
    let _ = write!(out, "\n### Failed measurements\n\n");
    for failed in failed {
        let _ = writeln!(out, "- {failed}");
    }
    if failed.is_empty() {
        out.push_str("None.\n");
    }
    let _ = write!(out, "\n### Duration\n\n{}", took(results));
    out
}

fn took(results: &Results) -> String {
    let mut out = String::new();
    for Part { name, load, quick, seconds } in &results.parts {
        let quick = if *quick { ", few turns" } else { "" };
        let _ = writeln!(out, "- {name}: {seconds:.0} s, load {load} at the start{quick}");
    }
    out
}

fn has(case: &CaseResult, who: Who) -> bool {
    case.sides.iter().any(|side| side.who == who)
}

/// A row for each case: the library's time and counts, and for each other side its time and the ratio.
fn one(cases: &[&CaseResult], others: &[Who]) -> String {
    let mut out = String::from("| case | model-core |");
    for who in others {
        let _ = write!(out, " {} | ratio |", who.title());
    }
    let counted = cases.iter().any(|case| case.sides.iter().any(|side| side.instructions.is_some()));
    let _ = writeln!(out, " statements | allocations |{}", if counted { " instructions |" } else { "" });
    let _ = writeln!(out, "|---|{}", "--:|".repeat(3 + usize::from(counted) + 2 * others.len()));
    for case in cases {
        let summaries = Summary::all(case);
        let Some(own) = summaries.iter().find(|summary| summary.side.who == Who::Library) else { continue };
        let _ = write!(out, "| {} | {} ±{:.0}% |", case.case.title(), time(own.median), own.spread);
        for who in others {
            match summaries.iter().find(|summary| summary.side.who == *who) {
                None => out.push_str(" | |"),
                Some(other) => {
                    let _ = write!(out, " {} ±{:.0}% | **{:.2}** |", time(other.median), other.spread, other.ratio);
                }
            }
        }
        let each = |number: &dyn Fn(&Summary<'_>) -> Option<f64>| {
            let numbers: Vec<String> = summaries.iter().filter_map(number).map(count).collect();
            numbers.join(" / ")
        };
        let _ = write!(
            out,
            " {} | {} |",
            each(&|summary| summary.side.statements),
            each(&|summary| summary.side.allocations),
        );
        if counted {
            let _ = write!(out, " {} |", each(&|summary| summary.side.instructions));
        }
        out.push('\n');
    }
    out
}
