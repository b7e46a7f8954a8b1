//! The ten points at which hooks run, written once for all that passes them on.

/// Hands the points at which hooks run to a macro, in the order of the methods of [`Hooks`](crate::hooks::Hooks), which has
/// them with their documentation, as [`BaseHooks`](crate::hooks::BaseHooks) has: `before` or `after`, the name, and what
/// it is given beside the context.
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
