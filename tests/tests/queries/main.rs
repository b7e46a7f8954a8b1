//! Counts of statements, the log of queries, and loops of them: `model_core::testing`.
#![forbid(unsafe_code)]

mod counted;
mod masked;
mod repeated;
mod spans;

use std::panic::{AssertUnwindSafe, catch_unwind};

/// The message of the panic that this ends in.
fn panic_of(act: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(act)).expect_err("it has to panic");
    *panic.downcast::<String>().expect("the message is a text")
}
