//! The side of a relation that has the foreign key.

use crate::meta::Privacy;
use crate::meta::column_set::ColumnSet;
use crate::model::Model;
use crate::model::key::KeyValue;
use crate::query::objects::scope::ScopeOf;
use crate::query::relations::join::JoinScope;
use crate::values::Values;
use diesel::expression::Expression;
use diesel::sql_types::is_nullable;
use diesel::{Column, Table};
use std::borrow::Cow;

/// A model whose column `C` refers to rows of `P`. Implemented by `#[model(belongs_to = ..)]` on a field. For a foreign
/// key of several columns, which is declared on the struct, `C` is the tuple of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not belong to `{P}` through the column `{C}`",
    label = "no field of `{Self}` declares this `belongs_to`",
    note = "add `#[model(belongs_to = ..)]` to the foreign key field, in the model that has the column"
)]
pub trait BelongsTo<P: Model, C>: Model {
    /// The type of the field: the parent's key, or an `Option` of it; a tuple of such types for several columns.
    type Field: ForeignKey<P, C>;
    /// The scope in which the parent is searched: [`Live`](crate::objects::Live), or
    /// [`WithDeleted`](crate::objects::WithDeleted) for a lenient relation.
    type Parents: ScopeOf<P, Selection = P::Selection> + JoinScope;

    /// The indices of the fields, in the order of the parent's key.
    const FOREIGN_KEY: &'static [usize];

    /// The column of the parent that each write to its rows counts up: `touches = ..`.
    const TOUCHES: Option<usize> = None;

    /// The field in a row.
    fn field(&self) -> Cow<'_, Self::Field>;

    /// The field in the values of a write: none when the write does not set every column.
    fn value(values: &Self::Values) -> Option<Cow<'_, Self::Field>>;

    /// The key of the parent, unless a part of it is NULL.
    fn foreign_key(&self) -> Option<Cow<'_, P::Key>> {
        key_in(self.field())
    }

    /// The key of the parent that a write sets: none when it does not set every column, or sets NULL.
    fn foreign_key_set(values: &Self::Values) -> Option<Cow<'_, P::Key>> {
        key_in(Self::value(values)?)
    }

    /// Whether a write sets a column of the foreign key, and none to NULL.
    fn names_parent(values: &Self::Values) -> bool {
        Self::foreign_key_set(values).is_some()
    }

    /// Sets the foreign key in the values of a write.
    fn set_foreign_key(values: &mut Self::Values, key: Self::Field);

    /// Sets each column of the foreign key that can be NULL to NULL, in the values of a write.
    fn detach(values: &mut Self::Values) {
        if let Some(null) = Self::Field::null() {
            Self::set_foreign_key(values, null);
        }
    }

    /// Whether a write sets a column of the foreign key.
    fn sets_foreign_key(values: &Self::Values) -> bool {
        Self::FOREIGN_KEY.iter().any(|column| values.columns().contains(*column))
    }
}

/// The index of the field that stands for a foreign key in errors: the last one.
pub(crate) const fn named_by(foreign_key: &[usize]) -> usize {
    foreign_key[foreign_key.len() - 1]
}

/// A model with exactly one field that belongs to `P`, so that the two models determine the relation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which column refers to `{P}`",
    label = "`{Self}` has no field that belongs to `{P}`, or more than one",
    note = "add `#[model(belongs_to = ..)]` to the foreign key field; if there are several, name the column, as in `by \
            = comments::article_id`"
)]
pub trait RefersTo<P>: Model {
    /// The column.
    type ForeignKey;
}

/// Lets generated code check that the parent of a relation is a model.
pub const fn is_model<M: Model>() -> bool {
    true
}

/// Lets generated code check that a column is the foreign key of a relation.
pub const fn belongs_by<M, P, C>()
where
    M: BelongsTo<P, C>,
    P: Model,
{
}

/// A column of the table `T` that can count: an integer that is not NULL.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot count the writes to the rows that belong to a row of `{T}`",
    label = "not a column of `{T}` with an integer that is never NULL",
    note = "`touches = ..` names a column of the parent's table, of the type `SmallInt`, `Integer` or `BigInt`"
)]
pub trait Counts<T>: Column {}

#[diagnostic::do_not_recommend]
impl<T, C: Column<Table: Is<T>> + Expression<SqlType: Number>> Counts<T> for C {}

/// The same type: as a bound of its own, so that the compiler reports [`Counts`] for a column of another table.
pub trait Is<T> {}

impl<T> Is<T> for T {}

/// An SQL type of integers that are not NULL.
pub trait Number {}

impl Number for diesel::sql_types::SmallInt {}
impl Number for diesel::sql_types::Integer {}
impl Number for diesel::sql_types::BigInt {}

/// The index of the column of `P` that counts, for generated code.
///
/// # Panics
/// If an entry of the trail would show the column, which is written without one. Only constants call this function, so
/// the panic is a compile error.
pub const fn touched<P: Model, C: Counts<P::Table>>() -> usize {
    let column = P::META.index_of_column(C::NAME);
    assert!(
        !P::META.is_compared() || matches!(P::META.fields[column].privacy, Privacy::Skip),
        "the parent has a trail or a change log, and counting its children's writes adds nothing to it: write \
         `#[audit(skip)]` on the field that `touches` names"
    );
    column
}

/// The column through which `M` belongs to `P`.
pub type ForeignKeyTo<M, P> = <M as RefersTo<P>>::ForeignKey;

/// A field that can hold a key of type `K`: the type itself, or an `Option` of it.
#[diagnostic::on_unimplemented(
    message = "a foreign key of type `{Self}` cannot hold the parent's key, which is `{K}`",
    label = "expected `{K}`, or an `Option` of it",
    note = "if the parent's key has several columns, declare the relation on the struct, with one field for each, in \
            the order of that key: `#[model(belongs_to(Author, foreign_key = [tenant_id, author_id]))]`"
)]
pub trait HoldsKeyOf<K: Clone>: Clone + 'static {
    /// Whether it can be NULL, as a type; a tuple of such types for several columns.
    type Null;
    /// Whether there may be no parent, as a type: whether one of the columns can be NULL.
    type Absent;

    /// The key, unless it is NULL.
    fn key(&self) -> Option<Cow<'_, K>>;

    /// The field with this key.
    fn of_key(key: K) -> Self;

    /// NULL, if it is one field that can hold it.
    fn null() -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl<K: KeyValue> HoldsKeyOf<K> for K {
    type Null = is_nullable::NotNull;
    type Absent = is_nullable::NotNull;

    fn key(&self) -> Option<Cow<'_, K>> {
        Some(Cow::Borrowed(self))
    }

    fn of_key(key: K) -> Self {
        key
    }

    fn null() -> Option<Self> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<K: KeyValue> HoldsKeyOf<K> for Option<K> {
    type Null = is_nullable::IsNullable;
    type Absent = is_nullable::IsNullable;

    fn key(&self) -> Option<Cow<'_, K>> {
        self.as_ref().map(Cow::Borrowed)
    }

    fn of_key(key: K) -> Self {
        Some(key)
    }

    fn null() -> Option<Self> {
        Some(None)
    }
}

/// The key that a field holds.
fn key_in<K: Clone, Field: HoldsKeyOf<K>>(field: Cow<'_, Field>) -> Option<Cow<'_, K>> {
    match field {
        Cow::Borrowed(field) => field.key(),
        Cow::Owned(fields) => fields.key().map(|key| Cow::Owned(key.into_owned())),
    }
}

/// One field of a foreign key, which may be able to hold NULL.
pub trait PartOfReference: Sized {
    /// Whether it can be NULL, as a type.
    type Null;

    /// Sets a column to NULL in the values of a write, if its field can hold it.
    fn detach(slot: &mut Option<Self>, set: &mut ColumnSet, column: usize);

    /// Whether it is NULL.
    fn is_null(&self) -> bool;
}

#[diagnostic::do_not_recommend]
impl<K: KeyValue> PartOfReference for K {
    type Null = is_nullable::NotNull;

    fn detach(_: &mut Option<Self>, _: &mut ColumnSet, _: usize) {}

    fn is_null(&self) -> bool {
        false
    }
}

#[diagnostic::do_not_recommend]
impl<K> PartOfReference for Option<K> {
    type Null = is_nullable::IsNullable;

    fn detach(slot: &mut Option<Self>, set: &mut ColumnSet, column: usize) {
        *slot = Some(None);
        set.insert(column);
    }

    fn is_null(&self) -> bool {
        self.is_none()
    }
}

/// A field that can hold NULL, which `on_delete = set_null` needs.
#[diagnostic::on_unimplemented(
    message = "`on_delete = set_null` needs a foreign key that can be NULL, but this one is `{Self}`",
    label = "this foreign key field is not an `Option`",
    note = "make the column `Nullable` and the field an `Option`, or choose `cascade`, `restrict` or `keep`"
)]
pub trait Nullable {}

#[diagnostic::do_not_recommend]
impl<K> Nullable for Option<K> {}

/// What is true of several columns together: whether one of them can be NULL.
pub trait AnyNull {
    /// The answer for this column and others.
    type Or<Others>;
}

impl AnyNull for is_nullable::NotNull {
    type Or<Others> = Others;
}

impl AnyNull for is_nullable::IsNullable {
    type Or<Others> = Self;
}

/// The answer that one of several columns can be NULL.
pub trait OneIsNull {}

impl OneIsNull for is_nullable::IsNullable {}

/// Several fields that hold a key together.
macro_rules! parts {
    (@any $trait:ident $last:ident) => { <$last as $trait>::Null };
    (@any $trait:ident $first:ident $($part:ident)+) => {
        <<$first as $trait>::Null as AnyNull>::Or<parts!(@any $trait $($part)+)>
    };
    (@keys $last:ident $key:ident) => { <$last as HoldsKeyOf<$key>>::Null };
    (@keys $first:ident $key:ident $($part:ident $other:ident)+) => {
        <<$first as HoldsKeyOf<$key>>::Null as AnyNull>::Or<parts!(@keys $($part $other)+)>
    };
    ($($field:ident $key:ident $null:ident $sql:ident $column:ident $at:tt;)+) => {
        #[diagnostic::do_not_recommend]
        impl<$($key: KeyValue, $field: HoldsKeyOf<$key, Null: AnyNull>),+> HoldsKeyOf<($($key,)+)> for ($($field,)+) {
            type Null = ($($field::Null,)+);
            type Absent = parts!(@keys $($field $key)+);

            fn key(&self) -> Option<Cow<'_, ($($key,)+)>> {
                Some(Cow::Owned(($(self.$at.key()?.into_owned(),)+)))
            }

            fn of_key(key: ($($key,)+)) -> Self {
                ($($field::of_key(key.$at),)+)
            }

            fn null() -> Option<Self> {
                None
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($field: PartOfReference<Null: AnyNull>),+> Nullable for ($($field,)+)
        where
            parts!(@any PartOfReference $($field)+): OneIsNull,
        {
        }

        #[diagnostic::do_not_recommend]
        impl<$($null: SameSql<$sql, $column>, $sql, $column),+> SameSql<($($sql,)+), ($($column,)+)> for ($($null,)+) {}
    };
}

parts!(FA KA NA SA CA 0; FB KB NB SB CB 1;);
parts!(FA KA NA SA CA 0; FB KB NB SB CB 1; FC KC NC SC CC 2;);
parts!(FA KA NA SA CA 0; FB KB NB SB CB 1; FC KC NC SC CC 2; FD KD ND SD CD 3;);
parts!(FA KA NA SA CA 0; FB KB NB SB CB 1; FC KC NC SC CC 2; FD KD ND SD CD 3; FE KE NE SE CE 4;);
parts!(FA KA NA SA CA 0; FB KB NB SB CB 1; FC KC NC SC CC 2; FD KD ND SD CD 3; FE KE NE SE CE 4; FF KF NF SF CF 5;);
parts!(FA KA NA SA CA 0; FB KB NB SB CB 1; FC KC NC SC CC 2; FD KD ND SD CD 3; FE KE NE SE CE 4; FF KF NF SF CF 5; FG KG NG SG CG 6;);
parts!(FA KA NA SA CA 0; FB KB NB SB CB 1; FC KC NC SC CC 2; FD KD ND SD CD 3; FE KE NE SE CE 4; FF KF NF SF CF 5; FG KG NG SG CG 6; FH KH NH SH CH 7;);

/// The SQL type of a model's key; a tuple for several columns.
pub(crate) type KeySql<P> = <<<P as Model>::Table as Table>::PrimaryKey as Expression>::SqlType;

/// A field over the column `C` that refers to rows of `P`. Implemented for every field with the Rust type and the SQL
/// type of the parent's key; both may be nullable.
#[diagnostic::on_unimplemented(
    message = "a foreign key of the type `{Self}` cannot hold the key of `{P}`",
    label = "the fields of the foreign key do not fit the parent's key",
    note = "name one field for each column of the parent's key, in the order of that key, each with the type of that \
            column or an `Option` of it"
)]
pub trait ForeignKey<P: Model, C>: HoldsKeyOf<P::Key> {}

impl<F, P, C> ForeignKey<P, C> for F
where
    P: Model<Table: Table<PrimaryKey: Expression>>,
    C: Expression,
    F: HoldsKeyOf<P::Key>,
    // Only a field that fits has `Null`: if it does not fit, the compiler reports that alone, and nothing about the
    // column.
    <F as HoldsKeyOf<P::Key>>::Null: SameSql<KeySql<P>, C::SqlType>,
{
}

/// A column of the SQL type `Column` can hold a key of the SQL type `Key`: the same one, nullable or not.
#[diagnostic::on_unimplemented(
    message = "a foreign key in a column of type `{Column}` cannot refer to a key of type `{Key}`",
    label = "the column of this field and the key of the parent have different types in `diesel::table!`",
    note = "give both columns the same SQL type; the foreign key may also be `Nullable`"
)]
pub trait SameSql<Key, Column> {}

macro_rules! same_sql {
    ($($null:ty),+) => {$(
        #[diagnostic::do_not_recommend]
        impl<ST> SameSql<ST, ST> for $null {}

        #[diagnostic::do_not_recommend]
        impl<ST> SameSql<ST, diesel::sql_types::Nullable<ST>> for $null where
            ST: diesel::sql_types::SqlType<IsNull = is_nullable::NotNull>
        {
        }
    )+};
}

same_sql!(is_nullable::NotNull, is_nullable::IsNullable);
