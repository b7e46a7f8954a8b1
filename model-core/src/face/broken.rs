//! Replacements for a model with wrong attributes, so that one mistake stays one error.
//!
//! Wherever a model names a type, `$error` takes its place: a type that the compiler has already reported. The compiler
//! does not report anything else that contains such a type, so other models, proxies, hooks and queries that use this
//! model cause no further errors.

use crate::model::Model;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::{Column, QueryResult};
use std::marker::PhantomData;

/// The column by which a broken model `M` refers to others. It is no error itself: relations of other models name it,
/// and the compiler would take them for broken too.
#[derive(Debug)]
pub struct BrokenColumn<M>(PhantomData<M>);

impl<M> Clone for BrokenColumn<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for BrokenColumn<M> {}

impl<M> Default for BrokenColumn<M> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<M: 'static> QueryId for BrokenColumn<M> {
    type QueryId = Self;
}

impl<M: Model<Table: diesel::Table<PrimaryKey: Expression>>> Expression for BrokenColumn<M> {
    type SqlType = <<M::Table as diesel::Table>::PrimaryKey as Expression>::SqlType;
}

impl<M: Model<Table: diesel::Table<PrimaryKey: Expression>>> Column for BrokenColumn<M> {
    type Table = M::Table;

    const NAME: &'static str = "";
}

impl<M, DB: Backend> QueryFragment<DB> for BrokenColumn<M> {
    fn walk_ast<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

impl<M, QS> AppearsOnTable<QS> for BrokenColumn<M> where Self: Expression {}

impl<M, QS> SelectableExpression<QS> for BrokenColumn<M> where Self: AppearsOnTable<QS> {}

impl<M, GB> ValidGrouping<GB> for BrokenColumn<M> {
    type IsAggregate = is_aggregate::Never;
}

/// The impls of a model that the derive refused.
#[doc(hidden)]
#[macro_export]
macro_rules! __broken_model {
    (model $model:ident, $error:ty) => {
        impl $crate::__private::Manager for $model {
            type Model = Self;
            type Filter = $error;
            type Ordering = $error;

            const ORDERING: &'static [$crate::__private::OrderTerm] = &[];

            fn as_model(&self) -> &Self {
                self
            }
        }

        impl $crate::__private::Model for $model {
            type Table = $error;
            type Selection = $error;
            type Key = $error;
            type New = $error;
            type Values = $error;
            type Patch<Target> = $error;
            type Deletion = $error;
            type References = $error;
            type Attribution = $error;
            type Hooks = $error;

            const TABLE: &'static $error = loop {};
            const META: &'static $crate::__private::Meta = &$crate::__private::Meta {
                name: ::core::stringify!($model),
                content_type: ::core::stringify!($model),
                fields: &[],
                key: &[],
                audited: false,
                captured: false,
                read_only: false,
                repr: ::core::option::Option::None,
                uniques: &[],
                indexes: &[],
                doc: "",
                write_only: &[],
            };

            fn selection() -> $error {
                loop {}
            }

            fn key(&self) -> $error {
                loop {}
            }

            fn patch_of<Target>(_: Target) -> $error {
                loop {}
            }
        }

        impl $crate::__private::Writable for $model {}
        impl $crate::__private::HasCreatedAt for $model {}
        impl $crate::__private::HasUpdatedAt for $model {}
        impl $crate::__private::SoftDelete for $model {}
        impl $crate::__private::HasDeletionBatch for $model {}
        impl $crate::__private::HasVersion for $model {}

        impl<P: $crate::__private::Model, C> $crate::__private::BelongsTo<P, C> for $model {
            type Field = $error;
            type Parents = $error;

            const FOREIGN_KEY: &'static [usize] = &[0];

            fn field(&self) -> $crate::__private::Cow<'_, $error> {
                loop {}
            }

            fn value(_: &$error) -> ::core::option::Option<$crate::__private::Cow<'_, $error>> {
                ::core::option::Option::None
            }

            fn set_foreign_key(_: &mut $error, _: $error) {}
        }

        impl<P: $crate::__private::Model> $crate::__private::RefersTo<P> for $model {
            type ForeignKey = $crate::__private::BrokenColumn<$model>;
        }

        impl<T> $crate::__private::Relates<T> for $model {
            type By = $error;
        }

        impl<C> $crate::__private::generic::PointsBy<C> for $model {
            type Field = $error;

            const PLACE: $crate::__private::generic::Place = $crate::__private::generic::Place::One(0);

            fn with_field(
                &self,
                _: fn(&$error) -> ::core::option::Option<$crate::__private::String>,
            ) -> ::core::option::Option<$crate::__private::String> {
                loop {}
            }
        }

        impl $crate::__private::generic::Points for $model {
            type Column = $crate::__private::BrokenColumn<$model>;
        }

        impl<T> $crate::__private::DefaultScope<T> for $model {
            type Value = $error;

            const COLUMN: usize = 0;

            fn value(&self) -> &$error {
                loop {}
            }

            fn slot(_: &mut $error) -> &mut ::core::option::Option<$error> {
                loop {}
            }
        }

        impl<B: $crate::__private::Base> $crate::__private::Embeds<B> for $model {
            const FIRST: usize = 0;

            fn base(&self) -> &B {
                loop {}
            }

            fn base_values(_: B::Options) -> $error {
                loop {}
            }

            fn patch_base_of<Target>(_: Target, _: B) -> $error {
                loop {}
            }
        }

        impl<B: $crate::__private::HookedBase> $crate::__private::HookedBy<B> for $model {
            fn seen(_: &$error) -> B::Seen<'_> {
                loop {}
            }

            fn slots(_: &mut $error) -> B::Slots<'_> {
                loop {}
            }
        }

        impl $crate::__private::HasKinds for $model {
            type Children = $error;
            type Kind = $error;
        }

        impl<C> $crate::__private::ExtendedBy<C> for $model {}
    };
    // One whose rows can be edited, if they can be cloned: a bound with a lifetime may be false.
    (edit $model:ident, $error:ty) => {
        impl $crate::__private::Editable for $model
        where
            for<'never> $model: ::core::clone::Clone,
        {
            type Edit = $error;

            fn into_edit(self) -> $error {
                loop {}
            }

            fn differences(&self, _: &Self) -> $crate::__private::ColumnSet {
                loop {}
            }
        }
    };
    // One that extends another.
    (child $model:ident, $error:ty) => {
        impl $crate::__private::Extends for $model {
            type Parent = $error;
            type Part = $error;
            type Column = $error;
            type New = $error;
            type Patch<Target> = $error;

            fn parent(&self) -> &$error {
                loop {}
            }

            fn of_parts(_: $error, _: $error) -> Self {
                loop {}
            }

            fn values_of(_: $error) -> $crate::__private::Halves<Self> {
                loop {}
            }

            fn patch_of<Target>(_: Target) -> $error {
                loop {}
            }
        }
    };
    // One whose rows cannot go to another thread: without the traits of a model, which ask for that.
    (thread $model:ident, $error:ty) => {
        $crate::__broken_model!(verbs $model, $error,
            objects(), create(new), create_many(new), upsert(new), update_or_create(new), upsert_many(new),
            get_or_create(new), patch_by_key(key), delete_by_key(key), history(key), as_of(key, instant), at_version(key, version),
            purge());

        #[allow(dead_code)]
        impl $model {
            #[doc(hidden)]
            pub fn patch(&self) -> $error {
                loop {}
            }
            #[doc(hidden)]
            pub fn edit(self) -> $error {
                loop {}
            }
            #[doc(hidden)]
            pub fn delete(self) -> $error {
                loop {}
            }
            #[doc(hidden)]
            pub fn hard_delete(self) -> $error {
                loop {}
            }
        }
    };
    (verbs $model:ident, $error:ty, $($verb:ident($($argument:ident),*)),+) => {
        #[allow(dead_code, non_camel_case_types)]
        impl $model {$(
            #[doc(hidden)]
            pub fn $verb<$($argument),*>($(_: $argument),*) -> $error {
                loop {}
            }
        )+}
    };
    // Without derives of Diesel next to ours.
    (diesel $model:ident, $error:ty) => {
        impl $crate::__private::diesel::associations::HasTable for $model {
            type Table = $error;

            fn table() -> $error {
                loop {}
            }
        }

        impl<'row> $crate::__private::diesel::associations::Identifiable for &'row $model {
            type Id = $error;

            fn id(self) -> $error {
                loop {}
            }
        }

        impl<DB: $crate::__private::diesel::backend::Backend> $crate::__private::diesel::expression::Selectable<DB>
            for $model
        {
            type SelectExpression = $error;

            fn construct_selection() -> $error {
                loop {}
            }
        }

        impl<ST, DB: $crate::__private::diesel::backend::Backend>
            $crate::__private::diesel::deserialize::Queryable<ST, DB> for $model
        {
            type Row = $error;

            fn build(_: $error) -> $crate::__private::diesel::deserialize::Result<Self> {
                loop {}
            }
        }
    };
}

pub use crate::__broken_model as broken_model;
