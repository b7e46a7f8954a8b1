//! Steps that run while another one waits for its servers.
//!
//! The behaviour tests leave half of a small machine idle: they wait for servers and for each other. The steps that
//! need only the compiler run in that time.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::steps::Step;

/// Cargo holds the lock of the target directory while it looks whether the tests are built. A step that took the lock
/// before would let the tests wait for what it builds.
const HEAD_START: Duration = Duration::from_secs(10);

/// Runs `foreground`, and `steps` in sequence beside it. What the steps print is printed after it.
///
/// A failure on one side lets the other side end the step that it is in, and nothing more.
pub(crate) fn beside(steps: &[Step], foreground: impl FnOnce() -> Result<()>) -> Result<()> {
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let others = scope.spawn(|| {
            if !steps.is_empty() {
                thread::sleep(HEAD_START);
            }
            quietly(steps, &stop)
        });
        let outcome = foreground();
        stop.fetch_or(outcome.is_err(), Ordering::SeqCst);
        let (said, others) = others.join().expect("running a step does not panic");
        print!("{said}");
        outcome.and(others)
    })
}

/// What the steps printed, and the error of the one that failed.
fn quietly(steps: &[Step], stop: &AtomicBool) -> (String, Result<()>) {
    let mut said = String::new();
    for step in steps {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let started = Instant::now();
        let outcome = into_file(step, &mut said);
        said.push_str(&format!("== {}: {} s, beside the tests\n", step.name, started.elapsed().as_secs()));
        if outcome.is_err() {
            return (said, outcome);
        }
    }
    (said, Ok(()))
}

fn into_file(step: &Step, said: &mut String) -> Result<()> {
    let output = tempfile::NamedTempFile::new().context("no place for the output of a step")?;
    let outcome = step.run_into(output.as_file());
    let bytes = fs::read(output.path()).context("the output of a step is gone")?;
    said.push_str(&String::from_utf8_lossy(&bytes));
    outcome
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn what_the_steps_say_comes_with_the_first_failure() {
        let steps =
            [Step::new("one", "--version"), Step::new("two", "no-such-command"), Step::new("three", "--version")];
        let (said, outcome) = quietly(&steps, &AtomicBool::new(false));
        assert!(said.contains("== one: cargo --version\ncargo ") && said.contains("no-such-command"), "{said}");
        assert!(!said.contains("three"), "nothing runs after a failure: {said}");
        assert!(outcome.unwrap_err().to_string().contains("`two` failed"));
    }

    #[test]
    fn a_failure_of_the_tests_is_the_outcome_and_starts_no_other_step() {
        let outcome = beside(&[], || Err(anyhow!("a test failed")));
        assert_eq!(outcome.unwrap_err().to_string(), "a test failed");
        let (said, outcome) = quietly(&[Step::new("one", "--version")], &AtomicBool::new(true));
        assert!(said.is_empty() && outcome.is_ok());
    }
}
