//! The two statements of a list: its rows, and how many there are.

use crate::ddl::text::{document, literal};
use crate::list::backend::ListDialect;
use crate::list::bound::{Bound, own_type};
use crate::list::plan::{MOST_COUNTED, Plan, Term};
use crate::meta::encoding::Encoding;
use crate::meta::{Field, Meta, OrderTerm, Role};
use crate::model::{Manager, Model};
use crate::sql::dialect::System;
use crate::sql::fragment::Fragment;
use crate::sql::on::RowOn;
use crate::sql::order::push_terms;
use crate::sql::rows::statement;
use crate::sql::{At, Names, names, separated};
use diesel::QueryResult;
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::{Field as _, NamedRow, Row as AnyRow};
use std::marker::PhantomData;

/// `SELECT .., <columns of the order> FROM articles WHERE .. ORDER BY .. LIMIT 26`, or
/// `SELECT COUNT(*) FROM (SELECT 1 FROM articles WHERE .. LIMIT 10001)`
pub(crate) struct SelectPage<'s, Row, Filter> {
    clause: &'s Filter,
    plan: &'s Plan,
    count: bool,
    rows: PhantomData<fn() -> Row>,
}

impl<'s, Row, Filter> SelectPage<'s, Row, Filter> {
    pub(crate) fn rows(clause: &'s Filter, plan: &'s Plan) -> Self {
        Self { clause, plan, count: false, rows: PhantomData }
    }

    pub(crate) fn count(clause: &'s Filter, plan: &'s Plan) -> Self {
        Self { clause, plan, count: true, rows: PhantomData }
    }
}

statement!(['s, Row, Filter] SelectPage<'s, Row, Filter>, by_text);

impl<Row, Filter, DB> QueryFragment<DB> for SelectPage<'_, Row, Filter>
where
    DB: ListDialect,
    Row: RowOn<DB>,
    Filter: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let is_empty = self.clause.is_noop(out.backend())?;
        let page = Page { names: names::<Row::Model, DB>(), plan: self.plan, clause: self.clause, is_empty };
        if self.count { page.push_count(&mut out) } else { page.push_rows(&mut out) }
    }
}

/// A page of any model.
struct Page<'b, DB: ListDialect> {
    names: Names<'b, DB>,
    plan: &'b Plan,
    clause: &'b dyn Fragment<DB>,
    /// Whether the clause pushes nothing.
    is_empty: bool,
}

impl<'b, DB: ListDialect> Page<'b, DB> {
    fn push_rows(&self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !self.plan.is_kept {
            out.unsafe_to_cache_prepared();
        }
        let order = self.plan.read_order();
        out.push_sql("SELECT ");
        self.names.columns(At::Table, out)?;
        // The columns that a cursor has.
        order.iter().for_each(|term| out.push_sql(&format!(", {}", term.field)));
        self.push_from(out)?;
        if let Some(place) = &self.plan.place {
            out.push_sql(self.and(true));
            Seek { names: self.names, order: &order, values: &place.values, inclusive: place.inclusive }.push(out)?;
        }
        out.push_sql(" ORDER BY ");
        push_terms(self.names, &order, out)?;
        // A literal, because SQLite would prepare a statement with a bound limit again for each run.
        out.push_sql(&format!(" LIMIT {}", self.plan.limit.saturating_add(1)));
        Ok(())
    }

    fn push_count(&self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !self.plan.is_kept {
            out.unsafe_to_cache_prepared();
        }
        out.push_sql("SELECT COUNT(*) FROM (SELECT 1 AS one");
        self.push_from(out)?;
        out.push_sql(&format!(" LIMIT {}) AS counted", MOST_COUNTED + 1));
        Ok(())
    }

    /// Pushes the table, the clause and the conditions.
    fn push_from(&self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" FROM ");
        self.names.table(out)?;
        self.clause.walk(out.reborrow())?;
        for (place, term) in self.plan.terms.iter().enumerate() {
            out.push_sql(self.and(place > 0));
            self.push_term(term, out)?;
        }
        Ok(())
    }

    /// The word before a condition; `second` says whether a condition of the plan comes before it.
    fn and(&self, second: bool) -> &'static str {
        let second = second && !self.plan.terms.is_empty();
        if self.is_empty && !second { " WHERE " } else { " AND " }
    }

    fn push_term(&self, term: &'b Term, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let meta: &'static Meta = self.names.meta;
        match term {
            Term::OneOf { field, values, not } => {
                let or_null = *not && meta.fields[*field].nullable;
                out.push_sql(if or_null { "(" } else { "" });
                self.names.push_compared(*field, out)?;
                push_one_of(&meta.fields[*field], values, *not, out)?;
                if or_null {
                    out.push_sql(" OR ");
                    self.names.column(At::Table, *field, out)?;
                    out.push_sql(" IS NULL)");
                }
            }
            Term::Null { field, is } => {
                self.names.column(At::Table, *field, out)?;
                out.push_sql(if *is { " IS NULL" } else { " IS NOT NULL" });
            }
            Term::Range { field, value, before } => {
                self.names.push_compared(*field, out)?;
                out.push_sql(if *before { " < " } else { " >= " });
                push_value(&meta.fields[*field], value, out)?;
            }
            Term::Words { config, fields, words, .. } if DB::SYSTEM == System::Postgres => {
                let (document, config) = (document(config, meta, fields), literal(System::Postgres, config));
                out.push_sql(&format!("{document} @@ websearch_to_tsquery({config}, "));
                DB::text(words, out)?;
                out.push_sql(")");
            }
            Term::Contains { fields, pattern } | Term::Words { fields, pattern, .. } => {
                out.push_sql("(");
                separated(fields, " OR ", out, |field, out| {
                    let (before, between, after) = DB::CONTAINS;
                    out.push_sql(before);
                    self.names.column(At::Table, *field, out)?;
                    out.push_sql(between);
                    DB::text(pattern, out)?;
                    out.push_sql(after);
                    Ok(())
                })?;
                out.push_sql(")");
            }
            Term::Parent { parent, values } => {
                let (parents, column) = (parent.meta, &parent.meta.fields[parent.column]);
                self.names.tuple(parent.foreign_key, out)?;
                out.push_sql(" IN (SELECT ");
                separated(parents.key, ", ", out, |key, out| out.push_identifier(parents.fields[*key].column))?;
                out.push_sql(" FROM ");
                if let Some(schema) = &parent.table.schema {
                    out.push_identifier(schema)?;
                    out.push_sql(".");
                }
                out.push_identifier(&parent.table.name)?;
                out.push_sql(" WHERE ");
                push_own(column, |out| out.push_identifier(column.column), out)?;
                push_one_of(column, values, false, out)?;
                let marker = parents.with_role(Role::DeletedAt).filter(|_| parent.live);
                if let Some(marker) = marker {
                    let flag = parents.has_flag_marker();
                    out.push_sql(if flag { " AND NOT " } else { " AND " });
                    out.push_identifier(parents.fields[marker].column)?;
                    out.push_sql(if flag { "" } else { " IS NULL" });
                }
                out.push_sql(")");
            }
        }
        Ok(())
    }
}

impl<'b, DB: ListDialect> Names<'b, DB> {
    /// Pushes a column as it is compared.
    fn push_compared(self, field: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_own(&self.meta.fields[field], |out| self.column(At::Table, field, out), out)
    }
}

/// Whether a column is compared as a number although it may hold a text.
fn is_converted<DB: ListDialect>(field: &Field) -> bool {
    DB::HAS_DECIMAL_TEXTS && field.encoding == Encoding::Decimal
}

fn push_own<'b, DB: ListDialect>(
    field: &Field,
    column: impl FnOnce(&mut AstPass<'_, 'b, DB>) -> QueryResult<()>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql(if is_converted::<DB>(field) { "CAST(" } else { "" });
    column(out)?;
    out.push_sql(if is_converted::<DB>(field) { " AS REAL)" } else { "" });
    Ok(())
}

fn push_one_of<'b, DB: ListDialect>(
    field: &'static Field,
    values: &'b [Bound],
    not: bool,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    if let [value] = values {
        out.push_sql(if not { " <> " } else { " = " });
        return push_value(field, value, out);
    }
    out.push_sql(if not { " NOT IN (" } else { " IN (" });
    separated(values, ", ", out, |value, out| push_value(field, value, out))?;
    out.push_sql(")");
    Ok(())
}

/// Pushes a value, in the type of its column.
fn push_value<'b, DB: ListDialect>(
    field: &'static Field,
    value: &'b Bound,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let decimal = matches!(value, Bound::Decimal(_)).then_some(DB::DECIMAL);
    let own = own_type(field).filter(|_| DB::SYSTEM == System::Postgres);
    let converted = is_converted::<DB>(field).then_some(DB::DECIMAL);
    let Some(to) = converted.or(decimal).or(own) else { return DB::bind(field.encoding, value, out) };
    out.push_sql("CAST(");
    DB::bind(field.encoding, value, out)?;
    out.push_sql(" AS ");
    out.push_sql(to);
    out.push_sql(")");
    Ok(())
}

/// The condition that a row comes after a place in an order.
struct Seek<'b, 'o, DB: ListDialect> {
    names: Names<'b, DB>,
    order: &'o [OrderTerm],
    values: &'b [Bound],
    inclusive: bool,
}

impl<'b, DB: ListDialect> Seek<'b, '_, DB> {
    fn push(&self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let fields = self.names.meta.fields;
        let agree = self.order.iter().all(|term| term.descending == self.order[0].descending);
        if DB::COMPARES_ROWS && agree && !self.order.iter().any(|term| fields[term.field].nullable) {
            return self.push_rows(out);
        }
        out.push_sql("(");
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
        if value.is_null() || self.ends_in_null(term) {
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
        match (value.is_null(), term.nulls_first.unwrap_or(!term.descending)) {
            (false, _) => self.push_one(term, value, self.beyond(term, inclusive), out)?,
            (true, true) => self.push_null(term, false, out)?,
            // Nothing comes after NULL at the end. It is not the last term, which is never NULL.
            (true, false) => return self.push_equal(place, out).map(|()| out.push_sql(")")),
        }
        if !value.is_null() && self.ends_in_null(term) {
            out.push_sql(" OR ");
            self.push_null(term, true, out)?;
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
            self.push_null(term, true, out)?;
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

    fn push_null(&self, term: &OrderTerm, is: bool, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.names.column(At::Table, term.field, out)?;
        out.push_sql(if is { " IS NULL" } else { " IS NOT NULL" });
        Ok(())
    }

    /// Whether rows without a value come after those with one.
    fn ends_in_null(&self, term: &OrderTerm) -> bool {
        self.names.meta.fields[term.field].nullable && !term.nulls_first.unwrap_or(!term.descending)
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
    let mut values = Vec::new();
    for place in meta.fields.len()..row.field_count() {
        let number = AnyRow::get(row, place).ok_or("the row has no order")?;
        let index = usize::try_from(DB::read_code(number.value())?)?;
        let field = meta.fields.get(index).ok_or("the order names a column that does not exist")?;
        let cell = AnyRow::get(row, index).ok_or("a column of the order is missing")?;
        values.push(cell.value().map_or(Ok(Bound::Null), |raw| DB::cell(field.encoding, raw))?);
    }
    Ok(values)
}
