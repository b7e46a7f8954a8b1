//! The temporary directory of a server.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs};

use anyhow::{Context, Result};
use rustix::fs::statvfs;
use tempfile::TempDir;

use super::account::{Account, is_traversable, make_traversable};
use crate::backend::Backend;

/// Waits for a word from us. When its input ends without one we were killed, and it stops the server and removes the
/// directory in our place.
const WATCHDOG: &str = r#"
read -r _ && exit 0
if pid=$(cat "$1/pid"); then
    kill -QUIT "$pid"
    for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" && sleep 1 || break; done
    kill -KILL "$pid"
fi
rm -rf "$1"
"#;

/// A directory with an unguessable name that is removed when dropped, and even when this process is killed.
#[derive(Debug)]
pub(crate) struct Scratch {
    dir: Option<TempDir>,
    path: PathBuf,
    watchdog: Child,
}

impl Scratch {
    pub(crate) fn new(backend: Backend, account: Option<&Account>) -> Result<Self> {
        let prefix = format!("model-{backend}-");
        let dir = tempfile::Builder::new().prefix(&prefix).tempdir_in(parent()).context("cannot create a directory")?;
        let path = dir.path().to_owned();
        let watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(&path)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Out of reach of a signal sent to our whole process group.
            .process_group(0)
            .spawn()
            .context("cannot start a shell")?;
        let scratch = Self { dir: Some(dir), path, watchdog };
        for name in ["data", "run"] {
            let path = scratch.path.join(name);
            fs::create_dir(&path)?;
            if let Some(account) = account {
                account.own(&path)?;
            }
        }
        make_traversable(&scratch.path)?;
        Ok(scratch)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Names the process to stop should we be killed.
    pub(crate) fn guard(&self, pid: u32) -> Result<()> {
        fs::write(self.path.join("pid"), pid.to_string()).context("cannot write the server's pid")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Some(Err(error)) = self.dir.take().map(TempDir::close) {
            eprintln!("xtask: cannot remove {}: {error}", self.path.display());
        }
        // Last, so that being killed up to here still leaves nothing behind.
        if let Some(mut input) = self.watchdog.stdin.take() {
            let _ = input.write_all(b"done\n");
        }
        let _ = self.watchdog.wait();
    }
}

/// Memory that Linux shows as a folder. The tests make a database of their own each, with fifty tables: on a disk they
/// wait for its files most of their time.
const MEMORY: &str = "/dev/shm";

/// What there must be of it: the servers of a cluster take a gigabyte together.
const ROOM: u64 = 4 << 30;

/// Says where to put the directories, for whom memory is too dear, and for the tests that look into it.
const VARIABLE: &str = "MODEL_TEST_SERVERS_DIR";

/// Where to put the directories: memory where there is enough of it, else the system's choice, unless the server's user
/// could not get there or the path of a socket in it would exceed the hundred bytes that the system allows.
fn parent() -> PathBuf {
    if let Some(dir) = env::var_os(VARIABLE) {
        return PathBuf::from(dir);
    }
    let memory = PathBuf::from(MEMORY);
    if is_traversable(&memory) && free(&memory) >= ROOM {
        return memory;
    }
    let dir = env::temp_dir();
    if is_traversable(&dir) && dir.as_os_str().len() <= 60 { dir } else { PathBuf::from("/tmp") }
}

/// The free bytes of the file system that a folder is on.
fn free(dir: &Path) -> u64 {
    statvfs(dir).map_or(0, |system| system.f_bavail * system.f_frsize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_does_not_exist_has_no_room() {
        assert_eq!(free(Path::new("/no/such/folder")), 0);
        assert!(free(&env::temp_dir()) > 0);
    }
}
