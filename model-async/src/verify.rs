//! `verify_history`.

use crate::backend::{AsyncBackend, Connect};
use crate::connection::Connection;
use crate::run::BackendOf;
use diesel_async::AsyncConnectionCore;
use model_core::asynchronous::{self as twins, Verifies};
use model_core::audit::Discrepancy;
use model_core::{Extends, Model, Result};
use std::future::Future;

/// The check of a model's audit trail. Implemented for every model.
pub trait VerifyHistory: Model {
    /// Checks the audit trail of this model: see
    /// [the synchronous method](model_core::verbs::VerifyHistory::verify_history).
    ///
    /// # Errors
    /// Database errors.
    fn verify_history<'c, C>(conn: &'c mut C) -> impl Future<Output = Result<Vec<Discrepancy>>> + Send
    where
        C: AsyncConnectionCore<Backend: AsyncBackend + Verifies<Connection<'c, BackendOf<C>>, Self>>
            + Connect<BackendOf<C>>,
    {
        async move {
            let mut conn = Connection::over(conn);
            <Self as twins::VerifyHistory>::verify_history(&mut conn).await
        }
    }
}

impl<M: Model> VerifyHistory for M {}

/// The check of the audit trails of a child. Implemented for every model that extends another.
pub trait VerifyChildHistory: Extends {
    /// Checks the audit trails of the parent and of the child's own columns.
    ///
    /// # Errors
    /// Database errors.
    fn verify_history<'c, C>(conn: &'c mut C) -> impl Future<Output = Result<Vec<Discrepancy>>> + Send
    where
        C: AsyncConnectionCore<
                Backend: AsyncBackend
                             + Verifies<Connection<'c, BackendOf<C>>, Self::Parent>
                             + Verifies<Connection<'c, BackendOf<C>>, Self::Part>,
            > + Connect<BackendOf<C>>,
    {
        async move {
            let mut conn = Connection::over(conn);
            <Self as twins::VerifyChildHistory>::verify_history(&mut conn).await
        }
    }
}

impl<Child: Extends> VerifyChildHistory for Child {}
