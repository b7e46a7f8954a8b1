//! The statements of a list: its rows, how far a search looks, and how many rows there are.

use crate::ddl::text::{document, literal};
use crate::list::backend::ListDialect;
use crate::list::bound::{Bound, own_type};
use crate::list::cursor::Place;
use crate::list::part::Part;
use crate::list::plan::{MOST_COUNTED, Plan, Term, reversed};
use crate::list::seek::Seek;
use crate::meta::encoding::Encoding;
use crate::meta::{Field, Meta, OrderTerm, Role};
use crate::sql::dialect::System;
use crate::sql::fragment::Fragment;
use crate::sql::on::RowOn;
use crate::sql::order::{push_term_of, push_terms};
use crate::sql::rows::statement;
use crate::sql::{At, Names, names, separated};
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;

/// One of the statements of a list, for a part of its order:
///
/// - `SELECT .., <columns of the order> FROM articles WHERE .. ORDER BY .. LIMIT 26`
/// - `SELECT o0, .. FROM (SELECT title AS o0, .. FROM articles WHERE .. ORDER BY .. LIMIT 10001) AS passed ..`
/// - `SELECT COUNT(*) FROM (SELECT 1 FROM articles WHERE .. LIMIT 10001)`
pub(crate) struct SelectPage<'s, Row, Filter> {
    clause: &'s Filter,
    plan: &'s Plan,
    part: &'s Part,
    what: What,
    rows: PhantomData<fn() -> Row>,
}

#[derive(Clone, Copy)]
enum What {
    Rows,
    Edge,
    Count,
}

impl<'s, Row, Filter> SelectPage<'s, Row, Filter> {
    pub(crate) fn rows(clause: &'s Filter, plan: &'s Plan, part: &'s Part) -> Self {
        Self { clause, plan, part, what: What::Rows, rows: PhantomData }
    }

    /// The first row of the part that a search does not look at any more.
    pub(crate) fn edge(clause: &'s Filter, plan: &'s Plan, part: &'s Part) -> Self {
        Self { clause, plan, part, what: What::Edge, rows: PhantomData }
    }

    /// How many rows there are, or among how many a search found how many.
    pub(crate) fn count(clause: &'s Filter, plan: &'s Plan, part: &'s Part) -> Self {
        Self { clause, plan, part, what: What::Count, rows: PhantomData }
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
        let Self { plan, part, .. } = *self;
        let page = Page { names: names::<Row::Model, DB>(), plan, part, clause: self.clause, is_empty };
        if !plan.is_kept {
            out.unsafe_to_cache_prepared();
        }
        match (self.what, part.within) {
            (What::Rows, _) => page.push_rows(&mut out),
            (What::Edge, within) => page.push_edge(within.unwrap_or_default(), &mut out),
            (What::Count, None) => page.push_count(&mut out),
            (What::Count, Some(within)) => page.push_count_within(within, &mut out),
        }
    }
}

/// A page of any model.
struct Page<'b, DB: ListDialect> {
    names: Names<'b, DB>,
    plan: &'b Plan,
    part: &'b Part,
    clause: &'b dyn Fragment<DB>,
    /// Whether the clause pushes nothing.
    is_empty: bool,
}

impl<'b, DB: ListDialect> Page<'b, DB> {
    fn push_rows(&self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let order = self.plan.read_order();
        out.push_sql("SELECT ");
        self.names.columns(At::Table, out)?;
        // The columns that a cursor has.
        order.iter().for_each(|term| out.push_sql(&format!(", {}", term.field)));
        self.push_from(&|_| true, true, out)?;
        self.push_ordered(&order, self.plan.limit, out)
    }

    /// The row after so many in the part: the last of one more, if there are that many. (A row that is left out for
    /// the search is passed as well.)
    fn push_edge(&self, within: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let (order, looks_for) = (self.plan.read_order(), &|term: &Term| !term.is_looked_for(DB::SYSTEM));
        out.push_sql("SELECT ");
        separated(order.iter().enumerate(), ", ", out, |(place, term), out| {
            out.push_sql(&format!("o{place}, {}", term.field));
            Ok(())
        })?;
        out.push_sql(" FROM (SELECT ");
        separated(order.iter().enumerate(), ", ", out, |(place, term), out| {
            self.names.column(At::Table, term.field, out)?;
            out.push_sql(&format!(" AS o{place}"));
            Ok(())
        })?;
        self.push_from(looks_for, true, out)?;
        self.push_ordered(&order, within, out)?;
        out.push_sql(") AS passed WHERE (SELECT COUNT(*) FROM (SELECT 1 AS one");
        self.push_from(looks_for, true, out)?;
        // In the order as well: PostgreSQL would otherwise read the table from its beginning to find so many.
        self.push_ordered(&order, within, out)?;
        out.push_sql(&format!(") AS counted) > {within} ORDER BY "));
        separated(reversed(&order).into_iter().enumerate(), ", ", out, |(place, term), out| {
            push_term_of(
                self.names.meta,
                term,
                &|out| {
                    out.push_sql(&format!("o{place}"));
                    Ok(())
                },
                out,
            )
        })?;
        out.push_sql(" LIMIT 1");
        Ok(())
    }

    fn push_count(&self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT COUNT(*) FROM (SELECT 1 AS one");
        self.push_from(&|_| true, false, out)?;
        out.push_sql(&format!(" LIMIT {}) AS counted", MOST_COUNTED + 1));
        Ok(())
    }

    /// The number of rows found among the first ones of the list, and the number of those.
    fn push_count_within(&self, within: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT COUNT(found), COUNT(*) FROM (SELECT CASE WHEN ");
        let looked_for = self.plan.terms.iter().filter(|term| term.is_looked_for(DB::SYSTEM));
        separated(looked_for, " AND ", out, |term, out| self.push_term(term, out))?;
        out.push_sql(" THEN 1 END AS found");
        self.push_from(&|term| !term.is_looked_for(DB::SYSTEM), false, out)?;
        self.push_ordered(&self.plan.order, within, out)?;
        out.push_sql(") AS looked");
        Ok(())
    }

    /// Pushes the order, and one row more than so many.
    fn push_ordered(&self, order: &[OrderTerm], most: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" ORDER BY ");
        push_terms(self.names, order, out)?;
        // A literal, because SQLite would prepare a statement with a bound limit again for each run.
        out.push_sql(&format!(" LIMIT {}", most.saturating_add(1)));
        Ok(())
    }

    /// Pushes the table, the clause and those of the conditions, and with `placed` where the part begins and ends.
    fn push_from(&self, takes: &dyn Fn(&Term) -> bool, placed: bool, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" FROM ");
        self.names.table(out)?;
        self.clause.walk(out.reborrow())?;
        let mut word = if self.is_empty { " WHERE " } else { " AND " };
        let mut next = |out: &mut AstPass<'_, 'b, DB>| out.push_sql(std::mem::replace(&mut word, " AND "));
        for term in self.plan.terms.iter().filter(|term| takes(term)) {
            next(out);
            self.push_term(term, out)?;
        }
        if !placed {
            return Ok(());
        }
        let (order, Part { null, until, .. }) = (self.plan.read_order(), self.part);
        let place = self.plan.place.as_ref().filter(|_| self.part.begins);
        if let (Some(is), None, None) = (null, place, until) {
            next(out);
            self.names.push_null(order[0].field, *is, out)?;
        }
        if let Some(Place { values, inclusive, .. }) = place {
            next(out);
            Seek { names: self.names, order: &order, values, inclusive: *inclusive, null: *null }.push(out)?;
        }
        if let Some(values) = until {
            next(out);
            let order = reversed(&order);
            Seek { names: self.names, order: &order, values, inclusive: false, null: *null }.push(out)?;
        }
        Ok(())
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
                    self.names.push_null(*field, true, out)?;
                    out.push_sql(")");
                }
            }
            Term::Null { field, is } => self.names.push_null(*field, *is, out)?,
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
    pub(crate) fn push_compared(self, field: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_own(&self.meta.fields[field], |out| self.column(At::Table, field, out), out)
    }

    /// Pushes the test that a column has no value, or that it has one.
    pub(crate) fn push_null(self, field: usize, is: bool, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.column(At::Table, field, out)?;
        out.push_sql(if is { " IS NULL" } else { " IS NOT NULL" });
        Ok(())
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
pub(crate) fn push_value<'b, DB: ListDialect>(
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
