//! The trail of PostgreSQL with one partition for each month.

use crate::meta::clock;
use crate::meta::error::Result;
use crate::meta::log::AuditLog;
use crate::model::actor::{Actor, ActsFor, NoActor, Unattributed};
use crate::operation::run::{Ready, Run, RunOn, SyncConnection};
use crate::sql::dialect::Dialect;
use crate::sql::rows::{load, statement};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use diesel::QueryResult;
use diesel::deserialize::{self, QueryableByName};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::{Field, NamedRow, Row};

impl AuditLog {
    /// Adds the partition of the month (in UTC) that an instant lies in, for a trail made by
    /// [`POSTGRES_BY_MONTH`](crate::migrations::POSTGRES_BY_MONTH). Earlier entries of that month move there; nothing
    /// changes if the month already has its partition.
    ///
    /// Run it ahead of time, from a job that runs at least once a month: entries of a month without a partition go to
    /// the default partition, and moving them later takes a lock.
    ///
    /// ```no_run
    /// # use model_core::prelude::*;
    /// # fn job(conn: &mut diesel::PgConnection) -> Result<(), Error> {
    /// use chrono::{Months, Utc};
    /// use model_core::AuditLog;
    ///
    /// AuditLog::add_month(Utc::now() + Months::new(1)).run(conn)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn add_month(instant: DateTime<Utc>) -> AddMonth {
        AddMonth { instant }
    }

    /// Drops the partitions of the months (in UTC) that ended before an instant. A large month takes no longer than a
    /// small one.
    ///
    /// ```no_run
    /// # use model_core::prelude::*;
    /// # fn job(conn: &mut diesel::PgConnection, me: &Actor) -> Result<(), Error> {
    /// use chrono::{Months, Utc};
    /// use model_core::AuditLog;
    ///
    /// let tables = AuditLog::drop_months(Utc::now() - Months::new(24)).by(me).run(conn)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Like [`prune`](Self::prune) it records an event, `audit.prune`.
    pub fn drop_months(before: DateTime<Utc>) -> DropMonths<NoActor> {
        DropMonths { before, actor: NoActor }
    }
}

/// The partition of a month, which is not added yet.
#[derive(Debug, Clone, Copy)]
#[must_use = "nothing is added until `.run(conn)`"]
pub struct AddMonth {
    instant: DateTime<Utc>,
}

/// Adds the partition, and returns the name of its table.
///
/// SQL: `SELECT audit_logs_add_month(..)`
///
/// # Errors
/// Database errors, for example if the function does not exist because the trail has no partitions.
impl Run for AddMonth {
    type Output = String;
}

impl Ready for AddMonth {}

impl<Conn> RunOn<Conn> for AddMonth
where
    Conn: SyncConnection<Backend = Pg>,
{
    fn perform(self, conn: &mut Conn) -> Result<String> {
        let call = Call { function: "audit_logs_add_month", instant: self.instant };
        let names: Vec<TableName> = load(conn, call)?;
        Ok(names.into_iter().map(|TableName(name)| name).next().unwrap_or_default())
    }
}

/// The removal of whole months, which has not run yet.
#[derive(Debug, Clone, Copy)]
#[must_use = "nothing is removed until `.run(conn)`"]
pub struct DropMonths<A> {
    before: DateTime<Utc>,
    actor: A,
}

impl DropMonths<NoActor> {
    /// Sets the actor; without it the application itself ([`Actor::system`]) acts.
    pub fn by(self, actor: &Actor) -> DropMonths<&Actor> {
        DropMonths { before: self.before, actor }
    }
}

/// Drops the partitions, and returns the names of their tables.
///
/// SQL: `SELECT audit_logs_drop_months(..)` and the INSERT of the event, in one transaction
///
/// # Errors
/// Database errors, for example if the function does not exist because the trail has no partitions.
impl<A> Run for DropMonths<A> {
    type Output = Vec<String>;
}

impl<A: ActsFor<Unattributed>> Ready for DropMonths<A> {}

impl<Conn, A: ActsFor<Unattributed>> RunOn<Conn> for DropMonths<A>
where
    Conn: SyncConnection<Backend = Pg>,
{
    fn perform(self, conn: &mut Conn) -> Result<Vec<String>> {
        let Self { before, actor } = self;
        crate::sql::lock::transaction(conn, |conn| {
            let names: Vec<TableName> = load(conn, Call { function: "audit_logs_drop_months", instant: before })?;
            if !names.is_empty() {
                let system = Actor::system();
                AuditLog::record_prune(conn, month_of(before), actor.actor().unwrap_or(&system))?;
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
