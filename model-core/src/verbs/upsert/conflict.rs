//! The conflict target: how an upsert names a unique key.

use crate::model::Model;

/// A unique key of `M`, named by its columns: the column of the field with `#[model(unique)]`, or a tuple with the
/// columns of `unique(with = [..])` after it. Implemented by the derive.
///
/// `V` follows from `M`. It is a parameter so that the compiler is silent here if the derive of `M` already failed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a unique key of `{M}`",
    label = "nothing says that two rows of `{M}` with the same value here are the same row",
    note = "add `#[model(unique)]` to the field and name its column; for `unique(with = [..])`, name all its columns \
            as a tuple",
    note = "the key is no such target: for a row whose key you know, call `patch_by_key`, or `create`"
)]
pub trait ConflictTarget<M: Model, V = <M as Model>::Selection> {
    /// Its index in [`Meta::uniques`](crate::meta::Meta::uniques), as a type. Without one, the compiler reports this
    /// one error, and none for the methods called afterwards.
    type Chosen;
}

/// The state of an upsert that names the unique key with this index in [`Meta::uniques`](crate::meta::Meta::uniques).
#[derive(Debug, Clone, Copy)]
pub enum Chosen<const UNIQUE: usize> {}
