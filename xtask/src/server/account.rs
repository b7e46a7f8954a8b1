//! The user as whom a server runs.

use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

use anyhow::{Context, Result};

use crate::part::output;

/// An unprivileged user. Database servers refuse to run as root, or should.
#[derive(Debug)]
pub(crate) struct Account {
    uid: u32,
    gid: u32,
}

impl Account {
    /// The first of the candidates that exists, else `nobody`; `None` when we are not root and run as ourselves.
    pub(crate) fn unprivileged(candidates: &[&str]) -> Result<Option<Self>> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        let found = candidates.iter().chain(&["nobody"]).find_map(|name| Self::named(name));
        found.map(Some).context("there is no unprivileged user to run the server as")
    }

    fn named(name: &str) -> Option<Self> {
        // `id` also knows the users that are not in /etc/passwd.
        let uid = output("id", &["-u", name])?.parse().ok()?;
        let gid = output("id", &["-g", name])?.parse().ok()?;
        Some(Self { uid, gid })
    }

    /// Makes the command run as this user.
    ///
    /// Unlike `runuser` or `su` there is no process in between: the child is the server, and its signals reach it.
    pub(crate) fn apply(&self, command: &mut Command) {
        command.uid(self.uid).gid(self.gid);
    }

    /// Gives a path to this user.
    pub(crate) fn own(&self, path: &Path) -> io::Result<()> {
        chown(path, Some(self.uid), Some(self.gid))
    }
}

/// Whether any user can pass through the directory.
pub(crate) fn is_traversable(dir: &Path) -> bool {
    dir.ancestors().all(|dir| fs::metadata(dir).is_ok_and(|metadata| metadata.permissions().mode() & 0o001 != 0))
}

/// Lets any user pass through the directory, but not look around in it.
pub(crate) fn make_traversable(dir: &Path) -> io::Result<()> {
    fs::set_permissions(dir, Permissions::from_mode(0o711))
}
