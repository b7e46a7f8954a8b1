//! The conflict target: how an upsert names a unique key.

use crate::model::Model;

/// A unique key of `M`, named by its columns: the column of the field with `#[model(unique)]`, or a tuple with the
/// columns of `unique(with = [..])` after it. The primary key is one as well: its column, or all its columns as a
/// tuple. Implemented by the derive.
///
/// `V` follows from `M`. It is a parameter so that the compiler is silent here if the derive of `M` already failed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a unique key of `{M}`",
    label = "nothing says that two rows of `{M}` with the same value here are the same row",
    note = "add `#[model(unique)]` to the field and name its column; for `unique(with = [..])`, name all its columns \
            as a tuple",
    note = "for the primary key, name its column, or all its columns as a tuple"
)]
pub trait ConflictTarget<M: Model, V = <M as Model>::Selection> {
    /// Its index in [`Meta::uniques`](crate::meta::Meta::uniques), or [`KEY`], as a type. Without one, the compiler
    /// reports this one error, and none for the methods called afterwards.
    type Chosen;
}

/// The primary key, where a unique key is an index in [`Meta::uniques`](crate::meta::Meta::uniques).
pub const KEY: usize = usize::MAX;

/// The state of an upsert that names the unique key with this index in [`Meta::uniques`](crate::meta::Meta::uniques),
/// or the primary key as [`KEY`].
#[derive(Debug, Clone, Copy)]
pub enum Chosen<const UNIQUE: usize> {}
