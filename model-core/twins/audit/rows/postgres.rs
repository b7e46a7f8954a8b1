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

impl<Conn: Send, M: Send + Sync> crate::audit::verify::twin::Verifies<Conn, M> for Pg
where
    Conn: crate::sql::driver::Driver<Backend = Pg>,
    M: ModelOn<Pg>,
{
    fn rows(
        conn: &mut Conn,
        part: &Part<M>,
    ) -> impl ::std::future::Future<Output = Result<(Vec<Found>, Option<M::Key>)>> + Send {
        async move {
            let part = crate::audit::part::twin::bounded(conn, part).await?;
            let rows: Vec<JsonRow> = crate::sql::driver::load(conn, Rows(&part)).await?;
            Ok((rows.into_iter().map(|JsonRow(object_id, values)| (object_id, values)).collect(), part.end().cloned()))
        }
    }
    fn gone(
        conn: &mut Conn,
        after: Option<&str>,
        limit: usize,
    ) -> impl ::std::future::Future<Output = Result<Vec<String>>> + Send {
        async move {
            let gone: Vec<ObjectId> =
                crate::sql::driver::load(conn, Gone::<M> { after, limit, model: PhantomData }).await?;
            Ok(gone.into_iter().map(|ObjectId(id)| id).collect())
        }
    }
}
