//! Pins the measured processes to one core.

/// Keeps this thread, and every process that it starts, on one core as long as it lives.
///
/// A round trip between two cores is mostly the wait until a sleeping one wakes up, which says nothing about either
/// program and differs from turn to turn.
#[derive(Debug)]
pub(crate) struct OneCore {
    #[cfg(target_os = "linux")]
    before: rustix::thread::CpuSet,
}

#[cfg(target_os = "linux")]
impl OneCore {
    /// Moves to the last core, because the first one also serves the devices; `None`, and a line that says so, where
    /// that is not allowed.
    pub(crate) fn take() -> Option<Self> {
        use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

        let move_to_last = || {
            let before = sched_getaffinity(None)?;
            let mut one = CpuSet::new();
            one.set((0..CpuSet::MAX_CPU).rfind(|core| before.is_set(*core)).unwrap_or_default());
            sched_setaffinity(None, &one)?;
            rustix::io::Result::Ok(Self { before })
        };
        move_to_last()
            .inspect_err(|error| eprintln!("xtask: client and server cannot be kept on one core: {error}"))
            .ok()
    }
}

#[cfg(target_os = "linux")]
impl Drop for OneCore {
    fn drop(&mut self) {
        // These cores were allowed before, so they are now.
        let _ = rustix::thread::sched_setaffinity(None, &self.before);
    }
}

#[cfg(not(target_os = "linux"))]
impl OneCore {
    /// Nothing: only Linux lets a program choose its core. A line says so.
    pub(crate) fn take() -> Option<Self> {
        eprintln!("xtask: client and server run on any core: only Linux lets a program choose one");
        None
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::thread::available_parallelism;

    use super::*;

    #[test]
    fn the_other_cores_are_back_afterwards() {
        let before = available_parallelism().unwrap();
        let one = OneCore::take().expect("a thread may give up cores");
        assert_eq!(available_parallelism().unwrap().get(), 1);
        drop(one);
        assert_eq!(available_parallelism().unwrap(), before);
    }
}
