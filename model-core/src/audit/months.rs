//! The trail of PostgreSQL with one partition for each month.

use crate::meta::clock;
use crate::meta::error::Result;
use crate::meta::log::AuditLog;
use crate::model::actor::Actor;
use crate::sql::dialect::Dialect;
use crate::sql::rows::{load, statement};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::deserialize::{self, QueryableByName};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::{Field, NamedRow, Row};

impl AuditLog {
    /// Adds the partition of the month (in UTC) that an instant lies in, for a trail made by
    /// [`POSTGRES_BY_MONTH`](crate::migrations::POSTGRES_BY_MONTH), and returns the name of its table. Earlier entries
    /// of that month move there; nothing changes if the month already has its partition.
    ///
    /// Call it ahead of time, from a job that runs at least once a month: entries of a month without a partition go to
    /// the default partition, and moving them later takes a lock.
    ///
    /// ```no_run
    /// # fn job(conn: &mut diesel::PgConnection) -> Result<(), model_core::Error> {
    /// use chrono::{Months, Utc};
    /// use model_core::AuditLog;
    ///
    /// AuditLog::add_month(conn, Utc::now() + Months::new(1))?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// SQL: `SELECT audit_logs_add_month(..)`
    ///
    /// # Errors
    /// Those of the database, for example that the function does not exist because the trail has no partitions.
    pub fn add_month<Conn>(conn: &mut Conn, instant: DateTime<Utc>) -> Result<String>
    where
        Conn: LoadConnection<Backend = Pg>,
    {
        let names: Vec<TableName> = load(conn, Call { function: "audit_logs_add_month", instant })?;
        Ok(names.into_iter().map(|TableName(name)| name).next().unwrap_or_default())
    }

    /// Drops the partitions of the months (in UTC) that ended before an instant, and returns the names of their tables.
    /// A large month takes no longer than a small one. Like [`prune`](Self::prune) it records an event, `audit.prune`.
    ///
    /// SQL: `SELECT audit_logs_drop_months(..)` and the INSERT of the event, in one transaction
    ///
    /// # Errors
    /// Those of the database, for example that the function does not exist because the trail has no partitions.
    pub fn drop_months<Conn>(conn: &mut Conn, before: DateTime<Utc>, actor: &Actor) -> Result<Vec<String>>
    where
        Conn: LoadConnection<Backend = Pg>,
    {
        crate::sql::lock::transaction(conn, |conn| {
            let names: Vec<TableName> = load(conn, Call { function: "audit_logs_drop_months", instant: before })?;
            if !names.is_empty() {
                Self::record_prune(conn, month_of(before), actor)?;
            }
            Ok(names.into_iter().map(|TableName(name)| name).collect())
        })
    }
}

/// The instant at which the month of an instant began.
fn month_of(instant: DateTime<Utc>) -> DateTime<Utc> {
    let first = NaiveDate::from_ymd_opt(instant.year(), instant.month(), 1).and_then(|day| day.and_hms_opt(0, 0, 0));
    first.map_or_else(|| clock::cut(instant), |first| first.and_utc())
}

/// `SELECT audit_logs_add_month(..)`
struct Call {
    function: &'static str,
    instant: DateTime<Utc>,
}

// The function is part of the text, but not of the type.
statement!([] Call, by_text);

impl QueryFragment<Pg> for Call {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        out.push_sql(self.function);
        out.push_sql("(");
        Pg::instant(&self.instant, &mut out)?;
        out.push_sql(")");
        Ok(())
    }
}

/// The name of a table.
struct TableName(String);

impl QueryableByName<Pg> for TableName {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        let name = Row::get(row, 0).ok_or("the row has no name")?;
        Pg::read_text(name.value()).map(Self)
    }
}

#[cfg(feature = "async")]
#[path = "../../twins/audit/months.rs"]
pub(crate) mod twin;
