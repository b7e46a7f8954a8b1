//! The impls of children and of their parents, as macros that the generated code calls.

/// A child: the link between its two rows.
#[doc(hidden)]
#[macro_export]
macro_rules! __child {
    (
        $child:ident, $part:ident, $parent:ty, $column:ty, $new:ident, $patch:ident, $member:ident { $($field:ident),* }
    ) => {
        #[automatically_derived]
        impl $crate::__private::Extends for $child {
            type Parent = $parent;
            type Part = $part;
            type Column = $column;
            type New = $new;
            type Patch<Target> = $patch<Target>;

            fn parent(&self) -> &$parent {
                &self.$member
            }

            fn of_parts(__parent: $parent, __part: $part) -> Self {
                Self { $member: __parent, $($field: __part.$field),* }
            }

            fn values_of(__new: $new) -> $crate::__private::Halves<Self> {
                let __parent = __new.1.map(::core::convert::Into::into).unwrap_or_default();
                $crate::__private::Halves { parent: __parent, part: __new.0 }
            }

            fn patch_of<Target>(__target: Target) -> $patch<Target> {
                $patch(__target, ::core::default::Default::default(), ::core::option::Option::None)
            }
        }

        #[automatically_derived]
        impl<DB> $crate::__private::diesel::deserialize::Queryable<
            ($crate::__private::RowOf<$parent>, $crate::__private::RowOf<$part>),
            DB,
        > for $child
        where
            DB: $crate::__private::diesel::backend::Backend,
            ($parent, $part): $crate::__private::diesel::deserialize::FromStaticSqlRow<
                ($crate::__private::RowOf<$parent>, $crate::__private::RowOf<$part>),
                DB,
            >,
        {
            type Row = ($parent, $part);

            fn build((__parent, __part): Self::Row) -> $crate::__private::diesel::deserialize::Result<Self> {
                ::core::result::Result::Ok(<Self as $crate::__private::Extends>::of_parts(__parent, __part))
            }
        }
    };
}

/// The impls of `NewCard`, over the columns that the builder and a deserializer may set, and those that they must set.
#[doc(hidden)]
#[macro_export]
macro_rules! __child_new {
    ($new:ident) => {
        #[automatically_derived]
        impl ::core::fmt::Debug for $new {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug_columns(::core::stringify!($new), &self.0, __f)
            }
        }
    };
    (read $new:ident, $values:ident, $parent:ty, $member:literal, given: $given:expr, needed: $needed:expr) => {
        #[automatically_derived]
        impl<'de> $crate::__private::serde::Deserialize<'de> for $new
        where
            $values: $crate::__private::ReadValues<'de>,
            <$parent as $crate::__private::Model>::New: $crate::__private::serde::Deserialize<'de>,
        {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                __deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let (__values, __parent) = $crate::__private::read_halves(__deserializer, &$given, &$needed, $member)?;
                match __parent {
                    ::core::option::Option::None => {
                        ::core::result::Result::Err($crate::__private::serde::de::Error::missing_field($member))
                    }
                    __parent => ::core::result::Result::Ok(Self(__values, __parent)),
                }
            }
        }
    };
}

/// The impls of `CardPatch`, over the columns that it may set.
#[doc(hidden)]
#[macro_export]
macro_rules! __child_patch {
    ($child:ident, $patch:ident, $values:ident, $parent:ty, $member:literal, set: $set:expr) => {
        #[automatically_derived]
        impl $crate::__private::Patched for $values {
            const PATCHED: &'static [usize] = &$set;
        }

        #[automatically_derived]
        impl ::core::default::Default for $patch {
            fn default() -> Self {
                <$child as $crate::__private::Extends>::patch_of($crate::__private::Detached)
            }
        }

        #[automatically_derived]
        impl<T> ::core::fmt::Debug for $patch<T> {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug_columns(::core::stringify!($patch), &self.1, __f)
            }
        }

        #[automatically_derived]
        impl $crate::__private::Run for $patch<$crate::__private::ByKey<$parent>> {
            type Output = $child;
        }

        #[automatically_derived]
        impl<T> $crate::__private::Ready for $patch<T>
        where
            Self: $crate::__private::PatchesChild,
            $crate::__private::AnonymousChildPatch<Self>: $crate::__private::Ready,
        {
        }

        #[automatically_derived]
        impl<Conn> $crate::__private::RunOn<Conn> for $patch<$crate::__private::ByKey<$parent>>
        where
            $crate::__private::AnonymousChildPatch<Self>: $crate::__private::RunOn<Conn, Output = $child>,
        {
            #[inline(always)]
            fn perform(self, conn: &mut Conn) -> ::core::result::Result<$child, $crate::__private::Error> {
                $crate::__private::RunOn::perform($crate::__private::PatchesChild::into_write(self), conn)
            }
        }

        $crate::__private::asynchronously! {
            #[automatically_derived]
            impl<Conn: ::core::marker::Send> $crate::__private::AsyncRunOn<Conn>
                for $patch<$crate::__private::ByKey<$parent>>
            where
                $crate::__private::AnonymousChildPatch<Self>: $crate::__private::AsyncRunOn<Conn, Output = $child>,
            {
                fn perform(
                    self,
                    conn: &mut Conn,
                ) -> impl ::core::future::Future<
                    Output = ::core::result::Result<$child, $crate::__private::Error>,
                > + ::core::marker::Send {
                    $crate::__private::AsyncRunOn::perform($crate::__private::PatchesChild::into_write(self), conn)
                }
            }
        }

        #[automatically_derived]
        impl $crate::__private::PatchesChild for $patch<$crate::__private::ByKey<$parent>> {
            type Child = $child;

            fn into_parts(self) -> ($crate::__private::ByKey<$parent>, $crate::__private::Halves<$child>) {
                let __parent = self.2.map(|patch| $crate::__private::Patching::into_parts(patch).1).unwrap_or_default();
                (self.0, $crate::__private::Halves { parent: __parent, part: self.1 })
            }
        }

        #[automatically_derived]
        impl<'de> $crate::__private::serde::Deserialize<'de> for $patch
        where
            $values: $crate::__private::ReadValues<'de>,
            <$parent as $crate::__private::Model>::Patch<$crate::__private::Detached>:
                $crate::__private::serde::Deserialize<'de>,
        {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                __deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let (__values, __parent) = $crate::__private::read_halves(__deserializer, &$set, &[], $member)?;
                ::core::result::Result::Ok(Self($crate::__private::Detached, __values, __parent))
            }
        }
    };
}

/// A parent: the enum of its kinds, and how it is loaded.
#[doc(hidden)]
#[macro_export]
macro_rules! __kinds {
    (
        $vis:vis $parent:ident, $kind:ident, $list:ty, $row:ty, $pattern:pat, $bound:ident,
        { $($child:ty => $variant:ident: $part:ident),+ }
    ) => {
        $(
            #[automatically_derived]
            impl $crate::__private::ExtendedBy<$child> for $parent {}
        )+

        #[automatically_derived]
        impl $crate::__private::HasKinds for $parent {
            type Children = $list;
            type Kind = $kind;
        }

        impl $kind {
            /// The row of the parent, for every kind.
            $vis fn parent(&self) -> &$parent {
                match self {
                    $(Self::$variant(__row) => <$child as $crate::__private::Extends>::parent(__row),)+
                    Self::$parent(__row) => __row,
                }
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Debug for $kind {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let __variant = match self {
                    $(Self::$variant(_) => ::core::stringify!($variant),)+
                    Self::$parent(_) => ::core::stringify!($parent),
                };
                $crate::__private::generic::show_row(__variant, self.parent(), __f)
            }
        }

        #[automatically_derived]
        impl<ST, DB> $crate::__private::diesel::deserialize::Queryable<ST, DB> for $kind
        where
            DB: $crate::__private::diesel::backend::Backend,
            $row: $crate::__private::diesel::deserialize::FromStaticSqlRow<ST, DB>,
        {
            type Row = $row;

            fn build($pattern: Self::Row) -> $crate::__private::diesel::deserialize::Result<Self> {
                $(
                    if let ::core::option::Option::Some(__part) = $part {
                        let __row = <$child as $crate::__private::Extends>::of_parts($bound, __part);
                        return ::core::result::Result::Ok(Self::$variant(__row));
                    }
                )+
                ::core::result::Result::Ok(Self::$parent($bound))
            }
        }
    };
}

pub use crate::{__child, __child_new, __child_patch, __kinds};
