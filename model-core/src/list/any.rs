//! Rows of a model that is a type parameter: what `objects()` is for code that knows its model.

use crate::list::batches::InBatches;
use crate::list::plan::{ListAsk, Plan};
use crate::list::run::ListQuery;
use crate::model::Model;
use crate::query::condition::Condition;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::state::RequiredState;
use crate::sql::{self, At};
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use std::fmt;

/// Rows of `M`, for code that is generic over models: an admin, an API, a dump. What it selects, a list reads or
/// [`in_batches`](Self::in_batches). It has only the bounds of the model; `objects()` has another bound for each
/// filter.
///
/// A [default scope](crate::objects::DefaultScope) is not decided here: say it by [`narrow`](Self::narrow).
///
/// ```
/// use model_core::list::AnyRows;
/// use model_core::prelude::*;
/// use model_core::verbs::RowOn;
/// # use diesel::connection::LoadConnection;
///
/// fn labels<M, Conn>(keys: Vec<M::Key>, label: fn(&M) -> String, conn: &mut Conn) -> Result<Vec<String>, Error>
/// where
///     Conn: LoadConnection<Backend: model_core::list::ListDialect>,
///     M: RowOn<Conn::Backend> + Model,
///     Condition<M>: diesel::query_builder::QueryFragment<Conn::Backend>,
/// {
///     let mut labels = Vec::new();
///     AnyRows::<M>::all().keys(keys).in_batches(500).each(conn, |rows| {
///         labels.extend(rows.iter().map(label));
///         Ok::<(), Error>(())
///     })?;
///     Ok(labels)
/// }
/// ```
#[must_use = "a query does nothing until it is run"]
pub struct AnyRows<M: Model> {
    state: RequiredState,
    within: Vec<Condition<M>>,
    keys: Option<Vec<M::Key>>,
}

impl<M: Model> fmt::Debug for AnyRows<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AnyRows<{}>", M::META.name)
    }
}

impl<M: Model> AnyRows<M> {
    fn of(state: RequiredState) -> Self {
        Self { state: state.of::<M>(), within: Vec::new(), keys: None }
    }

    /// The live rows: all, if the model has no soft deletion.
    pub fn live() -> Self {
        Self::of(RequiredState::Live)
    }

    /// The deleted rows. A model without soft deletion has none; this selects all of them.
    pub fn deleted() -> Self {
        Self::of(RequiredState::Deleted)
    }

    /// Live and deleted rows.
    pub fn all() -> Self {
        Self::of(RequiredState::Any)
    }

    /// Only the rows for which the condition holds, and those before it.
    pub fn narrow(mut self, condition: Condition<M>) -> Self {
        self.within.push(condition);
        self
    }

    /// Only the rows with these keys.
    pub fn keys(self, keys: Vec<M::Key>) -> Self {
        Self { keys: Some(keys), ..self }
    }

    /// The page of these rows that a request asks for; see [`Objects::list`](crate::Objects::list).
    pub fn list(self, ask: &ListAsk<M>) -> ListQuery<M, M, Self> {
        ListQuery::new(self, ask.plan())
    }

    /// These rows in the order of their key, so many at a time; see
    /// [`Objects::in_batches`](crate::Objects::in_batches).
    pub fn in_batches(self, rows: usize) -> InBatches<M, M, Self> {
        InBatches::new(self, Plan::by_key(M::META, rows.max(1)))
    }
}

impl<M: Model> QueryId for AnyRows<M> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<M, DB> QueryFragment<DB> for AnyRows<M>
where
    DB: Dialect,
    M: ModelOn<DB>,
    Condition<M>: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let mut word = " WHERE ";
        if self.state != RequiredState::Any {
            out.push_sql(word);
            sql::is_deleted::<M, DB>(At::Table, self.state == RequiredState::Deleted, &mut out)?;
            word = " AND ";
        }
        for condition in &self.within {
            out.push_sql(word);
            condition.walk_ast(out.reborrow())?;
            word = " AND ";
        }
        let Some(keys) = &self.keys else { return Ok(()) };
        out.push_sql(word);
        if keys.is_empty() {
            out.push_sql("1 = 0");
            return Ok(());
        }
        out.push_sql("(");
        sql::separated(keys, " OR ", &mut out, |key, out| {
            out.push_sql("(");
            sql::key_is::<M, DB>(key, out)?;
            out.push_sql(")");
            Ok(())
        })?;
        out.push_sql(")");
        Ok(())
    }
}
