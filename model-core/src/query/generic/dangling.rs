//! Generic references whose row does not exist.

use crate::meta::Field;
use crate::meta::encoding::Encoding;
use crate::meta::type_only::TypeOnly;
use crate::model::{Manager, Model};
use crate::query::generic::columns::push_is_kind;
use crate::query::generic::field::{GenericField, Place, Points, PointsBy, RefBy};
use crate::query::generic::kind::Kind;
use crate::query::generic::{GenericRef, Targets};
use crate::query::objects::Objects;
use crate::query::objects::within::Inside;
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::on::ModelOn;
use crate::sql::{At, predicate};
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};
use std::any::TypeId;
use std::marker::PhantomData;

/// The rows of a query over `Row` whose reference in the column `C` meets the condition `Condition`.
pub(crate) type Dangling<Row, Query, Scope, Order, Within, Condition> =
    Objects<Row, Query, Scope, Order, Inside<Within, Condition>>;

/// The predicate that the column `C` of a row of `M` refers to a row that no longer exists.
#[derive(Debug, Clone, Copy)]
pub struct TargetGone<M, C>(TypeOnly<(M, C)>);

predicate!([M, C] TargetGone<M, C>, id: TargetGone<M, C>);

impl<M, C, DB> QueryFragment<DB> for TargetGone<M, C>
where
    DB: Dialect,
    M: PointsBy<C, Field: GenericField<Ref: GenericRef<Types: PushesTypes<RefBy<M, C>, DB>>>> + ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        <RefBy<M, C> as GenericRef>::Types::push_gone::<M>(M::PLACE, &mut out)?;
        out.push_sql(")");
        Ok(())
    }
}

/// The predicate that the column `C` of a row of `M` refers to a row of an unknown type.
#[derive(Debug, Clone, Copy)]
pub struct Unreadable<M, C>(TypeOnly<(M, C)>);

predicate!([M, C] Unreadable<M, C>, id: Unreadable<M, C>);

impl<M, C, DB> QueryFragment<DB> for Unreadable<M, C>
where
    DB: Dialect,
    M: PointsBy<C, Field: GenericField<Ref: GenericRef<Types: PushesTypes<RefBy<M, C>, DB>>>> + ModelOn<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("NOT (");
        <RefBy<M, C> as GenericRef>::Types::push_known::<M>(M::PLACE, &mut out)?;
        out.push_sql(")");
        push_is_given::<M, DB>(M::PLACE, &mut out)
    }
}

/// The SQL over the models of a generic reference.
pub trait PushesTypes<T, DB: Dialect> {
    /// Whether the list is empty.
    const NONE: bool = false;

    /// Pushes the test that the reference in a place is to a row of one of the models, and that this row no longer
    /// exists.
    ///
    /// # Errors
    /// Errors from pushing its parts.
    fn push_gone<M: ModelOn<DB>>(place: Place, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()>;

    /// Pushes the test that the reference in a place is to one of the models.
    ///
    /// # Errors
    /// Errors from pushing its parts.
    fn push_known<M: ModelOn<DB>>(place: Place, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()>;
}

impl<T, DB: Dialect> PushesTypes<T, DB> for () {
    const NONE: bool = true;

    fn push_gone<M: ModelOn<DB>>(_: Place, _: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }

    fn push_known<M: ModelOn<DB>>(_: Place, _: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}

impl<T, P, Rest, DB> PushesTypes<T, DB> for (P, Rest)
where
    DB: Dialect,
    P: ModelOn<DB>,
    T: Targets<P>,
    Rest: PushesTypes<T, DB>,
{
    fn push_gone<M: ModelOn<DB>>(place: Place, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        out.push_sql("(");
        push_is_of::<M, P, DB>(place, T::KIND, out)?;
        out.push_sql(" AND ");
        push_is_gone::<M, P, DB>(place, out)?;
        out.push_sql(")");
        if !Rest::NONE {
            out.push_sql(" OR ");
        }
        Rest::push_gone::<M>(place, out)
    }

    fn push_known<M: ModelOn<DB>>(place: Place, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        push_is_of::<M, P, DB>(place, T::KIND, out)?;
        if !Rest::NONE {
            out.push_sql(" OR ");
        }
        Rest::push_known::<M>(place, out)
    }
}

/// Pushes the test that the reference in a place is to a row of `P`, by the content type before the key.
fn push_is_of<'b, M, P, DB>(place: Place, kind: Kind, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
    P: Model,
{
    let column = match place {
        Place::One(column) => column,
        Place::Two { kind: column, .. } => return push_is_kind::<M, DB>(column, kind, out),
    };
    let width = P::META.content_type.chars().count();
    let part = |from: usize, count: usize, out: &mut AstPass<'_, 'b, DB>| {
        DB::exactly(
            |out| {
                out.push_sql("SUBSTR(");
                sql::column::<M, DB>(At::Table, column, out)?;
                out.push_sql(&format!(", {from}, {count})"));
                Ok(())
            },
            out,
        )
    };
    part(1, width, out)?;
    out.push_sql(" = ");
    DB::exactly(|out| DB::text(P::META.content_type, out), out)?;
    out.push_sql(" AND ");
    part(width + 1, 1, out)?;
    out.push_sql(" = ':'");
    Ok(())
}

/// Pushes the test that no row of `P` has the key in a column.
fn push_is_gone<'b, M, P, DB>(place: Place, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
    P: ModelOn<DB>,
{
    let Some(Field { column: key_column, encoding, .. }) = P::META.key.first().map(|key| &P::META.fields[*key]) else {
        return Ok(());
    };
    let column = |out: &mut AstPass<'_, 'b, DB>| sql::column::<M, DB>(At::Table, place.key(), out);
    let reference = |out: &mut AstPass<'_, 'b, DB>| {
        if let Place::Two { .. } = place {
            return column(out);
        }
        out.push_sql("SUBSTR(");
        column(out)?;
        // The key begins after the content type and the colon.
        out.push_sql(&format!(", {})", P::META.content_type.chars().count() + 2));
        Ok(())
    };
    // A column next to a kind may have the key as it is, and not as its text.
    let as_text = matches!(place, Place::One(_)) || M::META.fields[place.key()].encoding == Encoding::Text;
    let name = |out: &mut AstPass<'_, 'b, DB>| {
        out.push_sql("model_target.");
        out.push_identifier(key_column)
    };
    let key = |out: &mut AstPass<'_, 'b, DB>| match as_text {
        true => DB::key_text(*encoding, name, out),
        false => name(out),
    };
    if DB::PREFERS_EXISTS {
        out.push_sql("NOT EXISTS (SELECT 1 FROM ");
        sql::table::<P, DB>(out)?;
        out.push_sql(" AS model_target WHERE ");
        if as_text {
            name(out)?;
            out.push_sql(" = ");
            DB::key_of_text(*encoding, reference, out)?;
            // Only one text is that of the key, but other texts read as the same key.
            out.push_sql(" AND ");
        }
        key(out)?;
        out.push_sql(" = ");
        reference(out)?;
        out.push_sql(")");
        return push_is_given::<M, DB>(place, out);
    }
    // MySQL does not write to a table that the same statement reads, unless it reads it through a derived table.
    let aside = DB::NEEDS_DERIVED_TABLE && TypeId::of::<M>() == TypeId::of::<P>();
    match (as_text, place) {
        (false, _) => reference(out)?,
        (true, Place::One(_)) => DB::exactly(reference, out)?,
        // A column may have a collation of its own.
        (true, Place::Two { .. }) => DB::bytes(reference, out)?,
    }
    out.push_sql(if aside { " NOT IN (SELECT * FROM (SELECT " } else { " NOT IN (SELECT " });
    match as_text {
        true => DB::exactly(key, out)?,
        false => key(out)?,
    }
    out.push_sql(" FROM ");
    sql::table::<P, DB>(out)?;
    out.push_sql(if aside { " AS model_target) AS model_targets)" } else { " AS model_target)" });
    Ok(())
}

/// Pushes the test that a key next to a kind is not NULL: without it, the row refers to nothing.
fn push_is_given<M, DB>(place: Place, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()>
where
    DB: Dialect,
    M: ModelOn<DB>,
{
    if let Place::Two { key, .. } = place
        && M::META.fields[key].nullable
    {
        out.push_sql(" AND ");
        sql::column::<M, DB>(At::Table, key, out)?;
        out.push_sql(" IS NOT NULL");
    }
    Ok(())
}

impl<Row, Query, Scope, Order, Within> Objects<Row, Query, Scope, Order, Within>
where
    Row: Manager,
{
    /// Only the rows whose generic reference is to a row that no longer exists:
    /// `Reaction::objects().dangling().delete().by(&me).run(conn)`. A soft deleted target still exists. Like the scope,
    /// the condition stays outside every filter. It does not select references of an unknown type; see
    /// [`of_unknown_type`](Self::of_unknown_type).
    ///
    /// The database checks every row of the query. SQLite, MySQL and MariaDB read all keys of every model that can be
    /// referred to; PostgreSQL looks each key up by its index.
    ///
    /// SQL: `.. WHERE ((SUBSTR(target, 1, 9) = 'articles:' AND SUBSTR(target, 10) NOT IN (SELECT CAST(id AS TEXT) FROM
    /// articles)) OR ..)`; on PostgreSQL `NOT EXISTS (SELECT 1 FROM articles WHERE id = SUBSTR(target, 10)::uuid)`
    #[allow(clippy::type_complexity)]
    pub fn dangling(
        self,
    ) -> Dangling<Row, Query, Scope, Order, Within, TargetGone<Row::Model, <Row::Model as Points>::Column>>
    where
        Row::Model: Points,
    {
        self.keep_within(TargetGone(PhantomData))
    }

    /// The same for a model with several references: `Notice::objects().dangling_by(notices::about)`.
    pub fn dangling_by<C>(self, _: C) -> Dangling<Row, Query, Scope, Order, Within, TargetGone<Row::Model, C>>
    where
        Row::Model: PointsBy<C>,
    {
        self.keep_within(TargetGone(PhantomData))
    }

    /// Only the rows whose generic reference has a type that the enum does not have, or no longer has.
    ///
    /// SQL: `.. WHERE NOT (SUBSTR(target, 1, 9) = 'articles:' OR ..)`
    #[allow(clippy::type_complexity)]
    pub fn of_unknown_type(
        self,
    ) -> Dangling<Row, Query, Scope, Order, Within, Unreadable<Row::Model, <Row::Model as Points>::Column>>
    where
        Row::Model: Points,
    {
        self.keep_within(Unreadable(PhantomData))
    }

    /// The same for a model with several references.
    pub fn of_unknown_type_by<C>(self, _: C) -> Dangling<Row, Query, Scope, Order, Within, Unreadable<Row::Model, C>>
    where
        Row::Model: PointsBy<C>,
    {
        self.keep_within(Unreadable(PhantomData))
    }
}
