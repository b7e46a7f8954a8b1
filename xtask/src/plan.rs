//! Which backends this run uses, which it skips, and why.

use anyhow::{Result, bail};

use crate::backend::Backend;
use crate::cli::Selection;
use crate::part::{self, Part};
use crate::{apt, interrupt};

#[derive(Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) chosen: Vec<Backend>,
    pub(crate) skipped: Vec<Skipped>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Skipped {
    pub(crate) backend: Backend,
    pub(crate) reason: String,
}

impl Plan {
    /// Looks at the machine, installs missing programs where that is possible and allowed, and decides.
    pub(crate) fn make(selection: &Selection) -> Result<Self> {
        let is_missing = |part: &Part| !part.is_present();
        let needed = selection.wanted().into_iter().flat_map(Backend::parts).copied();
        let missing: Vec<Part> = needed.filter(is_missing).collect();
        if missing.is_empty() || selection.no_install || !apt::is_usable() {
            return Self::decide(selection, &missing);
        }
        if let Err(error) = apt::install(&part::packages(&missing)) {
            // A program that could not be installed is reported with the backend that needs it.
            interrupt::check()?;
            eprintln!("xtask: {error:#}");
        }
        let missing: Vec<Part> = missing.into_iter().filter(is_missing).collect();
        Self::decide(selection, &missing)
    }

    fn decide(selection: &Selection, missing: &[Part]) -> Result<Self> {
        let mut plan = Self { chosen: Vec::new(), skipped: Vec::new() };
        for backend in selection.wanted() {
            match lacking(backend, missing) {
                None => plan.chosen.push(backend),
                Some(reason) => plan.skipped.push(Skipped { backend, reason }),
            }
        }
        if !plan.skipped.is_empty() && (selection.require_all || selection.is_explicit()) {
            let lines: Vec<_> =
                plan.skipped.iter().map(|s| format!("{} is not available: {}", s.backend, s.reason)).collect();
            bail!("{}", lines.join("\n       "));
        }
        Ok(plan)
    }
}

/// Why a backend cannot run, with the way to change that.
fn lacking(backend: Backend, missing: &[Part]) -> Option<String> {
    let lacking: Vec<Part> = backend.parts().iter().filter(|part| missing.contains(part)).copied().collect();
    if lacking.is_empty() {
        return None;
    }
    let labels: Vec<_> = lacking.iter().map(|part| part.label()).collect();
    let packages = part::packages(&lacking).join(" ");
    Some(format!("{} not found; on Debian: apt-get install {packages}", labels.join(" and ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selection(backends: &[Backend], require_all: bool) -> Selection {
        Selection { backends: backends.to_vec(), require_all, ..Selection::default() }
    }

    #[test]
    fn everything_installed_runs() {
        let plan = Plan::decide(&selection(&[], true), &[]).unwrap();
        assert_eq!(plan.chosen, Backend::ALL);
        assert!(plan.skipped.is_empty());
    }

    #[test]
    fn a_missing_backend_is_skipped_with_the_packages_it_lacks() {
        let plan = Plan::decide(&selection(&[], false), &[Part::PostgresServer, Part::MysqlClient]).unwrap();
        assert_eq!(plan.chosen, [Backend::Sqlite]);
        assert_eq!(plan.skipped[0].backend, Backend::Postgres);
        assert!(plan.skipped[0].reason.ends_with("apt-get install postgresql"), "{:?}", plan.skipped);
        assert!(plan.skipped[1].reason.ends_with("apt-get install libmariadb-dev pkg-config"), "{:?}", plan.skipped);
    }

    #[test]
    fn a_skip_is_an_error_when_all_are_required_or_the_backend_was_named() {
        let missing = [Part::MysqlServer];
        let error = Plan::decide(&selection(&[], true), &missing).unwrap_err().to_string();
        assert!(error.starts_with("mysql is not available"), "{error}");
        assert!(Plan::decide(&selection(&[Backend::Mysql], false), &missing).is_err());
        assert!(Plan::decide(&selection(&[Backend::Postgres], false), &missing).is_ok());
    }
}
