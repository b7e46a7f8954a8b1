//! The statements of the loads, and how their rows are read.

use crate::meta::type_only::TypeOnly;
use crate::model::key::KeyValue;
use crate::model::{DeletionPolicy, Manager, Model};
use crate::query::generic::columns::{push_before_key, push_group, push_key_text};
use crate::query::generic::field::PointsBy;
use crate::query::generic::kind::Kind;
use crate::query::generic::pointer::Pointer;
use crate::query::objects::default_scope::push_shared_scope;
use crate::query::relations::belongs_to::{BelongsTo, KeySql};
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::order::push_terms;
use crate::sql::parts::key_tuple;
use crate::sql::rows::statement;
use crate::values::BindValues;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSqlRow, QueryableByName};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::{Field, NamedRow, Row};
use diesel::serialize::ToSql;
use diesel::sql_types::{HasSqlType, Text};
use diesel::{Expression, QueryResult, Table};
use std::marker::PhantomData;

/// A model whose rows can be found by a list of keys.
pub trait Listed<DB: Backend>: Model {
    /// Pushes the test whether the expression before it is one of these keys.
    ///
    /// # Errors
    /// A key cannot be serialized.
    fn push_is_one_of<'b>(keys: &'b [&'b Self::Key], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

#[diagnostic::do_not_recommend]
impl<M, DB> Listed<DB> for M
where
    DB: Dialect,
    M: Model<Table: Table<PrimaryKey: Expression>, Key: InList<KeySql<M>, DB>>,
{
    fn push_is_one_of<'b>(keys: &'b [&'b M::Key], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        M::Key::push_is_one_of(keys, out)
    }
}

/// A key of the SQL type `ST`, which a list can have.
pub trait InList<ST, DB: Backend>: Sized {
    /// Pushes the test whether the expression before it is one of these keys.
    ///
    /// # Errors
    /// A key cannot be serialized.
    fn push_is_one_of<'b>(keys: &'b [&'b Self], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

#[diagnostic::do_not_recommend]
impl<K, ST, DB> InList<ST, DB> for K
where
    DB: Dialect + HasSqlType<ST>,
    ST: 'static,
    K: KeyValue + ToSql<ST, DB>,
{
    fn push_is_one_of<'b>(keys: &'b [&'b K], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        DB::is_one_of::<ST, K>(keys, out)
    }
}

macro_rules! keys_of_parts {
    ($($part:ident $sql:ident $at:tt;)+) => {
        #[diagnostic::do_not_recommend]
        impl<DB, $($part, $sql),+> InList<($($sql,)+), DB> for ($($part,)+)
        where
            DB: Dialect $(+ HasSqlType<$sql>)+,
            $($part: KeyValue + ToSql<$sql, DB>,)+
        {
            fn push_is_one_of<'b>(keys: &'b [&'b Self], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
                // The text depends on the number of keys, so caching would keep one prepared statement per number.
                out.unsafe_to_cache_prepared();
                // For a list of one, `(a, b) IN ((?, ?))`, MariaDB uses no index.
                let (open, close) = if keys.len() == 1 { (" = ", "") } else { (" IN (", ")") };
                out.push_sql(open);
                sql::separated(keys, ", ", out, |key, out| {
                    $(
                        out.push_sql(if $at == 0 { "(" } else { ", " });
                        out.push_bind_param::<$sql, $part>(&key.$at)?;
                    )+
                    out.push_sql(")");
                    Ok(())
                })?;
                out.push_sql(close);
                Ok(())
            }
        }
    };
}

keys_of_parts!(A SA 0; B SB 1;);
keys_of_parts!(A SA 0; B SB 1; C SC 2;);
keys_of_parts!(A SA 0; B SB 1; C SC 2; D SD 3;);
keys_of_parts!(A SA 0; B SB 1; C SC 2; D SD 3; E SE 4;);
keys_of_parts!(A SA 0; B SB 1; C SC 2; D SD 3; E SE 4; F SF 5;);
keys_of_parts!(A SA 0; B SB 1; C SC 2; D SD 3; E SE 4; F SF 5; G SG 6;);
keys_of_parts!(A SA 0; B SB 1; C SC 2; D SD 3; E SE 4; F SF 5; G SG 6; H SH 7;);

/// Pushes the test that a row is not deleted, unless all rows are requested or the model has no soft deletion.
fn push_live<'b, M, DB>(all: bool, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>>,
{
    if !all && M::Deletion::SOFT {
        out.push_sql(" AND ");
        sql::is_deleted::<M, DB>(At::Table, false, out)?;
    }
    Ok(())
}

/// Pushes the default order.
fn push_order<'b, Row, DB>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Dialect,
    Row: Manager<Model: Model<Table: QueryFragment<DB>>>,
{
    if Row::ORDERING.is_empty() {
        return Ok(());
    }
    out.push_sql(" ORDER BY ");
    push_terms(sql::names::<Row::Model, DB>(), Row::ORDERING, out)
}

/// `SELECT .. FROM authors WHERE id IN (..) AND deleted_at IS NULL`
pub(crate) struct SelectParents<'k, P: Model> {
    pub(crate) keys: &'k [&'k P::Key],
    pub(crate) all: bool,
    /// The default scope of the rows for which this loads.
    pub(crate) shared_scope: &'k [P::Values],
}

statement!(['k, P: Model] SelectParents<'k, P>, by_text);

impl<P, DB> QueryFragment<DB> for SelectParents<'_, P>
where
    DB: Dialect,
    P: RowOn<DB> + Listed<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        sql::columns::<P, DB>(At::Table, &mut out)?;
        out.push_sql(" FROM ");
        sql::table::<P, DB>(&mut out)?;
        out.push_sql(" WHERE ");
        key_tuple::<P, DB>(&mut out)?;
        P::push_is_one_of(self.keys, &mut out)?;
        push_shared_scope::<P, DB>(self.shared_scope, &mut out)?;
        push_live::<P, DB>(self.all, &mut out)
    }
}

/// `SELECT .. FROM comments WHERE article_id IN (..) AND deleted_at IS NULL ORDER BY ..`, or their number for each key.
pub(crate) struct SelectChildren<'k, M: Model, Child: Model, C> {
    keys: &'k [&'k M::Key],
    all: bool,
    shared_scope: &'k [Child::Values],
    counted: bool,
    relation: PhantomData<fn() -> C>,
}

impl<'k, M: Model, Child: Model, C> SelectChildren<'k, M, Child, C> {
    pub(crate) fn new(keys: &'k [&'k M::Key], all: bool, shared_scope: &'k [Child::Values]) -> Self {
        Self { keys, all, shared_scope, counted: false, relation: PhantomData }
    }

    pub(crate) fn counted(self) -> Self {
        Self { counted: true, ..self }
    }
}

statement!(['k, M: Model, Child: Model, C] SelectChildren<'k, M, Child, C>, by_text);

impl<M, Child, C, DB> QueryFragment<DB> for SelectChildren<'_, M, Child, C>
where
    DB: Dialect,
    M: Listed<DB>,
    Child: BelongsTo<M, C> + Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let names = sql::names::<Child, DB>();
        out.push_sql("SELECT ");
        if self.counted {
            names.listed(At::Table, Child::FOREIGN_KEY, &mut out)?;
            out.push_sql(", COUNT(*)");
        } else {
            sql::columns::<Child, DB>(At::Table, &mut out)?;
        }
        out.push_sql(" FROM ");
        names.table(&mut out)?;
        out.push_sql(" WHERE ");
        names.tuple(Child::FOREIGN_KEY, &mut out)?;
        M::push_is_one_of(self.keys, &mut out)?;
        push_shared_scope::<Child, DB>(self.shared_scope, &mut out)?;
        push_live::<Child, DB>(self.all, &mut out)?;
        if self.counted {
            out.push_sql(" GROUP BY ");
            return names.listed(At::Table, Child::FOREIGN_KEY, &mut out);
        }
        push_order::<Child, DB>(&mut out)
    }
}

/// `SELECT .. FROM article_tags INNER JOIN tags ON tags.id = article_tags.tag_id WHERE article_tags.article_id IN (..)
/// ORDER BY ..`, or their number for each key. A deleted link never counts, even when deleted rows are requested.
pub(crate) struct SelectLinked<'k, M: Model, Linked: Model, Link, By, To> {
    keys: &'k [&'k M::Key],
    all: bool,
    shared_scope: &'k [Linked::Values],
    counted: bool,
    relation: TypeOnly<(Link, By, To)>,
}

impl<'k, M: Model, Linked: Model, Link, By, To> SelectLinked<'k, M, Linked, Link, By, To> {
    pub(crate) fn new(keys: &'k [&'k M::Key], all: bool, shared_scope: &'k [Linked::Values]) -> Self {
        Self { keys, all, shared_scope, counted: false, relation: PhantomData }
    }

    pub(crate) fn counted(self) -> Self {
        Self { counted: true, ..self }
    }
}

statement!(['k, M: Model, Linked: Model, Link, By, To] SelectLinked<'k, M, Linked, Link, By, To>, by_text);

impl<M, Linked, Link, By, To, DB> QueryFragment<DB> for SelectLinked<'_, M, Linked, Link, By, To>
where
    DB: Dialect,
    M: Listed<DB>,
    Linked: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
    Link: BelongsTo<M, By> + BelongsTo<Linked, To> + Model<Table: QueryFragment<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let by = <Link as BelongsTo<M, By>>::FOREIGN_KEY;
        let (link, linked) = (sql::names::<Link, DB>(), sql::names::<Linked, DB>());
        out.push_sql("SELECT ");
        if self.counted {
            link.listed(At::Table, by, &mut out)?;
            out.push_sql(", COUNT(*)");
        } else {
            sql::columns::<Linked, DB>(At::Table, &mut out)?;
            out.push_sql(", ");
            sql::columns::<Link, DB>(At::Table, &mut out)?;
        }
        out.push_sql(" FROM ");
        link.table(&mut out)?;
        out.push_sql(" INNER JOIN ");
        linked.table(&mut out)?;
        out.push_sql(" ON ");
        linked.equal(Linked::META.key, link, <Link as BelongsTo<Linked, To>>::FOREIGN_KEY, &mut out)?;
        out.push_sql(" WHERE ");
        link.tuple(by, &mut out)?;
        M::push_is_one_of(self.keys, &mut out)?;
        push_shared_scope::<Linked, DB>(self.shared_scope, &mut out)?;
        push_live::<Link, DB>(false, &mut out)?;
        push_live::<Linked, DB>(self.all, &mut out)?;
        if self.counted {
            out.push_sql(" GROUP BY ");
            return link.listed(At::Table, by, &mut out);
        }
        push_order::<Linked, DB>(&mut out)
    }
}

/// `SELECT .. FROM reactions WHERE target IN (..) AND deleted_at IS NULL ORDER BY ..`, or their number for each
/// reference. For a reference of two columns, `WHERE owner_kind = 'team' AND owner_id IN (..)`.
pub(crate) struct SelectReferring<'k, Child: Model, C> {
    targets: &'k [&'k Pointer<Child::Values>],
    kind: Kind,
    all: bool,
    shared_scope: &'k [Child::Values],
    counted: bool,
    relation: PhantomData<fn() -> C>,
}

impl<'k, Child: Model, C> SelectReferring<'k, Child, C> {
    pub(crate) fn new(
        targets: &'k [&'k Pointer<Child::Values>],
        kind: Kind,
        all: bool,
        shared_scope: &'k [Child::Values],
    ) -> Self {
        Self { targets, kind, all, shared_scope, counted: false, relation: PhantomData }
    }

    pub(crate) fn counted(self) -> Self {
        Self { counted: true, ..self }
    }
}

statement!(['k, Child: Model, C] SelectReferring<'k, Child, C>, by_text);

impl<Child, C, DB> QueryFragment<DB> for SelectReferring<'_, Child, C>
where
    DB: Dialect,
    Child: PointsBy<C> + Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
    String: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        if self.counted {
            // All values of a group are the same, so any aggregate returns it.
            out.push_sql("MIN(");
            push_key_text::<Child, DB>(Child::PLACE, &mut out)?;
            out.push_sql("), COUNT(*)");
        } else {
            sql::columns::<Child, DB>(At::Table, &mut out)?;
        }
        out.push_sql(" FROM ");
        sql::table::<Child, DB>(&mut out)?;
        out.push_sql(" WHERE ");
        push_before_key::<Child, DB>(Child::PLACE, self.kind, &mut out)?;
        Pointer::push_is_one_of(Child::PLACE, self.targets, &mut out)?;
        push_shared_scope::<Child, DB>(self.shared_scope, &mut out)?;
        push_live::<Child, DB>(self.all, &mut out)?;
        if self.counted {
            out.push_sql(" GROUP BY ");
            return push_group::<Child, DB>(Child::PLACE, &mut out);
        }
        push_order::<Child, DB>(&mut out)
    }
}

/// A row, and the link that led to it.
pub(crate) struct WithLink<Linked, Link> {
    pub(crate) row: Linked,
    pub(crate) link: Link,
}

impl<Linked, Link, DB> QueryableByName<DB> for WithLink<Linked, Link>
where
    DB: Backend,
    Linked: RowOn<DB>,
    Link: RowOn<DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let width = <Linked::Model as Model>::META.fields.len();
        let link = FromSqlRow::build_from_row(&row.partial_row(width..row.field_count()))?;
        Ok(Self { row: FromSqlRow::build_from_row(&row.partial_row(0..width))?, link })
    }
}

/// A key of a row of `M`, and a count.
pub(crate) struct KeyCount<M: Model> {
    pub(crate) key: M::Key,
    pub(crate) count: i64,
}

impl<M, DB> QueryableByName<DB> for KeyCount<M>
where
    DB: Dialect,
    M: Model<Key: FromSqlRow<KeySql<M>, DB>>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let parts = M::META.key.len();
        let count = Row::get(row, parts).ok_or("the row has no count")?;
        let key = FromSqlRow::build_from_row(&row.partial_row(0..parts))?;
        Ok(Self { key, count: DB::read_count(count.value())? })
    }
}

/// A stored generic reference, and a count.
pub(crate) struct ReferenceCount {
    pub(crate) target: String,
    pub(crate) count: i64,
}

impl<DB: Dialect> QueryableByName<DB> for ReferenceCount {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let target = Row::get(row, 0).ok_or("the row has no reference")?;
        let count = Row::get(row, 1).ok_or("the row has no count")?;
        Ok(Self { target: DB::read_text(target.value())?, count: DB::read_count(count.value())? })
    }
}
