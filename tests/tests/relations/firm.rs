//! Firms whose tables all have keys of two columns, of which the first is the firm: the rows of one firm can only refer
//! to rows of the same.

use chrono::{DateTime, Utc};
use model_core::ddl;
use model_core::prelude::*;
use model_core::verbs::Dialect;
use serde::Deserialize;
use uuid::Uuid;

diesel::table! {
    firms (id) {
        id -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    clerks (firm_id, id) {
        firm_id -> BigInt,
        id -> BigInt,
        name -> Text,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    tasks (firm_id, id) {
        firm_id -> BigInt,
        id -> BigInt,
        clerk_id -> BigInt,
        above_id -> Nullable<BigInt>,
        title -> Text,
        hours -> Integer,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    slips (id) {
        id -> BigInt,
        firm_id -> BigInt,
        clerk_id -> Nullable<BigInt>,
        text -> Text,
    }
}

diesel::table! {
    seals (firm_id, clerk_id) {
        firm_id -> BigInt,
        clerk_id -> BigInt,
        mark -> Text,
    }
}

diesel::table! {
    skills (firm_id, id) {
        firm_id -> BigInt,
        id -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    clerk_skills (firm_id, clerk_id, skill_id) {
        firm_id -> BigInt,
        clerk_id -> BigInt,
        skill_id -> BigInt,
    }
}

diesel::table! {
    desks (firm_id, id) {
        firm_id -> BigInt,
        id -> BigInt,
        place -> Text,
    }
}

diesel::table! {
    drawers (firm_id, id) {
        firm_id -> BigInt,
        id -> BigInt,
        desk_id -> BigInt,
        label -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(firms, clerks, tasks, slips, seals, skills, clerk_skills, desks, drawers);

#[derive(Key, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FirmId(i64);

#[derive(Key, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClerkId(i64);

#[derive(Key, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TaskId(i64);

#[derive(Key, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SkillId(i64);

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = firms)]
pub struct Firm {
    pub id: FirmId,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = clerks, soft_delete, audit, ordering = "name")]
#[model(has_many(tasks = Task, on_delete = cascade))]
#[model(has_many(slips = Slip, on_delete = set_null))]
#[model(has_one(seal = Seal, on_delete = restrict))]
#[model(many_to_many(skills = Skill, through = ClerkSkill))]
pub struct Clerk {
    #[model(primary_key, belongs_to = Firm)]
    pub firm_id: FirmId,
    #[model(primary_key)]
    pub id: ClerkId,
    pub name: String,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = tasks, soft_delete, audit, ordering = "title")]
#[model(belongs_to(Clerk, foreign_key = [firm_id, clerk_id]))]
#[model(belongs_to(Task, foreign_key = [firm_id, above_id]))]
#[model(has_many(parts = Task, by = (tasks::firm_id, tasks::above_id), on_delete = cascade))]
pub struct Task {
    #[model(primary_key)]
    pub firm_id: FirmId,
    #[model(primary_key)]
    pub id: TaskId,
    pub clerk_id: ClerkId,
    pub above_id: Option<TaskId>,
    pub title: String,
    #[model(default)]
    pub hours: i32,
    pub deleted_at: Option<DateTime<Utc>>,
    pub deletion_batch: Option<Uuid>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = slips, ordering = "id")]
#[model(belongs_to(Clerk, foreign_key = [firm_id, clerk_id], name = writer, with_deleted))]
pub struct Slip {
    pub id: i64,
    pub firm_id: FirmId,
    pub clerk_id: Option<ClerkId>,
    pub text: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = seals)]
#[model(belongs_to(Clerk, foreign_key = [firm_id, clerk_id]))]
pub struct Seal {
    #[model(primary_key)]
    pub firm_id: FirmId,
    #[model(primary_key)]
    pub clerk_id: ClerkId,
    pub mark: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = skills, ordering = "name")]
#[model(many_to_many(clerks = Clerk, through = ClerkSkill))]
pub struct Skill {
    #[model(primary_key, belongs_to = Firm)]
    pub firm_id: FirmId,
    #[model(primary_key)]
    pub id: SkillId,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = clerk_skills, ordering = "skill_id")]
#[model(belongs_to(Clerk, foreign_key = [firm_id, clerk_id]))]
#[model(belongs_to(Skill, foreign_key = [firm_id, skill_id]))]
pub struct ClerkSkill {
    #[model(primary_key)]
    pub firm_id: FirmId,
    #[model(primary_key)]
    pub clerk_id: ClerkId,
    #[model(primary_key)]
    pub skill_id: SkillId,
}

/// The first part of a key, which every query selects.
#[derive(Base, Debug, Clone, PartialEq)]
pub struct InFirm {
    #[model(primary_key, default_scope(by = for_firm, lifted_by = across_firms))]
    pub firm_id: FirmId,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = desks, audit)]
#[model(has_many(drawers = Drawer, on_delete = cascade))]
pub struct Desk {
    #[model(base)]
    pub firm: InFirm,
    #[model(primary_key)]
    pub id: i64,
    pub place: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = drawers, ordering = "label")]
#[model(belongs_to(Desk, foreign_key = [firm_id, desk_id]))]
pub struct Drawer {
    #[model(base)]
    pub firm: InFirm,
    #[model(primary_key)]
    pub id: i64,
    pub desk_id: i64,
    pub label: String,
}

/// The statements that create the tables.
pub(crate) fn tables<DB: Dialect>() -> Vec<String> {
    let tables = [
        ddl::create_table::<Firm, DB>(),
        ddl::create_table::<Clerk, DB>(),
        ddl::create_table::<Task, DB>(),
        ddl::create_table::<Slip, DB>(),
        ddl::create_table::<Seal, DB>(),
        ddl::create_table::<Skill, DB>(),
        ddl::create_table::<ClerkSkill, DB>(),
        ddl::create_table::<Desk, DB>(),
        ddl::create_table::<Drawer, DB>(),
    ];
    tables.into_iter().flat_map(Result::unwrap).collect()
}
