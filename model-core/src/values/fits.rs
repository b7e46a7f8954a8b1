//! Checks whether a field fits its column where the model is defined, with an error in plain words, and finds the
//! [exact](Exact) form of its value.

use crate::values::exact::Exact;
use diesel::Expression;
use std::marker::PhantomData;

/// A Rust type that can be stored in a column of the SQL type `ST`, and read from it, on one of the enabled backends.
///
/// No type implements it: [`Probe`] requires it after the types did not fit on any backend.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` does not fit its column, which holds `{ST}`",
    label = "this type cannot be stored as `{ST}` and read back",
    note = "use an `Option` if, and only if, the column is `Nullable`; an enum needs `#[derive(Choices)]`, \
            and in a column of numbers `#[choices(value = 1)]` on each variant; another type of your own needs `ToSql` \
            and `FromSql`"
)]
pub trait Fits<ST> {}

/// A crate that leaves the choice of a backend to the application has no backend to check its types with.
#[cfg(not(any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
impl<T, ST> Fits<ST> for T {}

/// A column and the value of its field.
///
/// `(&&&&&probe::<C, _>(&value)).__exact()` resolves to the impl for types with an exact form, and otherwise to the
/// first backend where the type fits: the compiler looks for the method on as many references as are written, then on
/// one fewer.
#[allow(missing_debug_implementations)]
pub struct Probe<'v, C, T>(Option<&'v T>, PhantomData<C>);

/// The probe of a value, if there is one.
pub fn probe<C, T>(value: &Option<T>) -> Probe<'_, C, T> {
    Probe(value.as_ref(), PhantomData)
}

impl<'v, C: Expression, T> Probe<'v, C, T> {
    /// The type fits on no backend.
    pub fn __exact(&self) -> Option<Exact<'v>>
    where
        T: Fits<C::SqlType>,
    {
        None
    }
}

/// `Self`, if the fields of the model fit their columns.
///
/// A model names its columns and values through it. After a field that does not fit, `FIT` has no value, so the
/// compiler knows no such type, and reports the field alone instead of every use of the model.
pub trait IfFits<const FIT: bool> {
    /// `Self`.
    type Type;
}

impl<T> IfFits<true> for T {
    type Type = T;
}

/// `T`, if the fields of the model fit.
pub type Fitting<T, const FIT: bool> = <T as IfFits<FIT>>::Type;

/// Whether what a constant holds compiles: a constant of a body with an error has no value.
pub const fn compiles<T: Copy>(_: T) -> bool {
    true
}

/// The backends, as traits that generated code imports next to the user's own names.
pub mod backends {
    use crate::values::exact::{Exact, HasExactForm};
    use crate::values::fits::Probe;
    use diesel::Expression;

    /// The type has an exact form, and so fits on every backend that supports it.
    pub trait __Exact<'v> {
        /// The value.
        fn __exact(&self) -> Option<Exact<'v>>;
    }

    impl<'v, C, T> __Exact<'v> for &&&&Probe<'v, C, T>
    where
        C: Expression,
        T: HasExactForm<C::SqlType>,
    {
        fn __exact(&self) -> Option<Exact<'v>> {
            self.0.and_then(HasExactForm::exact)
        }
    }

    macro_rules! backend {
        ($name:ident, $probe:ty, $db:ty) => {
            /// The type fits on this backend.
            pub trait $name {
                /// The type fits; nothing is known about the value.
                fn __exact(&self) -> Option<Exact<'static>> {
                    None
                }
            }

            impl<C, T> $name for $probe
            where
                C: Expression,
                T: diesel::serialize::ToSql<C::SqlType, $db> + diesel::deserialize::FromSqlRow<C::SqlType, $db>,
                $db: diesel::sql_types::HasSqlType<C::SqlType>,
            {
            }
        };
    }

    #[cfg(feature = "postgres")]
    backend!(__Postgres, &&&Probe<'_, C, T>, diesel::pg::Pg);
    #[cfg(feature = "sqlite")]
    backend!(__Sqlite, &&Probe<'_, C, T>, diesel::sqlite::Sqlite);
    #[cfg(feature = "mysql")]
    backend!(__Mysql, &Probe<'_, C, T>, diesel::mysql::Mysql);
}
