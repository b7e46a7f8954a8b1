//! A post office: a model with hooks, one that tells of its writes after the commit, and those around them.

use crate::schema::{letters, offices, parcels, stamps, traces};
use chrono::{DateTime, Utc};
use model_core::Actor;
use model_core::commit::{AfterCommit, Change};
use model_core::hooks::{Changing, Context, Creating, Draft, Hooks};
use model_core::prelude::*;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use uuid::Uuid;

/// A post office. It goes with its parcels, whose hooks know nothing of that.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = offices, audit, has_many(held = Parcel, on_delete = cascade, without_hooks))]
pub struct Office {
    /// The key.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// How many parcels it has taken in: the hooks of the parcels count them.
    #[model(default)]
    pub parcels: i32,
}

/// A parcel, with hooks: each says in a trace that it ran.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = parcels, soft_delete, audit, edit, hooks, has_many(stamps = Stamp, on_delete = cascade))]
pub struct Parcel {
    /// The key.
    pub id: i64,
    /// Where it is.
    #[model(belongs_to = Office, skip_update)]
    pub office_id: i64,
    /// What tells it from others.
    #[model(unique(on_deleted = revive), default = "none")]
    pub code: String,
    /// What is written on it.
    #[model(max_length = 20)]
    pub label: String,
    /// What it weighs.
    pub weight: Option<i32>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// By which deletion.
    pub deletion_batch: Option<Uuid>,
}

/// The parcel with the code `a`.
#[derive(Proxy, Debug, Clone)]
#[proxy(of = Parcel, filter(code = "a"))]
pub struct FirstParcel(Parcel);

/// A stamp, which goes with its parcel.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = stamps, soft_delete, audit)]
pub struct Stamp {
    /// The key.
    pub id: i64,
    /// Where it is.
    #[model(belongs_to = Parcel)]
    pub parcel_id: i64,
    /// What it is worth.
    pub worth: i32,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// By which deletion.
    pub deletion_batch: Option<Uuid>,
}

/// What a hook has said.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = traces)]
pub struct Trace {
    /// The key.
    pub id: i64,
    /// What it said.
    pub said: String,
}

/// Leaves a trace.
pub(super) fn say<Conn>(said: String, cx: &mut Context<'_, Conn>) -> Result<(), Error>
where
    Conn: CanWrite<Trace>,
{
    Trace::create(NewTrace::builder().said(said).build()).run(cx.conn()).map(drop)
}

/// A label is trimmed; `refuse ..` is refused before the write, `fail ..` after it, and `stretch` becomes too long.
/// Whatever computes the weight of the parcel `a`: when it is `heavy`, it weighs 1,000.
fn read_label<Step>(draft: &mut Draft<'_, Parcel, Step>) -> Result<(), Error>
where
    parcels::label: model_core::hooks::SetIn<Parcel, Step, Kind = model_core::hooks::NeverNull<String>>,
{
    let Some(label) = draft.get(parcels::label).map(|label| label.trim().to_owned()) else { return Ok(()) };
    if label.starts_with("refuse") {
        return Err(Error::refused("Parcel", label));
    }
    draft.set(parcels::label, if label == "stretch" { "s".repeat(21) } else { label });
    Ok(())
}

fn after(label: &str) -> Result<(), Error> {
    if label.starts_with("fail") { Err(Error::refused("Parcel", label)) } else { Ok(()) }
}

impl<Conn> Hooks<Conn> for Parcel
where
    Conn: CanWrite<Trace> + CanWrite<Office>,
{
    fn before_create(new: &mut Draft<'_, Self, Creating>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say(format!("before create {}", new.get(parcels::code).map_or("-", String::as_str)), cx)?;
        if !new.is_set(parcels::weight) {
            new.set(parcels::weight, 1);
        }
        read_label(new)
    }

    fn after_create(&self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say(format!("after create {} {}", self.code, self.label), cx)?;
        let (actor, instant, batch) = (cx.actor(), cx.instant(), cx.batch());
        let office = Office::patch_by_key(self.office_id).by(actor).run(cx.conn())?;
        office.patch().parcels(office.parcels + 1).by(actor).at(instant).batch(batch).run(cx.conn())?;
        after(&self.label)
    }

    fn before_patch(&self, patch: &mut Draft<'_, Self, Changing>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say(format!("before patch {}", self.code), cx)?;
        read_label(patch)?;
        if patch.is_set(parcels::label) && !patch.is_set(parcels::weight) {
            patch.set(parcels::weight, self.weight.map(|weight| weight + 1));
        }
        let is_heavy = patch.get(parcels::label).is_some_and(|label| label == "heavy");
        if is_heavy && self.code == "a" && patch.is_computed(parcels::weight) {
            patch.set(parcels::weight, 1_000);
        }
        Ok(())
    }

    fn after_patch(old: &Self, new: &Self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say(format!("after patch {} {} {}", new.code, old.label, new.label), cx)?;
        after(&new.label)
    }

    fn before_delete(&self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say(format!("before delete {}", self.code), cx)?;
        if self.label == "kept" { Err(Error::refused("Parcel", "it is kept")) } else { Ok(()) }
    }

    fn after_delete(&self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say(format!("after delete {} {}", self.code, self.deleted_at.is_some()), cx)
    }

    fn before_restore(&self, patch: &mut Draft<'_, Self, Changing>, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say(format!("before restore {}", self.code), cx)?;
        if !patch.is_set(parcels::weight) {
            patch.set(parcels::weight, 100);
        }
        Ok(())
    }

    fn after_restore(old: &Self, new: &Self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say(format!("after restore {} {} {}", new.code, old.deleted_at.is_some(), new.deleted_at.is_some()), cx)
    }

    fn before_hard_delete(&self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say(format!("before hard_delete {}", self.code), cx)
    }

    fn after_hard_delete(&self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        say(format!("after hard_delete {}", self.code), cx)
    }
}

/// A letter: somebody hears of it after the commit.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = letters, audit, hooks, after_commit)]
pub struct Letter {
    /// The key.
    pub id: i64,
    /// By which door it came in; each test has one of its own.
    #[model(unique)]
    pub slot: String,
    /// What it says.
    pub body: String,
}

/// A slot has no capitals. A letter that says `twice` comes with a second one.
impl<Conn> Hooks<Conn> for Letter
where
    Conn: CanWrite<Trace>,
{
    fn before_create(new: &mut Draft<'_, Self, Creating>, _: &mut Context<'_, Conn>) -> Result<(), Error> {
        if let Some(slot) = new.get(letters::slot).map(|slot| slot.to_lowercase()) {
            new.set(letters::slot, slot);
        }
        Ok(())
    }

    fn before_patch(&self, patch: &mut Draft<'_, Self, Changing>, _: &mut Context<'_, Conn>) -> Result<(), Error> {
        if let Some(slot) = patch.get(letters::slot).map(|slot| slot.to_lowercase()) {
            patch.set(letters::slot, slot);
        }
        Ok(())
    }

    fn after_create(&self, cx: &mut Context<'_, Conn>) -> Result<(), Error> {
        if let Some(unit) = cx.unit().filter(|_| self.body == "twice") {
            let slot = self.slot.clone();
            unit.on_commit(move || hear(&slot, "and again".to_owned()))?;
        }
        if self.body == "fail" { Err(Error::refused("Letter", "after all")) } else { Ok(()) }
    }
}

static HEARD: LazyLock<Mutex<HashMap<String, Vec<String>>>> = LazyLock::new(Mutex::default);

fn hear(slot: &str, what: String) {
    let mut heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
    heard.entry(door(slot)).or_default().push(what);
}

fn door(slot: &str) -> String {
    slot.split('/').next().unwrap_or_default().to_owned()
}

impl AfterCommit for Letter {
    fn after_commit(change: Change<Self>, actor: Actor) {
        let (slot, what) = match change {
            Change::Created(row) => (row.slot, format!("created {}", row.body)),
            Change::Patched { old, new } => (new.slot, format!("patched {} {}", old.body, new.body)),
            Change::Deleted(row) => (row.slot, format!("deleted {}", row.body)),
            Change::Restored { old, new } => (new.slot, format!("restored {} {}", old.body, new.body)),
            Change::HardDeleted(row) => (row.slot, format!("hard_deleted {}", row.body)),
        };
        hear(&slot, format!("{what} by {}", actor.id().unwrap_or_default()));
    }
}

impl Letter {
    /// What was heard at a door since this was last asked: of the letters whose slot is the door, or begins with it and
    /// a slash.
    pub fn heard(door: &str) -> Vec<String> {
        HEARD.lock().unwrap_or_else(PoisonError::into_inner).remove(door).unwrap_or_default()
    }
}
