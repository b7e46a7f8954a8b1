//! The hooks of the models of the tests, which are written once, synchronously: those of the asynchronous half call
//! them.

use crate::models::{Deed, Kept, Letter, Parcel, Sealed, Signed};
use model_core::asynchronous;
use model_core::hooks::{BaseHooks, Changing, Context, Creating, Draft, HookedBy, Hooks};
use model_core::prelude::*;

macro_rules! calls {
    ($hooks:path; $($name:ident($($arg:ident: $type:ty),*);)+) => {$(
        async fn $name($($arg: $type,)* cx: &mut Context<'_, Conn>) -> Result<(), Error> {
            <Self as $hooks>::$name($($arg,)* cx)
        }
    )+};
}

macro_rules! of_models {
    ($($model:ty),+) => {$(
        impl<Conn: Send> asynchronous::Hooks<Conn> for $model
        where
            Self: Hooks<Conn>,
        {
            async fn before_create(new: &mut Draft<'_, Self, Creating>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
                <Self as Hooks<Conn>>::before_create(new, cx)
            }
            async fn after_create(&self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
                Hooks::after_create(self, cx)
            }
            async fn before_patch(&self, patch: &mut Draft<'_, Self, Changing>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
                Hooks::before_patch(self, patch, cx)
            }
            async fn before_delete(&self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
                Hooks::before_delete(self, cx)
            }
            async fn after_delete(&self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
                Hooks::after_delete(self, cx)
            }
            async fn before_restore(&self, patch: &mut Draft<'_, Self, Changing>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
                Hooks::before_restore(self, patch, cx)
            }
            async fn before_hard_delete(&self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
                Hooks::before_hard_delete(self, cx)
            }
            async fn after_hard_delete(&self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
                Hooks::after_hard_delete(self, cx)
            }
            calls! { Hooks<Conn>;
                after_patch(old: &Self, new: &Self);
                after_restore(old: &Self, new: &Self);
            }
        }
    )+};
}

of_models!(Parcel, Letter, Deed);

macro_rules! of_bases {
    ($([$($generics:tt)*] $base:ty;)+) => {$(
        impl<M: HookedBy<Self>, Conn: Send, $($generics)*> asynchronous::BaseHooks<M, Conn> for $base
        where
            Self: BaseHooks<M, Conn>,
        {
            calls! { BaseHooks<M, Conn>;
                before_create(new: &mut Draft<'_, M, Creating>);
                after_create(row: &M);
                before_patch(row: &M, patch: &mut Draft<'_, M, Changing>);
                after_patch(old: &M, new: &M);
                before_delete(row: &M);
                after_delete(row: &M);
                before_restore(row: &M, patch: &mut Draft<'_, M, Changing>);
                after_restore(old: &M, new: &M);
                before_hard_delete(row: &M);
                after_hard_delete(row: &M);
            }
        }
    )+};
}

of_bases! {
    [] Sealed;
    [] Kept;
    [K: Send + Sync + 'static] Signed<K>;
}
