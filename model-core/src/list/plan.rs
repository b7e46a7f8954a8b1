//! A checked request.

use crate::list::bound::Bound;
use crate::list::cursor::{Cursor, Place};
use crate::list::declared::{Declared, ParentColumn};
use crate::meta::{Meta, OrderTerm};
use crate::model::Model;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// The largest count that is reported exactly.
pub(crate) const MOST_COUNTED: i64 = 10_000;
/// How many rows a search looks at for a page, if the list does not say it.
pub(crate) const LOOKS_AT: usize = 5_000;

/// One condition.
#[derive(Debug, Clone)]
pub(crate) enum Term {
    /// The column has one of these values, or none of them.
    OneOf { field: usize, values: Vec<Bound>, not: bool },
    /// The column is NULL, or not.
    Null { field: usize, is: bool },
    /// The value is not smaller, or smaller.
    Range { field: usize, value: Bound, before: bool },
    /// One of the columns contains the text, which is escaped.
    Contains { fields: Vec<usize>, pattern: String },
    /// On PostgreSQL, the columns together have the words; elsewhere one of them contains the text, which is escaped.
    Words { config: &'static str, fields: Vec<usize>, words: String, pattern: String },
    /// The parent has one of these values.
    Parent { parent: Arc<ParentColumn>, values: Vec<Bound> },
}

/// A request, without its model.
pub(crate) struct Plan {
    pub(crate) meta: &'static Meta,
    pub(crate) terms: Vec<Term>,
    /// The order of the page, which ends in a key.
    pub(crate) order: Vec<OrderTerm>,
    pub(crate) place: Option<Place>,
    pub(crate) limit: usize,
    /// How many rows a search looks at.
    pub(crate) within: Option<usize>,
    pub(crate) count: bool,
    /// Whether the connection keeps the prepared statement: there are not more of its kind than the list has
    /// parameters.
    pub(crate) is_kept: bool,
    pub(crate) secret: Vec<u8>,
}

impl Plan {
    /// All rows in the order of their key.
    pub(crate) fn by_key(meta: &'static Meta, limit: usize) -> Self {
        let order = meta.key.iter().map(|field| OrderTerm::ascending(*field)).collect();
        let (terms, secret) = (Vec::new(), Vec::new());
        Self { meta, terms, order, place: None, limit, within: None, count: false, is_kept: true, secret }
    }

    pub(crate) fn new(declared: &Declared, terms: Vec<Term>, order: Vec<OrderTerm>) -> Self {
        let Declared { meta, page, within, secret, .. } = declared;
        let (secret, within) = (secret.clone(), *within);
        Self { meta, terms, order, place: None, limit: *page, within, count: false, is_kept: true, secret }
    }

    pub(crate) fn is_back(&self) -> bool {
        self.place.as_ref().is_some_and(|place| place.back)
    }

    /// The order in which the database reads the rows.
    pub(crate) fn read_order(&self) -> Vec<OrderTerm> {
        if self.is_back() { reversed(&self.order) } else { self.order.clone() }
    }

    /// The cursors of a page: the next one, and the one before. `more` says whether there are rows beyond the page, in
    /// the direction in which it was read, and `edge` is the first row at which a search did not look any more.
    pub(crate) fn cursors(
        &self,
        first: Option<Vec<Bound>>,
        last: Option<Vec<Bound>>,
        more: bool,
        edge: Option<Vec<Bound>>,
    ) -> (Option<Cursor>, Option<Cursor>) {
        let cursor = |place: Place| place.sealed(self.meta, &self.order, &self.secret);
        let at = |back: bool, values: Vec<Bound>| cursor(Place { back, inclusive: false, values });
        // Of a page without rows, the way back begins at the row that it would have followed.
        let turned =
            |place: &Place| Place { back: !place.back, inclusive: !place.inclusive, values: place.values.clone() };
        let is_empty = first.is_none();
        let origin = self.place.as_ref().filter(|_| is_empty).map(turned).map(cursor);
        let is_back = self.is_back();
        let (ahead, behind) = (last.map(|values| at(false, values)), first.map(|values| at(true, values)));
        let edge = edge.map(|values| cursor(Place { back: is_back, inclusive: true, values }));
        match (is_back, is_empty) {
            (false, true) => (edge, origin),
            (true, true) => (origin, edge),
            (false, false) => (ahead.filter(|_| more).or(edge), behind.filter(|_| self.place.is_some())),
            (true, false) => (ahead, behind.filter(|_| more).or(edge)),
        }
    }
}

/// The same order from its end to its beginning.
pub(crate) fn reversed(order: &[OrderTerm]) -> Vec<OrderTerm> {
    let turn = |term: &OrderTerm| {
        let nulls_first = Some(!term.begins_with_nulls());
        OrderTerm { field: term.field, descending: !term.descending, nulls_first }
    };
    order.iter().map(turn).collect()
}

/// A checked request to a list of `M`: [`ListOf::parse`](crate::list::ListOf::parse) returns it, and
/// `Article::objects().list(&ask)` reads it.
#[must_use = "a request does nothing until it is read by `.list(..)`"]
pub struct ListAsk<M> {
    plan: Arc<Plan>,
    model: PhantomData<fn() -> M>,
}

impl<M> Clone for ListAsk<M> {
    fn clone(&self) -> Self {
        Self { plan: Arc::clone(&self.plan), model: PhantomData }
    }
}

impl<M: Model> fmt::Debug for ListAsk<M> {
    /// Without the values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plan = &self.plan;
        write!(f, "ListAsk<{}> {{ terms: {}, limit: {} }}", M::META.name, plan.terms.len(), plan.limit)
    }
}

impl<M> ListAsk<M> {
    pub(crate) fn new(plan: Plan) -> Self {
        Self { plan: Arc::new(plan), model: PhantomData }
    }

    pub(crate) fn plan(&self) -> Arc<Plan> {
        Arc::clone(&self.plan)
    }

    /// How many rows the page has at most.
    pub fn limit(&self) -> usize {
        self.plan.limit
    }
}
