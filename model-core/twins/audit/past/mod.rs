// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    non_snake_case,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

use crate::operation::run::twin::RunOn;
impl<M: Model + Send + Sync> AsOf<M> {
    #[doc(hidden)]
    pub fn load_async<Conn: Send>(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Option<Past<M>>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: crate::audit::past::twin::Recalls<Conn, M>>,
    {
        async move { self.perform(conn).await }
    }
}

impl<Conn: Send, M: Model + Send + Sync> crate::operation::run::twin::RunOn<Conn> for AsOf<M>
where
    Conn: crate::sql::driver::Driver<Backend: crate::audit::past::twin::Recalls<Conn, M>>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Option<Past<M>>>> + Send {
        async move {
            loop {
                let history = History::<M>::new(&self.key).load_async(conn).await?;
                let Some(traced) = TracedColumns::of_history(&history, self.instant)? else { return Ok(None) };
                let from_row = traced.needs_row();
                let unknown = traced.unknown();
                let source = if traced.gone { Source::Nowhere } else { Source::Row(self.key.clone()) };
                if let (true, Source::Nowhere) = (from_row, &source) {
                    return Err(traced.refusal());
                }
                let row = crate::audit::past::twin::recall(conn, source, traced.cells).await?;
                if from_row && History::<M>::new(&self.key).load_async(conn).await?.len() != history.len() {
                    continue;
                }
                return Ok(row.map(|row| Past { row, unknown }));
            }
        }
    }
}

#[diagnostic::on_unimplemented(
    message = "old values of `{M}` cannot be read over this connection",
    label = "`{Self}` cannot read every field of `{M}`"
)]
pub trait Recalls<Conn, M: Model>: Dialect {
    fn recall(
        conn: &mut Conn,
        recollection: Recollection<M>,
    ) -> impl ::std::future::Future<Output = Result<Option<M>>> + Send;
}

pub(crate) fn recall<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    source: Source<M::Key>,
    cells: Vec<Option<Cell>>,
) -> impl ::std::future::Future<Output = Result<Option<M>>> + Send
where
    M: Model,
    Conn: crate::sql::driver::Driver<Backend: crate::audit::past::twin::Recalls<Conn, M>>,
{
    async move {
        let recollection = Recollection {
            source,
            #[cfg(feature = "postgres")]
            traced: pg::traced(M::META, &cells),
            #[cfg(any(feature = "sqlite", feature = "mysql"))]
            cells,
        };
        <Conn::Backend as crate::audit::past::twin::Recalls<Conn, M>>::recall(conn, recollection).await
    }
}
