//! The list of the ten points at which hooks run, for the impls that pass them on.

/// Passes the points at which hooks run to a macro, in the order of the methods of [`Hooks`](crate::hooks::Hooks) and
/// [`BaseHooks`](crate::hooks::BaseHooks), which document them: `before` or `after`, the name, and the arguments
/// besides the context.
macro_rules! hook_points {
    ($each:ident) => {
        $each! {
            before before_create(new: &mut Draft<'_, M, Creating>);
            after after_create(row: &M);
            before before_patch(row: &M, patch: &mut Draft<'_, M, Changing>);
            after after_patch(old: &M, new: &M);
            before before_delete(row: &M);
            after after_delete(row: &M);
            before before_restore(row: &M, patch: &mut Draft<'_, M, Changing>);
            after after_restore(old: &M, new: &M);
            before before_hard_delete(row: &M);
            after after_hard_delete(row: &M);
        }
    };
}

pub(crate) use hook_points;
