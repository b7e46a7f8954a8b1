//! `.preview(conn)`, as a method of a trait that the prelude has.

use crate::effects::impact::Impact;
use crate::meta::error::Result;
use crate::operation::run::Ready;

/// A deletion or a restoration that can say what it would do.
pub trait Preview: Sized {
    /// Returns what `run` would delete, and deletes nothing: the rows, and a tree of the rows that belong to them, with
    /// counts. It runs the deletion in a transaction and rolls it back, so the answer is exact, and costs what the
    /// deletion costs. [`counting_to`](crate::verbs::CountingTo) before it makes it a matter of a few SELECTs.
    ///
    /// # Errors
    /// As for `run`.
    #[inline(always)]
    fn preview<Conn>(self, conn: &mut Conn) -> Result<Impact>
    where
        Self: Ready + PreviewOn<Conn>,
    {
        #[cfg(feature = "tracing")]
        return crate::meta::observe::verb::<Self, _>(|| self.rehearse(conn));
        #[cfg(not(feature = "tracing"))]
        self.rehearse(conn)
    }
}

/// What has a preview over this kind of connection.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot run over the connection `{Conn}`",
    label = "this does not run over this connection",
    note = "only reads run over a `Replica`, and a preview is a write that is rolled back: call `.counting_to(..)` \
            first, so that it only counts"
)]
pub trait PreviewOn<Conn>: Preview {
    /// See [`Preview::preview`].
    ///
    /// # Errors
    /// As for [`Preview::preview`].
    #[doc(hidden)]
    fn rehearse(self, conn: &mut Conn) -> Result<Impact>;
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/preview.rs"]
pub(crate) mod twin;
