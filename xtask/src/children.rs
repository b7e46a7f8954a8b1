//! The processes that another has started.

use std::fs;

use anyhow::{Context, Result};
use rustix::process::Pid;

/// The processes that were started by this one and are still there.
pub(crate) fn of(parent: Pid) -> Result<Vec<Pid>> {
    let entries = fs::read_dir("/proc").context("the children of a process are found in /proc")?;
    let pids = entries.flatten().filter_map(|entry| Pid::from_raw(entry.file_name().to_str()?.parse().ok()?));
    Ok(pids.filter(|pid| Stat::read(*pid).is_some_and(|stat| stat.parent == parent.as_raw_nonzero().get())).collect())
}

/// Whether it has not ended yet; one that nobody has waited for has.
pub(crate) fn is_running(pid: Pid) -> bool {
    Stat::read(pid).is_some_and(|stat| !["Z", "X"].contains(&&*stat.state))
}

struct Stat {
    state: String,
    parent: i32,
}

impl Stat {
    fn read(pid: Pid) -> Option<Self> {
        Self::parse(&fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?)
    }

    /// `7 (name) S 1 ..`, where the name may be anything.
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.rsplit_once(')')?.1.split_whitespace();
        Some(Self { state: words.next()?.to_owned(), parent: words.next()?.parse().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_look_like_the_rest_of_the_line() {
        let stat = Stat::parse("7 (a) R 9) S 1 7 7 0").unwrap();
        assert_eq!((&*stat.state, stat.parent), ("S", 1));
    }
}
