//! Programs that must be installed for a run that was requested by name.

use anyhow::{Result, bail};

use crate::part::{self, Part};
use crate::{apt, interrupt};

/// Installs missing programs where that is possible and allowed. A backend that was requested by name is never skipped.
pub(crate) fn all(parts: &[Part], forbidden: bool) -> Result<()> {
    let missing = || -> Vec<Part> { parts.iter().copied().filter(|part| !part.is_present()).collect() };
    let lacking = missing();
    if !lacking.is_empty()
        && !forbidden
        && apt::is_usable()
        && let Err(error) = apt::install(&part::packages(&lacking))
    {
        interrupt::check()?;
        eprintln!("xtask: {error:#}");
    }
    let lacking = missing();
    if lacking.is_empty() {
        return Ok(());
    }
    let labels: Vec<_> = lacking.iter().map(|part| part.label()).collect();
    bail!("{} not found; on Debian: apt-get install {}", labels.join(" and "), part::packages(&lacking).join(" "))
}
