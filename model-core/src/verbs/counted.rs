//! Writes of many rows that count them instead of reading them back.

use crate::meta::error::Result;
use crate::operation::run::{Ready, Run, RunOn};

/// Many new rows, which are counted when they are written, and not read back.
#[must_use = "a write does nothing until `.run(conn)`"]
#[allow(missing_debug_implementations)]
pub struct Counted<Write>(pub(crate) Write);

/// Writes all rows, and returns their number.
///
/// # Errors
/// As for `execute`; none of the rows is written.
impl<Write> Run for Counted<Write> {
    type Output = usize;
}

impl<Write: Ready> Ready for Counted<Write> {}

impl<Conn, Write: ExecuteOn<Conn>> RunOn<Conn> for Counted<Write> {
    fn perform(self, conn: &mut Conn) -> Result<usize> {
        self.0.execute_on(conn)
    }
}

/// A write of many rows that can count them instead of reading them back.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot run over the connection `{Conn}`",
    label = "this does not run over this connection"
)]
pub trait ExecuteOn<Conn> {
    /// Writes all rows, and returns their number.
    ///
    /// # Errors
    /// As for `run`.
    #[doc(hidden)]
    fn execute_on(self, conn: &mut Conn) -> Result<usize>;
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/counted.rs"]
pub(crate) mod twin;
