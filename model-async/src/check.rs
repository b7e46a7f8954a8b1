//! The comparison of models with a database.

use crate::backend::{AsyncBackend, Connect};
use crate::connection::Connection;
use crate::run::BackendOf;
use diesel_async::AsyncConnectionCore;
use model_core::Result;
use model_core::asynchronous;
#[cfg(feature = "list")]
use model_core::check::SortedLists;
use model_core::check::{Catalog, Models, Report};

/// Compares models with the database of a connection: `check::<(Article, Comment), _>(conn).await`. See
/// [the synchronous function](fn@model_core::check).
///
/// # Errors
/// Errors of the connection. A catalog that the user may not read is a finding.
pub async fn check<T, C>(conn: &mut C) -> Result<Report>
where
    T: Models,
    C: AsyncConnectionCore<Backend: AsyncBackend + Catalog> + Connect<BackendOf<C>>,
{
    let declarations = asynchronous::declarations::<T>()?;
    asynchronous::check(&mut Connection::over(conn), &declarations).await
}

/// Does the same as [`check`], and compares the orders that lists offer with the indexes. See
/// [the synchronous function](fn@model_core::check::with_lists).
///
/// # Errors
/// Errors of the connection. A catalog that the user may not read is a finding.
#[cfg(feature = "list")]
pub async fn check_with_lists<T, C>(conn: &mut C, lists: &[&dyn SortedLists]) -> Result<Report>
where
    T: Models,
    C: AsyncConnectionCore<Backend: AsyncBackend + Catalog> + Connect<BackendOf<C>>,
{
    let declarations = asynchronous::declarations_with::<T>(lists)?;
    asynchronous::check(&mut Connection::over(conn), &declarations).await
}
