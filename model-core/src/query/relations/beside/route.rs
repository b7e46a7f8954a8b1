//! How each kind of relation leads from given rows to related ones, in SQL.

use crate::model::{DeletionPolicy, Model};
use crate::query::generic::Targets;
use crate::query::generic::columns::{push_before_key, push_group, push_key_text};
use crate::query::generic::field::{GenericField, PointsBy, RefBy};
use crate::query::generic::pointer::Pointer;
use crate::query::relations::belongs_to::{BelongsTo, KeySql};
use crate::query::relations::join::JoinScope;
use crate::query::relations::load::statement::Listed;
use crate::query::relations::related::{Children, OneChild, Parent, Referring, Through};
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::values::BindValues;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSqlRow};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::{Field, NamedRow, Row};
use diesel::serialize::ToSql;
use diesel::sql_types::Text;
use std::borrow::Cow;
use std::hash::Hash;

/// How many related rows a row has.
pub trait Finds {
    /// The related rows of one row: an `Option`, or a `Vec`.
    type Found<X: Send>: Send;

    /// The related rows of one row, in their order.
    fn gather<X: Send>(rows: Vec<X>) -> Self::Found<X>;
}

macro_rules! finds {
    ($($relation:ident<$($param:ident),+>: $found:ident, $rows:ident => $gathered:expr;)+) => {$(
        impl<$($param),+> Finds for $relation<$($param),+> {
            type Found<X: Send> = $found<X>;

            fn gather<X: Send>($rows: Vec<X>) -> $found<X> {
                $gathered
            }
        }
    )+};
}

finds! {
    Parent<P, C>: Option, rows => rows.into_iter().next();
    OneChild<Child, C>: Option, rows => rows.into_iter().next();
    Children<Child, C>: Vec, rows => rows;
    Through<Linked, Link, By, To>: Vec, rows => rows;
    Referring<Child, C>: Vec, rows => rows;
}

/// A relation of `M`, in the SQL of `DB`. Related rows belong to the rows of `M` that have their key.
pub trait Route<M: Model, DB: Dialect>: Finds {
    /// The value that a row of `M` and its related rows share.
    type Key: Hash + Eq + Send + Sync;

    /// How many columns the key has.
    const COLUMNS: usize = 1;
    /// Whether a key that was not asked for belongs to no row, and is no error.
    const SKIPS_OTHERS: bool = false;
    /// Whether deleted rows are included in any case.
    const LENIENT: bool = false;

    /// The key of a row, unless it has no related rows for sure.
    fn key(row: &M) -> Option<Self::Key>;

    /// Pushes the tables.
    ///
    /// # Errors
    /// Errors from pushing them.
    fn push_tables<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>;

    /// Pushes the key of a related row: its columns, with commas.
    ///
    /// # Errors
    /// Errors from pushing it.
    fn push_key<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>;

    /// Pushes the key of a related row as one value.
    ///
    /// # Errors
    /// Errors from pushing it.
    fn push_key_tuple<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(if Self::COLUMNS > 1 { "(" } else { "" });
        Self::push_key(out)?;
        out.push_sql(if Self::COLUMNS > 1 { ")" } else { "" });
        Ok(())
    }

    /// Pushes what groups related rows by their key.
    ///
    /// # Errors
    /// Errors from pushing it.
    fn push_group<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Self::push_key(out)
    }

    /// Pushes the key of a group.
    ///
    /// # Errors
    /// Errors from pushing it.
    fn push_key_of_group<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Self::push_key(out)
    }

    /// Pushes the test whether the key before it is one of these.
    ///
    /// # Errors
    /// A key cannot be serialized.
    fn push_is_one_of<'b>(keys: &'b [&'b Self::Key], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>;

    /// Pushes the test that a link is not deleted, if there are links.
    ///
    /// # Errors
    /// Errors from pushing it.
    fn push_live_link<'b>(_: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }

    /// Reads the key, which begins at a column.
    ///
    /// # Errors
    /// The value is not a key.
    fn read_key<'a>(row: &impl NamedRow<'a, DB>, at: usize) -> deserialize::Result<Self::Key>;
}

impl<M, P, C, DB> Route<M, DB> for Parent<P, C>
where
    DB: Dialect,
    M: BelongsTo<P, C>,
    P: Listed<DB, Key: Hash + Eq + FromSqlRow<KeySql<P>, DB>> + Model<Table: QueryFragment<DB>>,
{
    type Key = P::Key;

    const COLUMNS: usize = P::META.key.len();
    const LENIENT: bool = !<M::Parents as JoinScope>::LIVE;

    fn key(row: &M) -> Option<P::Key> {
        row.foreign_key().map(Cow::into_owned)
    }

    fn push_tables<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        sql::table::<P, DB>(out)
    }

    fn push_key<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        sql::key_columns::<P, DB>(At::Table, out)
    }

    fn push_is_one_of<'b>(keys: &'b [&'b P::Key], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        P::push_is_one_of(keys, out)
    }

    fn read_key<'a>(row: &impl NamedRow<'a, DB>, at: usize) -> deserialize::Result<P::Key> {
        FromSqlRow::build_from_row(&row.partial_row(at..at + P::META.key.len()))
    }
}

impl<M, Child, C, DB> Route<M, DB> for Children<Child, C>
where
    DB: Dialect,
    M: Listed<DB, Key: Hash + Eq + FromSqlRow<KeySql<M>, DB>>,
    Child: BelongsTo<M, C> + Model<Table: QueryFragment<DB>>,
{
    type Key = M::Key;

    const COLUMNS: usize = M::META.key.len();

    fn key(row: &M) -> Option<M::Key> {
        Some(row.key())
    }

    fn push_tables<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        sql::table::<Child, DB>(out)
    }

    fn push_key<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        sql::names::<Child, DB>().listed(At::Table, Child::FOREIGN_KEY, out)
    }

    fn push_is_one_of<'b>(keys: &'b [&'b M::Key], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        M::push_is_one_of(keys, out)
    }

    fn read_key<'a>(row: &impl NamedRow<'a, DB>, at: usize) -> deserialize::Result<M::Key> {
        FromSqlRow::build_from_row(&row.partial_row(at..at + M::META.key.len()))
    }
}

impl<M, Child, C, DB> Route<M, DB> for OneChild<Child, C>
where
    DB: Dialect,
    M: Model,
    Children<Child, C>: Route<M, DB>,
{
    type Key = <Children<Child, C> as Route<M, DB>>::Key;

    const COLUMNS: usize = <Children<Child, C> as Route<M, DB>>::COLUMNS;

    fn key(row: &M) -> Option<Self::Key> {
        Children::<Child, C>::key(row)
    }

    fn push_tables<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Children::<Child, C>::push_tables(out)
    }

    fn push_key<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Children::<Child, C>::push_key(out)
    }

    fn push_is_one_of<'b>(keys: &'b [&'b Self::Key], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Children::<Child, C>::push_is_one_of(keys, out)
    }

    fn read_key<'a>(row: &impl NamedRow<'a, DB>, at: usize) -> deserialize::Result<Self::Key> {
        Children::<Child, C>::read_key(row, at)
    }
}

impl<M, Linked, Link, By, To, DB> Route<M, DB> for Through<Linked, Link, By, To>
where
    DB: Dialect,
    M: Listed<DB, Key: Hash + Eq + FromSqlRow<KeySql<M>, DB>>,
    Linked: Model<Table: QueryFragment<DB>>,
    Link: BelongsTo<M, By> + BelongsTo<Linked, To> + Model<Table: QueryFragment<DB>>,
{
    type Key = M::Key;

    const COLUMNS: usize = M::META.key.len();

    fn key(row: &M) -> Option<M::Key> {
        Some(row.key())
    }

    fn push_tables<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let (link, linked) = (sql::names::<Link, DB>(), sql::names::<Linked, DB>());
        link.table(out)?;
        out.push_sql(" INNER JOIN ");
        linked.table(out)?;
        out.push_sql(" ON ");
        linked.equal(Linked::META.key, link, <Link as BelongsTo<Linked, To>>::FOREIGN_KEY, out)
    }

    fn push_key<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        sql::names::<Link, DB>().listed(At::Table, <Link as BelongsTo<M, By>>::FOREIGN_KEY, out)
    }

    fn push_is_one_of<'b>(keys: &'b [&'b M::Key], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        M::push_is_one_of(keys, out)
    }

    fn push_live_link<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_live::<Link, DB>(out)
    }

    fn read_key<'a>(row: &impl NamedRow<'a, DB>, at: usize) -> deserialize::Result<M::Key> {
        FromSqlRow::build_from_row(&row.partial_row(at..at + M::META.key.len()))
    }
}

impl<M, Child, C, DB> Route<M, DB> for Referring<Child, C>
where
    DB: Dialect,
    M: Model,
    Child: PointsBy<C, Field: GenericField<Ref: Targets<M>>> + Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
    String: ToSql<Text, DB>,
{
    type Key = Pointer<Child::Values>;

    /// A reference that is equal only by the collation refers to another row.
    const SKIPS_OTHERS: bool = true;

    fn key(row: &M) -> Option<Self::Key> {
        Some(Pointer::to::<Child, C, M>(row))
    }

    fn push_tables<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        sql::table::<Child, DB>(out)
    }

    fn push_key<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_key_text::<Child, DB>(Child::PLACE, out)
    }

    fn push_key_tuple<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_before_key::<Child, DB>(Child::PLACE, <RefBy<Child, C> as Targets<M>>::KIND, out)
    }

    fn push_group<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_group::<Child, DB>(Child::PLACE, out)
    }

    /// All values of a group are the same, so any aggregate returns it.
    fn push_key_of_group<'b>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("MIN(");
        <Self as Route<M, DB>>::push_key(out)?;
        out.push_sql(")");
        Ok(())
    }

    fn push_is_one_of<'b>(keys: &'b [&'b Self::Key], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Pointer::push_is_one_of(Child::PLACE, keys, out)
    }

    fn read_key<'a>(row: &impl NamedRow<'a, DB>, at: usize) -> deserialize::Result<Self::Key> {
        let text = DB::read_text(Row::get(row, at).ok_or("the row has no key")?.value())?;
        Ok(Pointer::of_text::<M>(Child::PLACE, text))
    }
}

/// Pushes the test that a row is not deleted, if its model has soft deletion.
pub(crate) fn push_live<M, DB>(out: &mut AstPass<'_, '_, DB>) -> QueryResult<()>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>>,
{
    if M::Deletion::SOFT {
        out.push_sql(" AND ");
        sql::is_deleted::<M, DB>(At::Table, false, out)?;
    }
    Ok(())
}
