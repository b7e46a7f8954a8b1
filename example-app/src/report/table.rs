//! Tables.

use comfy_table::{LineStyle, Table, TableStyle};
use std::io::{self, Write};

/// A line below the heading and no borders, which a narrow terminal would wrap.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// Prints rows below a heading, or `(none)`.
///
/// # Errors
/// The output cannot be written.
pub fn table<const N: usize>(out: &mut dyn Write, heading: [&str; N], rows: Vec<[String; N]>) -> io::Result<()> {
    if rows.is_empty() {
        return writeln!(out, "  (none)");
    }
    let mut table = Table::new();
    table.load_style(STYLE).set_header(heading);
    table.add_rows(rows);
    // The width of the terminal plays no part: the cells are cut already, and a pipe gets the same output.
    table.lines().try_for_each(|line| writeln!(out, "{}", line.trim_end()))
}
