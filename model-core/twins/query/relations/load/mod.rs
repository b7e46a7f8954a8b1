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

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be loaded together with rows of `{M}` over this connection",
    label = "a type in one of the models does not implement what loading needs",
    note = "a parent model needs `Clone`, keys need `Hash` and `Eq`, and every field needs `FromSql` on this backend; \
            rows with a default scope can only be loaded together with rows that have the same scope"
)]
pub trait Loads<M: Model, Conn>: Related<M, Output: Send> {
    fn load_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send;
}

impl<M: Send + Sync, T: Send + Sync, Conn: Send> crate::query::relations::load::twin::Loads<M, Conn> for T
where
    T: Model,
    M: Relates<T, By: crate::query::relations::load::twin::Loads<M, Conn>> + Model,
{
    fn load_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move { M::By::load_for(rows, all, conn).await }
    }
}

impl<M: Send + Sync, T: Send + Sync, Conn: Send> crate::query::relations::load::twin::Loads<M, Conn>
    for IncludingDeleted<T>
where
    M: Model,
    T: crate::query::relations::load::twin::Loads<M, Conn>,
{
    fn load_for(
        rows: &[&M],
        _: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move { T::load_for(rows, true, conn).await }
    }
}

impl<M: Send + Sync, Conn: Send, A: Send + Sync> crate::query::relations::load::twin::Loads<M, Conn> for (A,)
where
    M: Model,
    A: crate::query::relations::load::twin::Loads<M, Conn>,
{
    fn load_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move {
            let mut A = A::load_for(rows, all, conn).await?.into_iter();
            let mut loaded = Vec::with_capacity(rows.len());
            while let (Some(A),) = (A.next(),) {
                loaded.push((A,));
            }
            Ok(loaded)
        }
    }
}

impl<M: Send + Sync, Conn: Send, A: Send + Sync, B: Send + Sync> crate::query::relations::load::twin::Loads<M, Conn>
    for (A, B)
where
    M: Model,
    A: crate::query::relations::load::twin::Loads<M, Conn>,
    B: crate::query::relations::load::twin::Loads<M, Conn>,
{
    fn load_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move {
            let mut A = A::load_for(rows, all, conn).await?.into_iter();
            let mut B = B::load_for(rows, all, conn).await?.into_iter();
            let mut loaded = Vec::with_capacity(rows.len());
            while let (Some(A), Some(B)) = (A.next(), B.next()) {
                loaded.push((A, B));
            }
            Ok(loaded)
        }
    }
}

impl<M: Send + Sync, Conn: Send, A: Send + Sync, B: Send + Sync, C: Send + Sync>
    crate::query::relations::load::twin::Loads<M, Conn> for (A, B, C)
where
    M: Model,
    A: crate::query::relations::load::twin::Loads<M, Conn>,
    B: crate::query::relations::load::twin::Loads<M, Conn>,
    C: crate::query::relations::load::twin::Loads<M, Conn>,
{
    fn load_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move {
            let mut A = A::load_for(rows, all, conn).await?.into_iter();
            let mut B = B::load_for(rows, all, conn).await?.into_iter();
            let mut C = C::load_for(rows, all, conn).await?.into_iter();
            let mut loaded = Vec::with_capacity(rows.len());
            while let (Some(A), Some(B), Some(C)) = (A.next(), B.next(), C.next()) {
                loaded.push((A, B, C));
            }
            Ok(loaded)
        }
    }
}

impl<M: Send + Sync, Conn: Send, A: Send + Sync, B: Send + Sync, C: Send + Sync, D: Send + Sync>
    crate::query::relations::load::twin::Loads<M, Conn> for (A, B, C, D)
where
    M: Model,
    A: crate::query::relations::load::twin::Loads<M, Conn>,
    B: crate::query::relations::load::twin::Loads<M, Conn>,
    C: crate::query::relations::load::twin::Loads<M, Conn>,
    D: crate::query::relations::load::twin::Loads<M, Conn>,
{
    fn load_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move {
            let mut A = A::load_for(rows, all, conn).await?.into_iter();
            let mut B = B::load_for(rows, all, conn).await?.into_iter();
            let mut C = C::load_for(rows, all, conn).await?.into_iter();
            let mut D = D::load_for(rows, all, conn).await?.into_iter();
            let mut loaded = Vec::with_capacity(rows.len());
            while let (Some(A), Some(B), Some(C), Some(D)) = (A.next(), B.next(), C.next(), D.next()) {
                loaded.push((A, B, C, D));
            }
            Ok(loaded)
        }
    }
}

impl<M: Send + Sync, Conn: Send, A: Send + Sync, B: Send + Sync, C: Send + Sync, D: Send + Sync, E: Send + Sync>
    crate::query::relations::load::twin::Loads<M, Conn> for (A, B, C, D, E)
where
    M: Model,
    A: crate::query::relations::load::twin::Loads<M, Conn>,
    B: crate::query::relations::load::twin::Loads<M, Conn>,
    C: crate::query::relations::load::twin::Loads<M, Conn>,
    D: crate::query::relations::load::twin::Loads<M, Conn>,
    E: crate::query::relations::load::twin::Loads<M, Conn>,
{
    fn load_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move {
            let mut A = A::load_for(rows, all, conn).await?.into_iter();
            let mut B = B::load_for(rows, all, conn).await?.into_iter();
            let mut C = C::load_for(rows, all, conn).await?.into_iter();
            let mut D = D::load_for(rows, all, conn).await?.into_iter();
            let mut E = E::load_for(rows, all, conn).await?.into_iter();
            let mut loaded = Vec::with_capacity(rows.len());
            while let (Some(A), Some(B), Some(C), Some(D), Some(E)) = (A.next(), B.next(), C.next(), D.next(), E.next())
            {
                loaded.push((A, B, C, D, E));
            }
            Ok(loaded)
        }
    }
}

impl<
    M: Send + Sync,
    Conn: Send,
    A: Send + Sync,
    B: Send + Sync,
    C: Send + Sync,
    D: Send + Sync,
    E: Send + Sync,
    F: Send + Sync,
> crate::query::relations::load::twin::Loads<M, Conn> for (A, B, C, D, E, F)
where
    M: Model,
    A: crate::query::relations::load::twin::Loads<M, Conn>,
    B: crate::query::relations::load::twin::Loads<M, Conn>,
    C: crate::query::relations::load::twin::Loads<M, Conn>,
    D: crate::query::relations::load::twin::Loads<M, Conn>,
    E: crate::query::relations::load::twin::Loads<M, Conn>,
    F: crate::query::relations::load::twin::Loads<M, Conn>,
{
    fn load_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Self::Output>>> + Send {
        async move {
            let mut A = A::load_for(rows, all, conn).await?.into_iter();
            let mut B = B::load_for(rows, all, conn).await?.into_iter();
            let mut C = C::load_for(rows, all, conn).await?.into_iter();
            let mut D = D::load_for(rows, all, conn).await?.into_iter();
            let mut E = E::load_for(rows, all, conn).await?.into_iter();
            let mut F = F::load_for(rows, all, conn).await?.into_iter();
            let mut loaded = Vec::with_capacity(rows.len());
            while let (Some(A), Some(B), Some(C), Some(D), Some(E), Some(F)) =
                (A.next(), B.next(), C.next(), D.next(), E.next(), F.next())
            {
                loaded.push((A, B, C, D, E, F));
            }
            Ok(loaded)
        }
    }
}
