//! The time and memory of a command and its child processes.

use anyhow::{Context, Result, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use serde::{Deserialize, Serialize};
use std::process::Command;
use std::time::Instant;

/// Processor time in user mode and time on the clock, in seconds, and the memory of the largest process, in MiB.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Usage {
    pub(crate) user: f64,
    pub(crate) clock: f64,
    pub(crate) memory: f64,
}

impl Usage {
    /// Runs a command in a process of its own, because the system adds up all children that a process has waited for.
    pub(super) fn of(command: &[String]) -> Result<Self> {
        let mut between = Command::new(std::env::current_exe()?);
        let output = between.arg("usage").arg("--").args(command).output().context("cannot start")?;
        ensure!(output.status.success(), "{command:?} failed: {}", String::from_utf8_lossy(&output.stderr));
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

/// Runs a command, and prints its usage as JSON.
pub(crate) fn print_usage(command: &[String]) -> Result<()> {
    let (program, arguments) = command.split_first().context("no command")?;
    let start = Instant::now();
    let status = Command::new(program).args(arguments).status().with_context(|| format!("cannot start {program}"))?;
    ensure!(status.success(), "{program} failed");
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let user = usage.user_time().num_microseconds() as f64 / 1e6;
    let used = Usage { user, clock: start.elapsed().as_secs_f64(), memory: usage.max_rss() as f64 / 1024.0 };
    println!("{}", serde_json::to_string(&used)?);
    Ok(())
}
