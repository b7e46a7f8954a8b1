//! Child processes that never outlive this one.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, kill_process_group, waitid};

use crate::{children, interrupt};

const POLL: Duration = Duration::from_millis(30);

/// A running child in its own process group. It is stopped when dropped.
///
/// The process group keeps a Ctrl-C of the terminal away from the child: otherwise it would stop a server while tests
/// still use it, in no particular order. In return we have to stop the whole group.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    stop_signal: Signal,
}

impl Running {
    /// Starts the command. `stop_signal` asks it to stop; it has ten seconds to do so.
    pub(crate) fn start(command: &mut Command, stop_signal: Signal) -> Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        Ok(Self { child, stop_signal })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The exit status, when it has ended.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Kills it and the processes that it has started, which may have left its group, all at once.
    pub(crate) fn kill(mut self) -> Result<()> {
        let pid = Pid::from_child(&self.child);
        // Once it has stopped it starts no more, and does not see its children go.
        kill_process(pid, Signal::STOP)?;
        waitid(WaitId::Pid(pid), WaitIdOptions::STOPPED | WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)?;
        let children = children::of(pid)?;
        for process in children.iter().chain([&pid]) {
            // An error here means that it has ended by itself.
            let _ = kill_process(*process, Signal::KILL);
        }
        self.child.wait()?;
        while children.iter().any(|child| children::is_running(*child)) {
            interrupt::check()?;
            thread::sleep(POLL);
        }
        Ok(())
    }

    fn ended_within(&mut self, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        loop {
            match self.child.try_wait() {
                Ok(None) if Instant::now() < deadline => thread::sleep(POLL),
                Ok(None) => return false,
                Ok(Some(_)) | Err(_) => return true,
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(None)) {
            return;
        }
        let group = Pid::from_child(&self.child);
        // An error here means that the group has no processes left, which is what we want.
        let _ = kill_process_group(group, self.stop_signal);
        if !self.ended_within(Duration::from_secs(10)) {
            let _ = kill_process_group(group, Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

/// Runs the command to its end, or stops it when this process is interrupted.
pub(crate) fn run(command: &mut Command) -> Result<ExitStatus> {
    interrupt::check()?;
    let mut running = Running::start(command, Signal::TERM)?;
    loop {
        if let Some(status) = running.ended()? {
            return Ok(status);
        }
        interrupt::check()?;
        thread::sleep(POLL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        shell
    }

    #[test]
    fn the_status_comes_back() {
        assert!(run(&mut shell("true")).unwrap().success());
        assert_eq!(run(&mut shell("exit 7")).unwrap().code(), Some(7));
    }

    #[test]
    fn a_killed_child_takes_its_own_children_along_from_other_groups_too() {
        let running = Running::start(&mut shell("set -m; sleep 600 & sleep 600 & wait"), Signal::TERM).unwrap();
        let pid = Pid::from_child(&running.child);
        let deadline = Instant::now() + Duration::from_secs(10);
        while children::of(pid).unwrap().len() < 2 {
            assert!(Instant::now() < deadline, "the shell starts two children");
            thread::sleep(POLL);
        }
        let children = children::of(pid).unwrap();
        running.kill().unwrap();
        assert!(!children.iter().any(|child| children::is_running(*child)));
    }

    #[test]
    fn a_dropped_child_is_gone_with_its_own_children() {
        let running = Running::start(&mut shell("sleep 600 & wait"), Signal::TERM).unwrap();
        let group = Pid::from_child(&running.child);
        drop(running);
        // The grandchild is reaped by init, which may take a moment.
        let deadline = Instant::now() + Duration::from_secs(10);
        while rustix::process::test_kill_process_group(group).is_ok() {
            assert!(Instant::now() < deadline, "the process group is still there");
            thread::sleep(POLL);
        }
    }
}
