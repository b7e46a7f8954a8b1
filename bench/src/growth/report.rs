//! The tables.

use super::{Axis, Growth};
use crate::results::Part;
use crate::statistics::{median, spread};
use crate::units::{count, time};
use std::fmt::Write as _;

/// A table for each axis: a row for each step and size, a column for each backend.
pub(crate) fn markdown(growth: &Growth) -> String {
    let mut out = String::new();
    let stages = growth.stages();
    for axis in Axis::ALL {
        let lines = || growth.lines.iter().filter(|line| line.axis == axis);
        let mut sizes: Vec<u64> = lines().flat_map(|line| line.points.iter().map(|point| point.size)).collect();
        sizes.sort_unstable();
        sizes.dedup();
        if sizes.is_empty() {
            continue;
        }
        // Writing to a String does not fail.
        let _ = write!(out, "### By the {}\n\n![{0}](growth-{}.svg)\n\n| step | {0} |", axis.title(), axis.name());
        let titles: Vec<&str> = stages.iter().map(|stage| stage.title()).collect();
        let _ = writeln!(out, " {} |\n|---|--:|{}", titles.join(" | "), "--:|".repeat(stages.len()));
        for step in axis.steps() {
            for size in &sizes {
                let cells = stages.iter().map(|stage| {
                    let line = growth.find(*stage, axis, *step);
                    let point = line.and_then(|line| line.points.iter().find(|point| point.size == *size));
                    point.map(|point| cell(&point.seconds)).unwrap_or_default()
                });
                let cells: Vec<String> = cells.collect();
                let _ = writeln!(out, "| {} | {} | {} |", step.title(), count(*size as f64), cells.join(" | "));
            }
        }
        out.push('\n');
    }
    for Part { name, load, quick, seconds } in &growth.parts {
        let quick = if *quick { ", small sizes" } else { "" };
        let _ = writeln!(out, "- {name}: {seconds:.0} s, load {load} at the start{quick}");
    }
    out
}

fn cell(seconds: &[f64]) -> String {
    match seconds {
        [once] => time(*once),
        _ => format!("{} ±{:.0}%", time(median(seconds)), spread(seconds)),
    }
}
