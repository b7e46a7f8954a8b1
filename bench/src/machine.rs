//! What it was measured on.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs;
use std::process::Command;

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Machine {
    cpu: String,
    cores: usize,
    system: String,
    rustc: String,
}

impl Machine {
    pub(crate) fn here() -> Self {
        let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let field = |line: &str| line.split_once(':').map(|(_, value)| value.trim().to_owned());
        Self {
            cpu: info.lines().find(|line| line.starts_with("model name")).and_then(field).unwrap_or_default(),
            // Those of the machine: this process may be kept on one of them.
            cores: info.lines().filter(|line| line.starts_with("processor")).count(),
            system: said("uname", &["-sr"]),
            rustc: said("rustc", &["--version"]),
        }
    }
}

/// How many programs wanted to run, on average over the last minute.
pub(crate) fn load() -> String {
    fs::read_to_string("/proc/loadavg").unwrap_or_default().split(' ').next().unwrap_or("").to_owned()
}

/// The compilers of Rust and C, and what they compile for: what the number of instructions depends on.
pub(crate) fn compilers() -> String {
    let cc = said("cc", &["--version"]).lines().next().unwrap_or_default().to_owned();
    format!("{}, {cc}, {}", said("rustc", &["--version"]), std::env::consts::ARCH)
}

fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cpu, cores, system, rustc } = self;
        write!(f, "{cpu}, {cores} cores, {system}, {rustc}")
    }
}
