//! Reads rows of the trail.

use crate::meta::log::AuditLog;
use crate::meta::schema::audit_logs;
use crate::sql;
use crate::sql::dialect::Dialect;
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::AstPass;
use diesel::row::{NamedRow, Row};
use diesel::sql_types::Text;
use diesel::{Column, QueryResult};

/// The columns of a row of the trail, in the order of [`AuditLog`]'s fields.
const READ: [&str; 15] = [
    audit_logs::id::NAME,
    audit_logs::created_at::NAME,
    audit_logs::actor_kind::NAME,
    audit_logs::actor_id::NAME,
    audit_logs::action::NAME,
    audit_logs::content_type::NAME,
    audit_logs::object_id::NAME,
    audit_logs::object_repr::NAME,
    audit_logs::changes::NAME,
    audit_logs::request_id::NAME,
    audit_logs::ip::NAME,
    audit_logs::user_agent::NAME,
    audit_logs::batch_id::NAME,
    audit_logs::reason::NAME,
    audit_logs::context::NAME,
];

/// Pushes the columns of a row of the trail.
pub(crate) fn push_columns<DB: Dialect>(out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    sql::separated(READ, ", ", out, |name, out| {
        out.push_sql(name);
        Ok(())
    })
}

/// A row of the trail, as the statements of this library read it.
pub(crate) struct Read(pub(crate) AuditLog);

impl<DB: Dialect> QueryableByName<DB> for Read {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        DB::read_log(row).map(Self)
    }
}

/// The key of a row, as a statement that selects only this column reads it.
pub(crate) struct ObjectId(pub(crate) String);

macro_rules! reads_ids {
    ($($feature:literal $db:ty),+) => {$(
        #[cfg(feature = $feature)]
        impl QueryableByName<$db> for ObjectId {
            fn build<'a>(row: &impl NamedRow<'a, $db>) -> deserialize::Result<Self> {
                Row::get_value::<Text, String, _>(row, 0).map(Self)
            }
        }
    )+};
}
reads_ids!("sqlite" diesel::sqlite::Sqlite, "postgres" diesel::pg::Pg, "mysql" diesel::mysql::Mysql);
