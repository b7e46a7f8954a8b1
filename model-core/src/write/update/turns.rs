//! The order in which an UPDATE sets its columns.
//!
//! In standard SQL every expression after SET sees the row as it was. MySQL and MariaDB set one column after the other,
//! from left to right, and an expression sees the new value of a column that was set before it. There an expression
//! comes before the columns that it names.

use crate::meta::Field;
use crate::meta::column_set::ColumnSet;
use crate::sql::dialect::Dialect;
use crate::sql::{AnyValues, Names};
use crate::values::computed::ColumnSql;
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};
use std::iter::Chain;

/// An expression as a statement of its own.
struct Alone<'s>(&'s dyn ColumnSql);

impl<DB: Dialect> QueryFragment<DB> for Alone<'_> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        DB::computed(self.0, out)
    }
}

/// The columns of a write, in the order in which they can be set.
pub(crate) fn in_turn<DB: Dialect>(
    names: Names<'_, DB>,
    values: &dyn AnyValues<DB>,
) -> QueryResult<Chain<std::vec::IntoIter<usize>, impl Iterator<Item = usize>>> {
    let computed = values.computed();
    if !DB::SETS_IN_TURN || computed.is_empty() {
        return Ok(Vec::new().into_iter().chain(without(values.set(), &[])));
    }
    let texts: QueryResult<Vec<_>> =
        computed.iter().map(|(column, sql)| Ok((column, DB::text_of(&Alone(sql))?))).collect();
    let first = sorted(names.meta.fields, texts?)?;
    let rest = without(values.set(), &first);
    Ok(first.into_iter().chain(rest))
}

/// The columns that are not in the list.
fn without(set: ColumnSet, others: &[usize]) -> impl Iterator<Item = usize> + use<> {
    let mut left_out = ColumnSet::default();
    others.iter().for_each(|column| left_out.insert(*column));
    set.iter().filter(move |column| !left_out.contains(*column))
}

/// The columns of expressions, each before those that its text names.
fn sorted(columns: &[Field], mut texts: Vec<(usize, String)>) -> QueryResult<Vec<usize>> {
    let mut sorted = Vec::with_capacity(texts.len());
    while !texts.is_empty() {
        let is_free = |column: usize| {
            let name = columns[column].column;
            texts.iter().all(|(other, text)| *other == column || !mentions(text, name))
        };
        let Some(free) = texts.iter().position(|(column, _)| is_free(*column)) else {
            let fields: Vec<_> = texts.iter().map(|(column, _)| columns[*column].name).collect();
            let message = format!(
                "the expressions for {} need each other's old values, but MySQL and MariaDB set one column after the \
                 other: write them in two patches, or compute the values in the program",
                fields.join(" and ")
            );
            return Err(diesel::result::Error::QueryBuilderError(message.into()));
        };
        sorted.push(texts.remove(free).0);
    }
    Ok(sorted)
}

/// Whether a column is named in a text: as a whole word, quoted or not. A word that is no column changes the order
/// alone.
fn mentions(text: &str, column: &str) -> bool {
    let is_in_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let (text, column) = (text.to_lowercase(), column.to_lowercase());
    text.match_indices(&column)
        .any(|(at, found)| !text[..at].ends_with(is_in_word) && !text[at + found.len()..].starts_with(is_in_word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meta::field;

    diesel::table! {
        posts (id) {
            id -> BigInt,
            title -> Text,
            old_title -> Text,
            views -> Integer,
        }
    }

    const COLUMNS: [Field; 4] = [
        field::key::<posts::id>("id"),
        field::plain::<posts::title>("title"),
        field::plain::<posts::old_title>("old_title"),
        field::plain::<posts::views>("views"),
    ];

    fn in_order(texts: &[(usize, &str)]) -> Result<Vec<usize>, String> {
        let texts = texts.iter().map(|(column, text)| (*column, (*text).to_owned())).collect();
        sorted(&COLUMNS, texts).map_err(|error| error.to_string())
    }

    #[test]
    fn an_expression_comes_before_the_columns_that_it_names() {
        assert_eq!(in_order(&[(1, "upper(`title`)"), (2, "`posts`.`title`")]), Ok(vec![2, 1]));
        assert_eq!(in_order(&[(1, "`views`"), (2, "`title`"), (3, "`views` + 1")]), Ok(vec![2, 1, 3]));
        assert_eq!(in_order(&[(1, "old_title"), (3, "1")]), Ok(vec![1, 3]));
    }

    #[test]
    fn a_name_is_a_whole_word() {
        // `old_title` does not name `title`.
        assert_eq!(in_order(&[(1, "1"), (2, "old_title || 'x'")]), Ok(vec![1, 2]));
        assert_eq!(in_order(&[(1, "1"), (2, "TITLE || 'x'")]), Ok(vec![2, 1]));
    }

    #[test]
    fn two_that_name_each_other_have_no_order() {
        let error = in_order(&[(1, "`old_title`"), (3, "1"), (2, "`title`")]).unwrap_err();
        assert!(error.contains("title and old_title need each other's old values"), "{error}");
    }
}
