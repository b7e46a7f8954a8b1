//! Limits for the instructions of the library's side, which are stored in the repository.
//!
//! Times depend on what else the machine does; instructions under valgrind do not. They do depend on the compilers, of
//! Rust and of C (SQLite is compiled with the bench), so the file says with which ones they were counted.

use crate::callgrind;
use crate::case::Case;
use crate::machine;
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A case of each kind: reads, single writes with a trail and without, and writes of many rows.
const CASES: [Case; 10] = [
    Case::CreateMany,
    Case::BulkDeleteAudited,
    Case::Find,
    Case::List,
    Case::Create,
    Case::CreateAudited,
    Case::Patch,
    Case::PatchAudited,
    Case::BulkRestore,
    Case::Parents,
];

/// By how much a count may exceed its limit. The seeds of hash maps and the digits of instants make counts of one
/// build differ by less than a third of this.
const TOLERANCE: f64 = 0.015;

/// The stored counts.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Limits {
    /// The compilers that the counted program was made with.
    compilers: String,
    /// Instructions of one operation, by case.
    instructions: BTreeMap<String, u64>,
}

/// Counts, prints a table, and fails if a count is above its limit; or stores the counts as the new limits.
pub(crate) fn regress(path: &Path, bless: bool) -> Result<()> {
    let counted = callgrind::of_the_library(&CASES)?;
    let counted: Vec<(Case, f64)> = CASES.into_iter().zip(counted).collect();
    let compilers = machine::compilers();
    if bless {
        let instructions = counted.iter().map(|(case, count)| (case.key(), count.round() as u64)).collect();
        let limits = Limits { compilers, instructions };
        let text = serde_json::to_string_pretty(&limits)? + "\n";
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
        println!("== new limits: {}", path.display());
        return Ok(());
    }
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let limits: Limits = serde_json::from_str(&text).with_context(|| format!("cannot read {}", path.display()))?;
    let (table, above) = compare(&counted, &limits);
    println!("{table}");
    if above.is_empty() {
        return Ok(());
    }
    if compilers != limits.compilers {
        println!(
            "== the limits were counted with {}, and this program was made with {compilers}: count the commit before \
             the change with the same compilers too, with `--bless`",
            limits.compilers
        );
    }
    bail!("more instructions than the limits allow: {}", above.join(", "))
}

/// The table, and the cases that are above their limits.
fn compare(counted: &[(Case, f64)], limits: &Limits) -> (String, Vec<&'static str>) {
    let mut table = format!("{:<36} {:>14} {:>14} {:>8}", "instructions of one operation", "limit", "counted", "");
    let mut above = Vec::new();
    for (case, count) in counted {
        let Some(limit) = limits.instructions.get(&case.key()) else {
            table.push_str(&format!("\n{:<36} {:>14} {count:>14.0} {:>8}", case.short(), "none", "new"));
            above.push(case.short());
            continue;
        };
        let change = count / *limit as f64 - 1.0;
        let verdict = match change {
            change if change > TOLERANCE => {
                above.push(case.short());
                "  above"
            }
            change if change < -TOLERANCE => "  below: `--bless` makes it the limit",
            _ => "",
        };
        let row = format!("\n{:<36} {limit:>14} {count:>14.0} {:>+7.2}%{verdict}", case.short(), change * 100.0);
        table.push_str(&row);
    }
    (table, above)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(limit: u64) -> Limits {
        Limits { compilers: String::new(), instructions: [(Case::Find.key(), limit)].into() }
    }

    #[test]
    fn a_count_within_the_tolerance_passes() {
        let (table, above) = compare(&[(Case::Find, 1_014.0)], &limits(1_000));
        assert!(above.is_empty() && table.contains("+1.40%"), "{table}");
    }

    #[test]
    fn a_count_above_it_fails() {
        let (table, above) = compare(&[(Case::Find, 1_016.0)], &limits(1_000));
        assert_eq!(above, [Case::Find.short()]);
        assert!(table.contains("+1.60%  above"), "{table}");
    }

    #[test]
    fn a_count_below_it_asks_for_a_lower_limit() {
        let (table, above) = compare(&[(Case::Find, 900.0)], &limits(1_000));
        assert!(above.is_empty() && table.contains("--bless"), "{table}");
    }

    #[test]
    fn a_case_without_a_limit_fails() {
        assert_eq!(compare(&[(Case::List, 1.0)], &limits(1_000)).1, [Case::List.short()]);
    }
}
