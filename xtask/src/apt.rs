//! Installing packages on Debian and its relatives.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};

use crate::command;
use crate::part::find_program;

/// Whether packages can be installed here without asking anyone.
pub(crate) fn is_usable() -> bool {
    rustix::process::geteuid().is_root()
        && Path::new("/etc/debian_version").exists()
        && find_program("apt-get").is_some()
}

/// Installs the packages.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    // Stale package lists may still do, so a failing update is not the end; the install says what is wrong.
    let update = run(&["update"])?;
    if !update {
        eprintln!("xtask: `apt-get update` failed; trying to install all the same");
    }
    let arguments = ["install", "--yes", "--no-install-recommends"];
    let arguments: Vec<_> = arguments.iter().chain(packages).copied().collect();
    ensure!(run(&arguments)?, "`apt-get {}` failed", arguments.join(" "));
    Ok(())
}

fn run(arguments: &[&str]) -> Result<bool> {
    println!("== apt-get {}", arguments.join(" "));
    let mut apt = Command::new("apt-get");
    apt.args(["-q", "-o", "DPkg::Lock::Timeout=120"]);
    apt.args(["-o", "Dpkg::Use-Pty=0", "-o", "Dpkg::Options::=--force-confold"]);
    apt.args(arguments);
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    // Outside the runlevels of normal operation invoke-rc.d does not start the packages' own servers.
    apt.env("RUNLEVEL", "1");
    Ok(command::run(&mut apt)?.success())
}
