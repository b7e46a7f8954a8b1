//! The table on the terminal.

use super::summary::Summary;
use crate::results::Results;
use crate::units::{count, time};
use comfy_table::{CellAlignment, LineStyle, Table, TableStyle};

/// A line below the heading, and nothing else.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

pub(super) fn all(results: &Results) -> String {
    let mut table = Table::new();
    table.load_style(STYLE);
    table.set_header([
        "where",
        "case",
        "side",
        "median",
        "± %",
        "model-core / it",
        "statements",
        "allocations",
        "instructions",
    ]);
    for case in &results.cases {
        for (place, summary) in Summary::all(case).into_iter().enumerate() {
            let first = |text: &str| if place == 0 { text.to_owned() } else { String::new() };
            let side = summary.side;
            let counted = |number: Option<f64>| number.map(count).unwrap_or_default();
            table.add_row([
                first(case.stage.title()),
                first(case.case.title()),
                side.who.title().to_owned(),
                time(summary.median),
                format!("{:.0}", summary.spread),
                if place == 0 { String::new() } else { format!("{:.2}", summary.ratio) },
                counted(side.statements),
                counted(side.allocations),
                counted(side.instructions),
            ]);
        }
    }
    for column in table.column_iter_mut().skip(3) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let lines: Vec<String> = table.lines().collect();
    format!("{}\n{}", results.machine, lines.join("\n"))
}
