//! Where the audit trail contradicts itself or the tables.

use super::Names;
use crate::text::fit;
use model_core::audit::{Discrepancy, DiscrepancyKind};
use std::io::{self, Write};

/// Prints discrepancies, one on a line: the model, the row, and what is wrong with it.
///
/// # Errors
/// The output cannot be written.
pub fn discrepancies(out: &mut dyn Write, found: &[(&'static str, Discrepancy)], names: &Names) -> io::Result<()> {
    for (model, Discrepancy { object_id, kind }) in found {
        // Each value is cut on its own, so that both remain visible.
        let value = |value| names.value(value, 40);
        let problem = match kind {
            DiscrepancyKind::Gap { entry, field, ended, starts } => {
                let (starts, ended) = (value(starts), value(ended));
                format!("entry #{entry} says that {field} was `{starts}`, but the entry before it left `{ended}`")
            }
            DiscrepancyKind::Differs { field, recorded, found } => {
                format!("{field} is `{}` in the table, but `{}` in the trail", value(found), value(recorded))
            }
            DiscrepancyKind::OutOfOrder { entry } => format!("entry #{entry} cannot follow the entries before it"),
            DiscrepancyKind::MissingHistory => "the table has this row, but the trail does not".to_owned(),
            DiscrepancyKind::Vanished => "the trail has this row, but the table does not".to_owned(),
            DiscrepancyKind::Returned => {
                "the trail says that this row was removed, but the table still has it".to_owned()
            }
            other => fit(&format!("{other:?}"), 120),
        };
        writeln!(out, "{model} {}: {problem}", fit(object_id, 80))?;
    }
    Ok(())
}
