//! The side of a relation that has the foreign key.

use crate::model::Model;
use crate::model::key::KeyValue;
use crate::query::objects::scope::ScopeOf;
use crate::query::relations::join::JoinScope;
use crate::values::Values;
use diesel::Table;
use diesel::expression::Expression;
use diesel::sql_types::is_nullable;

/// A model whose column `C` refers to rows of `P`. Implemented by `#[model(belongs_to = ..)]` on a field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not belong to `{P}` through the column `{C}`",
    label = "no field of `{Self}` declares this `belongs_to`",
    note = "add `#[model(belongs_to = ..)]` to the foreign key field, in the model that has the column"
)]
pub trait BelongsTo<P: Model, C>: Model {
    /// The type of the field: the parent's key, or an `Option` of it.
    type Field: ForeignKey<P, C>;
    /// The scope in which the parent is searched: [`Live`](crate::objects::Live), or
    /// [`WithDeleted`](crate::objects::WithDeleted) for a lenient relation.
    type Parents: ScopeOf<P, Selection = P::Selection> + JoinScope;

    /// The index of the field.
    const FOREIGN_KEY: usize;

    /// The field in a row.
    fn field(&self) -> &Self::Field;

    /// The field in the values of a write: none when the write does not set the column.
    fn value(values: &Self::Values) -> Option<&Self::Field>;

    /// The field in the values of a write, for changes.
    fn slot(values: &mut Self::Values) -> &mut Option<Self::Field>;

    /// The key of the parent, unless it is NULL.
    fn foreign_key(&self) -> Option<&P::Key> {
        self.field().key()
    }

    /// The key of the parent that a write sets: none when it does not set the column, or sets NULL.
    fn foreign_key_set(values: &Self::Values) -> Option<&P::Key> {
        Self::value(values).and_then(HoldsKeyOf::key)
    }

    /// Sets the foreign key in the values of a write.
    fn set_foreign_key(values: &mut Self::Values, key: Self::Field) {
        *Self::slot(values) = Some(key);
        values.columns_mut().insert(Self::FOREIGN_KEY);
    }
}

/// A model with exactly one field that belongs to `P`, so that the two models determine the relation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which column refers to `{P}`",
    label = "`{Self}` has no field that belongs to `{P}`, or more than one",
    note = "add `#[model(belongs_to = ..)]` to the foreign key field; if there are several, name the column, as in `by \
            = comments::article_id`"
)]
pub trait RefersTo<P: Model>: Model {
    /// The column.
    type ForeignKey;
}

/// Lets generated code check that a column is the foreign key of a relation.
pub const fn belongs_by<M, P, C>()
where
    M: BelongsTo<P, C>,
    P: Model,
{
}

/// The column through which `M` belongs to `P`.
pub type ForeignKeyTo<M, P> = <M as RefersTo<P>>::ForeignKey;

/// A field that can hold a key of type `K`: the type itself, or an `Option` of it.
#[diagnostic::on_unimplemented(
    message = "a foreign key of type `{Self}` cannot hold the parent's key, which is `{K}`",
    label = "expected `{K}`, or an `Option` of it",
    note = "a foreign key is one column, so it cannot refer to a parent whose key has several columns"
)]
pub trait HoldsKeyOf<K>: Clone + 'static {
    /// Whether it can be NULL, as a type.
    type Null;

    /// The key, unless it is NULL.
    fn key(&self) -> Option<&K>;

    /// The field with this key.
    fn of_key(key: K) -> Self;
}

#[diagnostic::do_not_recommend]
impl<K: KeyValue> HoldsKeyOf<K> for K {
    type Null = is_nullable::NotNull;

    fn key(&self) -> Option<&K> {
        Some(self)
    }

    fn of_key(key: K) -> Self {
        key
    }
}

#[diagnostic::do_not_recommend]
impl<K: KeyValue> HoldsKeyOf<K> for Option<K> {
    type Null = is_nullable::IsNullable;

    fn key(&self) -> Option<&K> {
        self.as_ref()
    }

    fn of_key(key: K) -> Self {
        Some(key)
    }
}

/// A field that can hold NULL, which `on_delete = set_null` needs.
#[diagnostic::on_unimplemented(
    message = "`on_delete = set_null` needs a foreign key that can be NULL, but this one is `{Self}`",
    label = "this foreign key field is not an `Option`",
    note = "make the column `Nullable` and the field an `Option`, or choose `cascade`, `restrict` or `keep`"
)]
pub trait Nullable {
    /// NULL.
    fn null() -> Self;
}

#[diagnostic::do_not_recommend]
impl<K> Nullable for Option<K> {
    fn null() -> Self {
        None
    }
}

/// The SQL type of a model's key, if the key is one column.
pub(crate) type KeySql<P> = <<<P as Model>::Table as Table>::PrimaryKey as Expression>::SqlType;

/// A field over the column `C` that refers to rows of `P`. Implemented for every field with the Rust type and the SQL
/// type of the parent's key; both may be nullable.
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
