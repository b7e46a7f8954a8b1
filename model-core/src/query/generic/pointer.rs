//! A reference to one row, as statements compare it.

use crate::model::Model;
use crate::query::generic::field::{GenericField, Place, PointsBy, RefBy};
use crate::query::generic::{GenericRef, Targets};
use crate::sql::dialect::Dialect;
use crate::sql::separated;
use crate::values::BindValues;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::AstPass;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A reference to one row: its text, by which references are compared, and for a reference of two columns the values
/// of a row that has it.
pub struct Pointer<V> {
    pub(crate) text: String,
    pub(crate) values: Option<Arc<V>>,
}

impl<V> Pointer<V> {
    /// The reference to a row, as rows of `Child` have it in the columns `C`.
    pub(crate) fn to<Child, C, M>(row: &M) -> Self
    where
        M: crate::model::Manager,
        Child: PointsBy<C, Field: GenericField<Ref: Targets<M::Model>>> + Model<Values = V>,
    {
        let target = <RefBy<Child, C> as GenericRef>::of(row);
        Self { text: crate::query::generic::text(&target), values: Child::values_of(&target).map(Arc::new) }
    }

    /// The reference that a statement returned as text, of which only the key may be there.
    pub(crate) fn of_text<P: Model>(place: Place, text: String) -> Self {
        let text = match place {
            Place::One(_) => text,
            Place::Two { .. } => format!("{}:{text}", P::META.content_type),
        };
        Self { text, values: None }
    }

    /// Pushes the key, or for a reference of one column the reference.
    pub(crate) fn push<'b, DB>(&'b self, place: Place, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Dialect,
        V: BindValues<DB>,
    {
        match &self.values {
            Some(values) => values.bind(place.key(), out.reborrow()),
            None => DB::text(&self.text, out),
        }
    }

    /// Pushes the test whether the expression before it is one of these.
    pub(crate) fn push_is_one_of<'b, DB>(
        place: Place,
        pointers: &'b [&'b Self],
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        DB: Dialect,
        V: BindValues<DB>,
        String: ToSql<Text, DB>,
    {
        if let Place::One(_) = place {
            return DB::is_one_of::<Text, Self>(pointers, out);
        }
        // The text depends on the number of keys, so caching would keep one prepared statement per number.
        out.unsafe_to_cache_prepared();
        out.push_sql(" IN (");
        separated(pointers, ", ", out, |pointer, out| pointer.push(place, out))?;
        out.push_sql(")");
        Ok(())
    }
}

impl<V> Clone for Pointer<V> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), values: self.values.clone() }
    }
}

impl<V> fmt::Debug for Pointer<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl<V> PartialEq for Pointer<V> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<V> Eq for Pointer<V> {}

impl<V> Hash for Pointer<V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<V, DB> ToSql<Text, DB> for Pointer<V>
where
    DB: Backend,
    String: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.text.to_sql(out)
    }
}
