//! Default orders: total, and the same on every backend.

use crate::meta::encoding::Encoding;
use crate::meta::{Meta, OrderTerm};
use crate::sql::dialect::Dialect;
use crate::sql::{At, Names, comma};
use diesel::QueryResult;
use diesel::query_builder::AstPass;

/// Pushes the terms of a default order. The key follows them unless they are unique already: rows that are equal in all
/// terms would otherwise come in any order, and in another one on the next page.
pub(crate) fn push_terms<'b, DB: Dialect>(
    names: Names<'b, DB>,
    terms: &[OrderTerm],
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    for (place, term) in terms.iter().enumerate() {
        comma(place > 0, out);
        push_term(names, *term, out)?;
    }
    let Some(last) = terms.last().filter(|_| !is_unique(names.meta, terms)) else { return Ok(()) };
    for field in names.meta.key.iter().filter(|index| !has(terms, **index)) {
        out.push_sql(", ");
        // In the direction of the last term, so that one index serves both.
        push_term(names, OrderTerm { field: *field, ..*last }, out)?;
    }
    Ok(())
}

fn has(terms: &[OrderTerm], index: usize) -> bool {
    terms.iter().any(|term| term.field == index)
}

/// The same terms up to the one that makes them unique, and those that [`push_terms`] adds; the key alone if there are
/// none. So the last term is never NULL.
#[cfg(feature = "list")]
pub(crate) fn completed(meta: &Meta, terms: &[OrderTerm]) -> Vec<OrderTerm> {
    let last = terms.last().map_or(OrderTerm::ascending(0), |last| *last);
    let key = meta.key.iter().filter(|index| !has(terms, **index));
    let mut all: Vec<OrderTerm> = terms.to_vec();
    all.extend(key.map(|field| OrderTerm { field: *field, nulls_first: None, ..last }));
    let needed = (1..all.len()).find(|count| is_unique(meta, &all[..*count]));
    all.truncate(needed.unwrap_or(all.len()));
    all
}

/// Whether no two rows are equal in all terms.
fn is_unique(meta: &Meta, terms: &[OrderTerm]) -> bool {
    let uniques = meta.uniques.iter().filter(|unique| !unique.is_partial(meta) && unique.condition.is_empty());
    let uniques = uniques.map(|unique| unique.columns);
    std::iter::once(meta.key)
        .chain(uniques)
        .any(|columns| columns.iter().all(|index| has(terms, *index) && !meta.fields[*index].nullable))
}

/// NULL is smaller than any value, unless the term says otherwise.
fn push_term<'b, DB: Dialect>(names: Names<'b, DB>, term: OrderTerm, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
    push_term_of(names.meta, term, &|out| names.column(At::Table, term.field, out), out)
}

/// Pushes a term whose column has another name than in its table.
pub(crate) fn push_term_of<'b, DB: Dialect>(
    meta: &Meta,
    term: OrderTerm,
    column: &dyn Fn(&mut AstPass<'_, 'b, DB>) -> QueryResult<()>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let OrderTerm { field, descending, .. } = term;
    let first = term.begins_with_nulls();
    // An index without the clause is of no use to an order with it, so the clause stands only where it says something.
    let says = meta.fields[field].nullable && first == (descending == DB::NULLS_ARE_SMALLEST);
    if says && !DB::ORDERS_NULLS {
        column(out)?;
        out.push_sql(if first { " IS NULL DESC, " } else { " IS NULL, " });
    }
    if DB::HAS_DECIMAL_TEXTS && meta.fields[field].encoding == Encoding::Decimal {
        out.push_sql("CAST(");
        column(out)?;
        out.push_sql(" AS REAL)");
    } else {
        column(out)?;
    }
    out.push_sql(if descending { " DESC" } else { " ASC" });
    if says && DB::ORDERS_NULLS {
        out.push_sql(if first { " NULLS FIRST" } else { " NULLS LAST" });
    }
    Ok(())
}
