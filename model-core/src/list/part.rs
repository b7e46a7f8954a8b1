//! A part of an order, in which an index can be entered anywhere, and what is read of it.

use crate::list::backend::ListDialect;
use crate::list::bound::Bound;
use crate::list::plan::{Plan, Term};
use crate::meta::{Meta, OrderTerm};
use crate::model::{Manager, Model};
use crate::sql::dialect::{Dialect, System};
use crate::sql::on::RowOn;
use diesel::deserialize::{self, QueryableByName};
use diesel::row::{Field as _, NamedRow, Row as AnyRow};
use std::marker::PhantomData;

/// A part of the order of a page. The rows without a value in the first column are one part, and those with one the
/// other, where a condition over both would not be a range of an index.
pub(crate) struct Part {
    /// Whether the rows have no value in the first column, or all have one; none if the part is the whole order.
    pub(crate) null: Option<bool>,
    /// Whether the place of the request is in this part.
    pub(crate) begins: bool,
    /// How many rows a search looks at.
    pub(crate) within: Option<usize>,
    /// The place of the first row at which it does not look any more.
    pub(crate) until: Option<Vec<Bound>>,
}

impl Part {
    pub(crate) fn whole() -> Self {
        Self { null: None, begins: true, within: None, until: None }
    }

    /// Whether a search may have to stop in this part, after the rows of the list were counted, or were not.
    pub(crate) fn has_edge(&self, counted: Option<&Counted>) -> bool {
        self.within.is_some_and(|within| counted.is_none_or(|counted| counted.among > within))
    }

    /// Whether something may be found in this part. What was counted are the first rows of the list, so it says nothing
    /// of a part that does not begin there, if there are more.
    pub(crate) fn has_rows(&self, counted: Option<&Counted>) -> bool {
        counted.is_none_or(|counted| counted.found > 0 || !self.begins && self.has_edge(Some(counted)))
    }
}

impl Term {
    /// Whether the condition has to be asked of each row, because no index serves it.
    pub(crate) fn is_looked_for(&self, system: System) -> bool {
        match self {
            Self::Contains { .. } => true,
            Self::Words { .. } => system != System::Postgres,
            Self::OneOf { .. } | Self::Null { .. } | Self::Range { .. } | Self::Parent { .. } => false,
        }
    }

    /// Whether a row can fulfill the condition that has no value in a column, or that has one.
    fn allows(&self, column: usize, null: bool) -> bool {
        match self {
            Self::Null { field, is } if *field == column => *is == null,
            Self::Range { field, .. } | Self::OneOf { field, not: false, .. } if *field == column => !null,
            _ => true,
        }
    }
}

impl Plan {
    /// The list from its beginning, as it is counted.
    pub(crate) fn counted(&self, system: System) -> Part {
        Part { within: self.looks_within(system), ..Part::whole() }
    }

    /// Whether the rows are counted before they are read: the number says whether a search finds anything, and whether
    /// it has to stop.
    pub(crate) fn is_counted_first(&self, all: &Part) -> bool {
        self.count && self.place.is_none() && all.within.is_some()
    }

    /// How many rows a search looks at, if there is one.
    fn looks_within(&self, system: System) -> Option<usize> {
        self.within.filter(|_| self.terms.iter().any(|term| term.is_looked_for(system)))
    }

    /// The parts to be read, in the order of the page.
    pub(crate) fn parts(&self, system: System) -> Vec<Part> {
        let within = self.looks_within(system);
        let order: Vec<OrderTerm> = self.read_order();
        let is_split = self.place.is_some() || within.is_some();
        let Some(first) = order.first().filter(|first| is_split && self.meta.fields[first.field].nullable) else {
            return vec![Part { within, ..Part::whole() }];
        };
        let nulls_first = first.begins_with_nulls();
        let starts = self.place.as_ref().map_or(nulls_first, |place| place.values[0].is_null());
        let part = |null: bool, begins: bool| Part { null: Some(null), begins, within, until: None };
        let mut parts = vec![part(starts, true)];
        if starts == nulls_first {
            parts.push(part(!starts, false));
        }
        // A database would read the rows of the part to find that none fulfills the condition.
        parts.retain(|part| part.null.is_none_or(|null| self.terms.iter().all(|term| term.allows(first.field, null))));
        parts
    }
}

/// A row, and its place in the order.
pub(crate) struct Placed<Row> {
    pub(crate) row: Row,
    pub(crate) values: Vec<Bound>,
}

impl<Row, DB> QueryableByName<DB> for Placed<Row>
where
    DB: ListDialect,
    Row: RowOn<DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let values = values::<DB, _>(<<Row as Manager>::Model as Model>::META, row)?;
        Ok(Self { row: Row::build_from_row(row)?, values })
    }
}

/// Reads the columns whose numbers follow the numbers of the row's columns.
fn values<'a, DB: ListDialect, R: AnyRow<'a, DB>>(meta: &Meta, row: &R) -> deserialize::Result<Vec<Bound>> {
    (meta.fields.len()..row.field_count()).map(|place| value::<DB, _>(meta, row, None, place)).collect()
}

/// Reads a column of which another one has the number, and which stands at this number if nothing else is said.
fn value<'a, DB: ListDialect, R: AnyRow<'a, DB>>(
    meta: &Meta,
    row: &R,
    at: Option<usize>,
    number: usize,
) -> deserialize::Result<Bound> {
    let number = AnyRow::get(row, number).ok_or("the row has no order")?;
    let index = usize::try_from(DB::read_code(number.value())?)?;
    let field = meta.fields.get(index).ok_or("the order names a column that does not exist")?;
    let cell = AnyRow::get(row, at.unwrap_or(index)).ok_or("a column of the order is missing")?;
    cell.value().map_or(Ok(Bound::Null), |raw| DB::cell(field.encoding, raw))
}

/// The place in the order of `Row` at which a search ends.
pub(crate) struct Edge<Row> {
    pub(crate) values: Vec<Bound>,
    row: PhantomData<fn() -> Row>,
}

impl<Row, DB> QueryableByName<DB> for Edge<Row>
where
    DB: ListDialect,
    Row: RowOn<DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let meta = <<Row as Manager>::Model as Model>::META;
        let values = (0..row.field_count()).step_by(2).map(|place| value::<DB, _>(meta, row, Some(place), place + 1));
        Ok(Self { values: values.collect::<Result<_, _>>()?, row: PhantomData })
    }
}

/// How many rows were found, and among how many.
pub(crate) struct Counted {
    pub(crate) found: i64,
    /// The same number, if the database did not say it: every row that it counted was found.
    pub(crate) among: usize,
}

impl<DB: Dialect> QueryableByName<DB> for Counted {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let number = |place: usize| match AnyRow::get(row, place) {
            Some(cell) => DB::read_count(cell.value()),
            None => Err("the row has no number".into()),
        };
        let found = number(0)?;
        let among = if row.field_count() > 1 { number(1)? } else { found };
        let among = usize::try_from(among)?;
        Ok(Self { found, among })
    }
}
