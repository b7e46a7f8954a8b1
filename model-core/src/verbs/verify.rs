//! `verify_history`.

use crate::audit::discrepancy::Discrepancy;
use crate::audit::verify::{Verifies, verify};
use crate::meta::error::Result;
use crate::model::Model;
use crate::operation::run::{Run, RunOn, SyncConnection};
use crate::query::child::Extends;
use std::marker::PhantomData;

/// The check of a model's audit trail. Implemented for every model.
pub trait VerifyHistory: Model {
    /// Checks the audit trail of this model: for each row and field, every entry must start from the value that the
    /// entry before it left, and the last entry must end with the value in the table. Returns the discrepancies: writes
    /// that bypassed the library, and entries that were altered or removed. Masked and skipped columns, and those that
    /// the database writes by itself, cannot be checked. Neither can the columns that follow every write (`updated_at`,
    /// `updated_by`, the version) in a model with a skipped column: a change of that column alone updates them, but
    /// leaves no entry. A history may begin in the middle, for example after pruning, but only for a row that is older
    /// than the whole trail of the model by its `created_at`.
    ///
    /// It reads the table and the trail of the model in parts of 500 rows, and keeps one part in memory. Run it while
    /// nothing writes, or in a transaction with one snapshot (`REPEATABLE READ`).
    ///
    /// SQL, for each part: `SELECT .. FROM articles WHERE (id) > (..) AND (id) <= (..)`, after a SELECT of its last
    /// row, and `SELECT .. FROM audit_logs WHERE content_type = .. AND object_id IN (..) ORDER BY object_id, id LIMIT
    /// 5000`, repeated until there are no more. Then the same for the keys of `SELECT DISTINCT object_id FROM
    /// audit_logs WHERE content_type = .. AND object_id NOT IN (SELECT CAST(id AS TEXT) FROM articles) ORDER BY
    /// object_id LIMIT 5000`. If a history does not begin with its row, the whole trail of the model once more, to find
    /// when it began.
    ///
    /// # Errors
    /// Database errors.
    fn verify_history<Conn>(conn: &mut Conn) -> Result<Vec<Discrepancy>>
    where
        VerifyTrail<Self>: RunOn<Conn, Output = Vec<Discrepancy>>,
    {
        VerifyTrail::<Self>(PhantomData).perform(conn)
    }
}

impl<M: Model> VerifyHistory for M {}

/// The check of a trail, as something that runs over a connection.
#[derive(Debug, Clone, Copy)]
pub struct VerifyTrail<M>(PhantomData<fn() -> M>);

impl<M: Model> Run for VerifyTrail<M> {
    type Output = Vec<Discrepancy>;
}

impl<Conn, M: Model> RunOn<Conn> for VerifyTrail<M>
where
    Conn: SyncConnection<Backend: Verifies<Conn, M>>,
{
    fn perform(self, conn: &mut Conn) -> Result<Vec<Discrepancy>> {
        verify::<M, Conn>(conn)
    }
}

/// The check of the audit trails of a child. Implemented for every model that extends another.
pub trait VerifyChildHistory: Extends {
    /// Checks the audit trails of the parent and of the child's own columns; see [`VerifyHistory::verify_history`].
    ///
    /// # Errors
    /// Database errors.
    fn verify_history<Conn>(conn: &mut Conn) -> Result<Vec<Discrepancy>>
    where
        VerifyTrails<Self>: RunOn<Conn, Output = Vec<Discrepancy>>,
    {
        VerifyTrails::<Self>(PhantomData).perform(conn)
    }
}

impl<Child: Extends> VerifyChildHistory for Child {}

/// The check of the trails of a child, as something that runs over a connection.
#[derive(Debug, Clone, Copy)]
pub struct VerifyTrails<Child>(PhantomData<fn() -> Child>);

impl<Child: Extends> Run for VerifyTrails<Child> {
    type Output = Vec<Discrepancy>;
}

impl<Conn, Child: Extends> RunOn<Conn> for VerifyTrails<Child>
where
    Conn: SyncConnection<Backend: Verifies<Conn, Child::Parent> + Verifies<Conn, Child::Part>>,
{
    fn perform(self, conn: &mut Conn) -> Result<Vec<Discrepancy>> {
        let mut discrepancies = verify::<Child::Parent, Conn>(conn)?;
        if Child::Part::META.audited {
            discrepancies.extend(verify::<Child::Part, Conn>(conn)?);
        }
        Ok(discrepancies)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/verbs/verify.rs"]
pub(crate) mod twin;
