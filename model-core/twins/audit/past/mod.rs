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
        Self: crate::operation::run::twin::RunOn<Conn, Output = Option<Past<M>>>,
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
            let object_id = self.key.text();
            loop {
                let bound = crate::audit::past::traced::twin::bound(conn, M::META, &object_id, self.moment).await?;
                let Some(mut traced) =
                    crate::audit::past::traced::twin::traced(conn, M::META, &object_id, bound).await?
                else {
                    return Ok(None);
                };
                let source = if traced.gone { Source::Nowhere } else { Source::Row(self.key.clone()) };
                if let (true, Source::Nowhere) = (traced.needs_row(), &source) {
                    return Err(traced.refusal());
                }
                let row = match crate::audit::past::twin::recall(conn, source.clone(), traced.cells.clone()).await {
                    Err(Error::Database(DeserializationError(_))) if !traced.gone => {
                        for misfit in crate::audit::past::twin::misfits(conn, &self.key, &traced.cells).await? {
                            traced.forget(misfit);
                        }
                        crate::audit::past::twin::recall(conn, source, traced.cells.clone()).await?
                    }
                    Err(Error::Database(DeserializationError(error))) => {
                        return Err(match crate::audit::past::twin::last_misfit(conn, &traced.cells).await? {
                            Some(misfit) => unfit(&M::META.fields[misfit]),
                            None => Error::Database(DeserializationError(error)),
                        });
                    }
                    other => other?,
                };
                let (from_row, unknown) = (traced.needs_row(), traced.unknown());
                if from_row && traced.is_outdated_async(conn, &object_id, bound).await? {
                    continue;
                }
                let row = row.filter(|row| match self.moment {
                    Moment::Version(version) => M::Values::version_of(row) == Some(version),
                    Moment::Instant(_) => true,
                });
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
            #[cfg(feature = "postgres")]
            nulls: pg::nulls(&cells),
            #[cfg(any(feature = "sqlite", feature = "mysql"))]
            cells,
        };
        <Conn::Backend as crate::audit::past::twin::Recalls<Conn, M>>::recall(conn, recollection).await
    }
}

pub(crate) fn misfits<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    key: &M::Key,
    cells: &[Option<Cell>],
) -> impl ::std::future::Future<Output = Result<Vec<usize>>> + Send
where
    M: Model,
    Conn: crate::sql::driver::Driver<Backend: crate::audit::past::twin::Recalls<Conn, M>>,
{
    async move {
        let mut found = Vec::new();
        for index in (0..cells.len()).filter(|index| cells[*index].is_some()) {
            let mut alone = vec![None; cells.len()];
            alone[index].clone_from(&cells[index]);
            match crate::audit::past::twin::recall::<_, M>(conn, Source::Row(key.clone()), alone).await {
                Err(Error::Database(DeserializationError(_))) => found.push(index),
                other => drop(other?),
            }
        }
        Ok(found)
    }
}

pub(crate) fn last_misfit<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    cells: &[Option<Cell>],
) -> impl ::std::future::Future<Output = Result<Option<usize>>> + Send
where
    M: Model,
    Conn: crate::sql::driver::Driver<Backend: crate::audit::past::twin::Recalls<Conn, M>>,
{
    async move {
        for index in (0..cells.len()).rev().filter(|index| cells[*index].is_some()) {
            let mut without = cells.to_vec();
            without[index] = Some(Cell::Null);
            match crate::audit::past::twin::recall::<_, M>(conn, Source::Nowhere, without).await {
                Err(Error::Database(DeserializationError(error))) if !error.is::<UnexpectedNullError>() => {}
                Err(Error::Database(DeserializationError(_))) | Ok(_) => return Ok(Some(index)),
                Err(other) => return Err(other),
            }
        }
        Ok(None)
    }
}
