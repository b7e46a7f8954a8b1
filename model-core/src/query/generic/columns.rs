//! Generic references over two columns: one has the kind of the row, the other its key.

use crate::meta::column_set::ColumnSet;
use crate::meta::encoding::Encoding;
use crate::model::Model;
use crate::model::key::{Key, KeyValue, of_own_text};
use crate::query::generic::field::Place;
use crate::query::generic::kind::{Kind, KindColumn, KindList, Kinds, check_all};
use crate::query::generic::stored::{Stored, UnknownRef};
use crate::query::generic::{GenericRef, Targets};
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::values::computed::Computed;
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};
use uuid::Uuid;

/// The key of a model that a field of type `L` next to the kind can have.
#[diagnostic::on_unimplemented(
    message = "a field of type `{L}` cannot hold the key `{Self}` of a generic reference",
    label = "expected the type under the key, or `String`",
    note = "the field next to the kind has the keys of all models: as `i64`, `i32` or `Uuid` if all are of that type, \
            or as `String`, which has each as its text"
)]
pub trait InColumn<L>: Sized {
    /// The key as the field has it.
    fn to_column(&self) -> L;

    /// The key that the field has; none if it has another value.
    fn of_column(column: &L) -> Option<Self>;
}

macro_rules! plain_keys {
    ($($ty:ty)+) => {$(
        #[diagnostic::do_not_recommend]
        impl InColumn<$ty> for $ty {
            fn to_column(&self) -> $ty {
                self.clone()
            }

            fn of_column(column: &$ty) -> Option<Self> {
                Some(column.clone())
            }
        }
    )+};
}

plain_keys!(i32 i64 Uuid String);

macro_rules! keys_as_text {
    ($($ty:ty)+) => {$(
        #[diagnostic::do_not_recommend]
        impl InColumn<String> for $ty {
            fn to_column(&self) -> String {
                self.key_text()
            }

            fn of_column(column: &String) -> Option<Self> {
                of_own_text(column)
            }
        }
    )+};
}

keys_as_text!(i32 i64 Uuid);

#[diagnostic::do_not_recommend]
impl InColumn<i64> for i32 {
    fn to_column(&self) -> i64 {
        i64::from(*self)
    }

    fn of_column(column: &i64) -> Option<Self> {
        Self::try_from(*column).ok()
    }
}

#[diagnostic::do_not_recommend]
impl<K: Key<Inner: InColumn<L>>, L> InColumn<L> for K {
    fn to_column(&self) -> L {
        self.inner().to_column()
    }

    fn of_column(column: &L) -> Option<Self> {
        K::Inner::of_column(column).map(K::from_inner)
    }
}

/// The models of a generic reference `T` whose kind is in a field `K` and whose key is in a field `L`.
pub trait InColumns<T, K, L> {
    /// The kinds of the models.
    const KINDS: KindList;
    /// The kinds that the field can have.
    const HOLDS: Kinds;

    /// A kind as text.
    fn shown(kind: &K) -> String;

    /// The kind and the key of a reference.
    fn split(target: &T) -> Option<(K, L)>;

    /// The reference with this kind and key; none when the kind is not one of these, or the key is not one of its.
    fn read(kind: &K, key: &L) -> Option<T>;
}

impl<T, K: KindColumn, L> InColumns<T, K, L> for () {
    const KINDS: KindList = KindList { kind: None, rest: None };
    const HOLDS: Kinds = K::HOLDS;

    fn shown(kind: &K) -> String {
        kind.shown()
    }

    fn split(_: &T) -> Option<(K, L)> {
        None
    }

    fn read(_: &K, _: &L) -> Option<T> {
        None
    }
}

impl<T, M, Rest, K, L> InColumns<T, K, L> for (M, Rest)
where
    T: Targets<M, Key: InColumn<L>>,
    M: Model,
    K: KindColumn,
    Rest: InColumns<T, K, L>,
{
    const KINDS: KindList = KindList { kind: Some(T::KIND), rest: Some(&Rest::KINDS) };
    const HOLDS: Kinds = K::HOLDS;

    fn shown(kind: &K) -> String {
        kind.shown()
    }

    fn split(target: &T) -> Option<(K, L)> {
        match target.key() {
            Some(key) => Some((K::of(T::KIND)?, key.to_column())),
            None => Rest::split(target),
        }
    }

    fn read(kind: &K, key: &L) -> Option<T> {
        if !kind.is(T::KIND) {
            return Rest::read(kind, key);
        }
        T::Key::of_column(key).map(T::of_key)
    }
}

/// Lets generated code check that two fields can have every kind and every key.
///
/// # Panics
/// The field of the kind cannot have one of the kinds. Only constants call this function, so the panic is a compile
/// error.
pub const fn in_columns<T, K, L>() -> bool
where
    T: GenericRef<Types: InColumns<T, K, L>>,
{
    check_all(&<T::Types as InColumns<T, K, L>>::KINDS, <T::Types as InColumns<T, K, L>>::HOLDS);
    true
}

/// The reference that two fields have.
pub fn read<T, K, L>(kind: &K, key: &L) -> Stored<T>
where
    T: GenericRef<Types: InColumns<T, K, L>>,
    L: ToString,
{
    let unknown = || Stored::Unknown(UnknownRef::of_parts(&T::Types::shown(kind), &key.to_string()));
    T::Types::read(kind, key).map_or_else(unknown, Stored::Known)
}

/// The same of two nullable fields, which refer to nothing if one of them is NULL.
pub fn read_nullable<T, K, L>(kind: &Option<K>, key: &Option<L>) -> Option<Stored<T>>
where
    T: GenericRef<Types: InColumns<T, K, L>>,
    L: ToString,
{
    Some(read(kind.as_ref()?, key.as_ref()?))
}

/// The values of two columns, and their places.
pub struct TwoSlots<'v, K, L> {
    /// Which columns are set.
    pub set: &'v mut ColumnSet,
    /// The columns that expressions set.
    pub computed: &'v mut Computed,
    /// The kind.
    pub kind: (usize, &'v mut Option<K>),
    /// The key.
    pub key: (usize, &'v mut Option<L>),
}

impl<K, L> TwoSlots<'_, K, L> {
    /// Sets both columns to a reference.
    pub fn put<T>(self, target: Option<&T>)
    where
        T: GenericRef<Types: InColumns<T, K, L>>,
    {
        let (kind, key) = target.and_then(T::Types::split).unzip();
        self.put_values(kind, key);
    }

    fn put_values(self, kind: Option<K>, key: Option<L>) {
        (*self.kind.1, *self.key.1) = (kind, key);
        for column in [self.kind.0, self.key.0] {
            self.set.insert(column);
            self.computed.remove(column);
        }
    }
}

impl<K, L> TwoSlots<'_, Option<K>, Option<L>> {
    /// Sets both columns to a reference, or to NULL.
    pub fn put_nullable<T>(self, target: Option<&T>)
    where
        T: GenericRef<Types: InColumns<T, K, L>>,
    {
        let (kind, key) = target.and_then(T::Types::split).unzip();
        self.put_values(Some(kind), Some(key));
    }
}

/// Pushes the test that a column has a kind, in the letters of the kind.
pub(crate) fn push_is_kind<'b, M, DB>(column: usize, kind: Kind, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Dialect,
    M: Model<Table: QueryFragment<DB>>,
{
    let name = |out: &mut AstPass<'_, 'b, DB>| sql::column::<M, DB>(At::Table, column, out);
    let literal = |out: &mut AstPass<'_, 'b, DB>| {
        // A literal has the type of the column, also if that is an enum of the database.
        out.push_sql(&match kind {
            Kind::Text(text) => format!("'{text}'"),
            Kind::Number(number) => number.to_string(),
        });
        Ok(())
    };
    name(out)?;
    out.push_sql(" = ");
    literal(out)?;
    if M::META.fields[column].encoding == Encoding::Text {
        out.push_sql(" AND NOT (");
        DB::differ(Encoding::Text, name, literal, out)?;
        out.push_sql(")");
    }
    Ok(())
}

/// Pushes the test that a reference is of a kind, before a test of its key: `kind = 'team' AND key`. For a reference of
/// one column, the column.
pub(crate) fn push_before_key<M, DB>(place: Place, kind: Kind, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()>
where
    DB: Dialect,
    M: Model<Table: QueryFragment<DB>>,
{
    if let Place::Two { kind: column, .. } = place {
        push_is_kind::<M, DB>(column, kind, out)?;
        out.push_sql(" AND ");
    }
    sql::column::<M, DB>(At::Table, place.key(), out)
}

/// Pushes the column of the key as the text that the key has in Rust; for a reference of one column, that column.
pub(crate) fn push_key_text<'b, M, DB>(place: Place, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Dialect,
    M: Model<Table: QueryFragment<DB>>,
{
    let column = |out: &mut AstPass<'_, 'b, DB>| sql::column::<M, DB>(At::Table, place.key(), out);
    match place {
        Place::One(_) => column(out),
        Place::Two { key, .. } => DB::key_text(M::META.fields[key].encoding, column, out),
    }
}

/// Pushes what groups rows by the key.
pub(crate) fn push_group<'b, M, DB>(place: Place, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Dialect,
    M: Model<Table: QueryFragment<DB>>,
{
    let column = |out: &mut AstPass<'_, 'b, DB>| sql::column::<M, DB>(At::Table, place.key(), out);
    match place {
        Place::Two { key, .. } if M::META.fields[key].encoding != Encoding::Text => column(out),
        _ => DB::bytes(column, out),
    }
}
