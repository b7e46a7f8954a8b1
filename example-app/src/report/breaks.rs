//! What does not fit in the audit trail.

use super::{Who, fit};
use model_core::audit::{Break, BreakKind};
use std::io::{self, Write};

/// Prints breaks, one on a line: the model, the row, and what is wrong with it.
///
/// # Errors
/// The output cannot be written.
pub fn breaks(out: &mut dyn Write, breaks: &[(&'static str, Break)], who: &Who) -> io::Result<()> {
    for (model, Break { object_id, kind }) in breaks {
        // Long values are cut one by one, so that both of them are seen.
        let value = |value| who.value(value, 40);
        let what = match kind {
            BreakKind::Gap { entry, field, ended, starts } => {
                let (starts, ended) = (value(starts), value(ended));
                format!("entry #{entry} starts with {field} `{starts}`, and the one before ended with `{ended}`")
            }
            BreakKind::Differs { field, told, found } => {
                format!("{field} is `{}`, and the trail ends with `{}`", value(found), value(told))
            }
            BreakKind::OutOfOrder { entry } => format!("entry #{entry} does not fit what happened before it"),
            BreakKind::Untold => "the row is not in the trail".to_owned(),
            BreakKind::Vanished => "the trail has the row, and the table does not".to_owned(),
            BreakKind::Returned => "the trail says that the row was removed, and it is there".to_owned(),
            other => fit(&format!("{other:?}"), 120),
        };
        writeln!(out, "{model} {}: {what}", fit(object_id, 80))?;
    }
    Ok(())
}
