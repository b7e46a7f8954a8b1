//! A vault: rows whose bases have hooks, with hooks of their own beside them and without.

use super::post::{Trace, say};
use crate::schema::{deeds, receipts};
use chrono::{DateTime, Utc};
use model_core::hooks::{BaseHooks, Changing, Context, Creating, Draft, HookedBy, Hooks};
use model_core::prelude::*;
use uuid::Uuid;

/// A seal: what has one is neither changed nor deleted before it is broken. Each hook says in a trace that it ran.
#[derive(Base, Debug, Clone, PartialEq)]
#[model(hooks)]
pub struct Sealed {
    /// Whether there is one.
    #[model(default = false)]
    pub sealed: bool,
    /// Where it was put on.
    #[model(default = "here", max_length = 10, skip_update)]
    pub origin: String,
}

impl Sealed {
    fn whole(&self) -> Result<(), Error> {
        if self.sealed { Err(Error::refused("Sealed", "the seal is whole")) } else { Ok(()) }
    }
}

/// A row from `afar` is sealed, and one of the `glassworks` by each change; an origin is trimmed.
impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn> for Sealed
where
    Conn: CanWrite<Trace>,
{
    fn before_create(new: &mut Draft<'_, M, Creating>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say(format!("seal before create {}", M::META.name), cx)?;
        if let Some(origin) = new.get(Self::COLUMNS.origin).map(|origin| origin.trim().to_owned()) {
            new.set(Self::COLUMNS.sealed, origin == "afar");
            new.set(Self::COLUMNS.origin, origin);
        }
        Ok(())
    }

    fn after_create(row: &M, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say(format!("seal after create {}", row.base().origin), cx)
    }

    fn before_patch(row: &M, patch: &mut Draft<'_, M, Changing>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("seal before patch".to_owned(), cx)?;
        if row.base().origin == "glassworks" {
            patch.set(Self::COLUMNS.sealed, true);
        }
        if patch.is_set(Self::COLUMNS.sealed) { Ok(()) } else { row.base().whole() }
    }

    fn after_patch(old: &M, new: &M, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say(format!("seal after patch {} {}", old.base().sealed, new.base().sealed), cx)
    }

    fn before_delete(row: &M, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("seal before delete".to_owned(), cx)?;
        row.base().whole()
    }

    fn after_delete(_: &M, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("seal after delete".to_owned(), cx)
    }

    fn before_restore(_: &M, patch: &mut Draft<'_, M, Changing>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("seal before restore".to_owned(), cx)?;
        patch.set(Self::COLUMNS.sealed, true);
        Ok(())
    }

    fn after_restore(old: &M, new: &M, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say(format!("seal after restore {} {}", old.base().sealed, new.base().sealed), cx)
    }

    fn before_hard_delete(_: &M, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("seal before hard_delete".to_owned(), cx)
    }

    fn after_hard_delete(_: &M, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("seal after hard_delete".to_owned(), cx)
    }
}

/// What is in a drawer: a base of a base, both with hooks.
#[derive(Base, Debug, Clone, PartialEq)]
#[model(hooks)]
pub struct Kept {
    /// Which one.
    #[model(default = 1)]
    pub drawer: i32,
    /// The seal.
    #[model(base)]
    pub seal: Sealed,
    /// What was noted about it.
    pub remark: Option<String>,
}

/// What is sealed from the beginning is noted; a fifth drawer does not open, and a sixth fails.
impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn> for Kept
where
    Conn: CanWrite<Trace>,
{
    fn before_create(new: &mut Draft<'_, M, Creating>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("drawer before create".to_owned(), cx)?;
        if new.get(Self::COLUMNS.sealed) == Some(&true) {
            new.set(Self::COLUMNS.remark, "sealed");
        }
        Ok(())
    }

    fn after_create(_: &M, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("drawer after create".to_owned(), cx)
    }

    fn before_patch(_: &M, patch: &mut Draft<'_, M, Changing>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("drawer before patch".to_owned(), cx)?;
        match patch.get(Self::COLUMNS.drawer) {
            Some(5) => Err(Error::refused("Kept", "the drawer is stuck")),
            _ => Ok(()),
        }
    }

    fn after_patch(_: &M, new: &M, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("drawer after patch".to_owned(), cx)?;
        if new.base().drawer == 6 { Err(Error::refused("Kept", "the drawer fell out")) } else { Ok(()) }
    }

    fn before_delete(_: &M, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("drawer before delete".to_owned(), cx)
    }

    fn after_delete(_: &M, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("drawer after delete".to_owned(), cx)
    }
}

/// By whom something was signed: a base with a type parameter.
#[derive(Base, Debug, Clone, PartialEq)]
#[model(hooks)]
pub struct Signed<K> {
    /// Who.
    pub signed_by: Option<K>,
}

/// Once somebody has signed, it is theirs.
impl<M: HookedBy<Self>, K: Send + Sync + 'static, Conn> BaseHooks<M, Conn> for Signed<K>
where
    Conn: CanWrite<Trace>,
{
    fn before_create(_: &mut Draft<'_, M, Creating>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("signature before create".to_owned(), cx)
    }

    fn after_create(_: &M, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("signature after create".to_owned(), cx)
    }

    fn before_patch(row: &M, patch: &mut Draft<'_, M, Changing>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("signature before patch".to_owned(), cx)?;
        let other = row.base().signed_by.is_some() && patch.is_set(Self::COLUMNS.signed_by);
        if other { Err(Error::invalid("signed_by", "was signed before")) } else { Ok(()) }
    }
}

/// A deed, with hooks of three bases and of its own.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = deeds, soft_delete, audit, edit, hooks)]
pub struct Deed {
    /// The key.
    pub id: i64,
    /// Where it is kept.
    #[model(base)]
    pub kept: Kept,
    /// What it is about.
    pub title: String,
    /// Who signed it.
    #[model(base)]
    pub signature: Signed<i64>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// By which deletion.
    pub deletion_batch: Option<Uuid>,
}

/// Its own hooks see what those of its bases have set.
impl<Conn> Hooks<Conn> for Deed
where
    Conn: CanWrite<Trace>,
{
    fn before_create(new: &mut Draft<'_, Self, Creating>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say(format!("deed before create {:?}", new.get(deeds::remark).and_then(Option::as_deref)), cx)
    }

    fn after_create(&self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("deed after create".to_owned(), cx)
    }

    fn before_patch(&self, patch: &mut Draft<'_, Self, Changing>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("deed before patch".to_owned(), cx)?;
        if patch.is_set(deeds::title) {
            patch.set(Sealed::COLUMNS.sealed, false);
        }
        Ok(())
    }

    fn after_patch(_: &Self, _: &Self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("deed after patch".to_owned(), cx)
    }

    fn before_delete(&self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("deed before delete".to_owned(), cx)
    }

    fn after_delete(&self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say("deed after delete".to_owned(), cx)
    }
}

/// A receipt, which has the hooks of its base alone.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = receipts, soft_delete, audit)]
pub struct Receipt {
    /// The key.
    pub id: i64,
    /// Its number.
    #[model(unique(on_deleted = revive))]
    pub number: String,
    /// What was paid.
    pub amount: i32,
    /// The seal.
    #[model(base)]
    pub seal: Sealed,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// By which deletion.
    pub deletion_batch: Option<Uuid>,
}

/// The receipts of nothing.
#[derive(Proxy, Debug, Clone)]
#[proxy(of = Receipt, filter(amount = 0))]
pub struct EmptyReceipt(Receipt);
