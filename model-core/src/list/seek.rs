//! The condition that a row comes after a place in an order.

use crate::list::backend::ListDialect;
use crate::list::bound::Bound;
use crate::list::statement::push_value;
use crate::meta::{Field, OrderTerm};
use crate::sql::{Names, separated};
use diesel::QueryResult;
use diesel::query_builder::AstPass;

/// The condition that a row comes after a place in an order.
pub(crate) struct Seek<'b, 'o, DB: ListDialect> {
    pub(crate) names: Names<'b, DB>,
    pub(crate) order: &'o [OrderTerm],
    pub(crate) values: &'b [Bound],
    pub(crate) inclusive: bool,
    /// Whether all rows are without a value in the first column, or all with one, if that is known.
    pub(crate) null: Option<bool>,
}

impl<'b, DB: ListDialect> Seek<'b, '_, DB> {
    pub(crate) fn push(&self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let agree = self.order.iter().all(|term| term.descending == self.order[0].descending);
        if DB::COMPARES_ROWS && agree && !(0..self.order.len()).any(|place| self.may_be_null(place)) {
            return self.push_rows(out);
        }
        out.push_sql("(");
        if self.null == Some(true) {
            self.push_equal(0, out)?;
            out.push_sql(")");
            return Ok(());
        }
        self.push_bound(out)?;
        self.push_from(0, out)?;
        out.push_sql(")");
        Ok(())
    }

    /// Pushes `(a, b) > (?, ?)`.
    fn push_rows(&self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        separated(self.order, ", ", out, |term, out| self.names.push_compared(term.field, out))?;
        out.push_sql(")");
        out.push_sql(self.beyond(&self.order[0], self.inclusive));
        out.push_sql("(");
        let fields: &'static [Field] = self.names.meta.fields;
        separated(self.order.iter().zip(self.values), ", ", out, |(term, value), out| {
            push_value(&fields[term.field], value, out)
        })?;
        out.push_sql(")");
        Ok(())
    }

    /// Pushes `a >= ? AND `, where the first column alone says where to begin in an index.
    fn push_bound(&self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let ([term, _, ..], [value, ..]) = (self.order, self.values) else { return Ok(()) };
        if value.is_null() || self.ends_in_null(0) {
            return Ok(());
        }
        self.push_one(term, value, self.beyond(term, true), out)?;
        out.push_sql(" AND ");
        Ok(())
    }

    /// Pushes `a > ? OR (a = ? AND (b > ?))`, from one column on.
    fn push_from(&self, place: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let (term, value) = (&self.order[place], &self.values[place]);
        let is_last = place + 1 == self.order.len();
        let inclusive = is_last && self.inclusive;
        out.push_sql("(");
        match (value.is_null(), term.begins_with_nulls()) {
            (false, _) => self.push_one(term, value, self.beyond(term, inclusive), out)?,
            (true, true) => self.names.push_null(term.field, false, out)?,
            // Nothing comes after NULL at the end. It is not the last term, which is never NULL.
            (true, false) => return self.push_equal(place, out).map(|()| out.push_sql(")")),
        }
        if !value.is_null() && self.ends_in_null(place) {
            out.push_sql(" OR ");
            self.names.push_null(term.field, true, out)?;
        }
        if !is_last {
            out.push_sql(" OR (");
            self.push_equal(place, out)?;
            out.push_sql(")");
        }
        out.push_sql(")");
        Ok(())
    }

    /// Pushes `a = ? AND (b > ?)`.
    fn push_equal(&self, place: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let (term, value) = (&self.order[place], &self.values[place]);
        if value.is_null() {
            self.names.push_null(term.field, true, out)?;
        } else {
            self.push_one(term, value, " = ", out)?;
        }
        if place + 1 < self.order.len() {
            out.push_sql(" AND ");
            self.push_from(place + 1, out)?;
        }
        Ok(())
    }

    fn push_one(
        &self,
        term: &OrderTerm,
        value: &'b Bound,
        compare: &str,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.names.push_compared(term.field, out)?;
        out.push_sql(compare);
        let fields: &'static [Field] = self.names.meta.fields;
        push_value(&fields[term.field], value, out)
    }

    fn may_be_null(&self, place: usize) -> bool {
        let is_known = place == 0 && self.null == Some(false);
        self.names.meta.fields[self.order[place].field].nullable && !is_known
    }

    /// Whether rows without a value come after those with one.
    fn ends_in_null(&self, place: usize) -> bool {
        self.may_be_null(place) && !self.order[place].begins_with_nulls()
    }

    fn beyond(&self, term: &OrderTerm, inclusive: bool) -> &'static str {
        match (term.descending, inclusive) {
            (false, false) => " > ",
            (false, true) => " >= ",
            (true, false) => " < ",
            (true, true) => " <= ",
        }
    }
}
