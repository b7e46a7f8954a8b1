//! How an upsert names a unique key.

use crate::model::Model;

/// A unique key of `M`, named by its columns: the column of the field with `#[model(unique)]`, or a tuple with those of
/// `unique(with = [..])` behind it. Implemented by the derive.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a unique key of `{M}`",
    label = "nothing says that two rows of `{M}` with the same value here are the same row",
    note = "add `#[model(unique)]` to the field and name its column; for `unique(with = [..])`, name all its columns \
            as a tuple"
)]
pub trait ConflictTarget<M: Model> {
    /// Its place in [`Meta::uniques`], as a type. Where there is none, the compiler has nothing to say of the methods
    /// called after this.
    type Chosen;
}

/// The state of an upsert that names the unique key at this place in [`Meta::uniques`].
#[derive(Debug, Clone, Copy)]
pub enum Chosen<const UNIQUE: usize> {}
