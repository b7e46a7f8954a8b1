//! Several customers in one database. A query that does not say whose rows it reads does not compile.

use diesel::prelude::*;
use model_core::prelude::*;
use model_examples::{Failure, database};

diesel::table! {
    tasks (id) {
        id -> BigInt,
        tenant_id -> BigInt,
        title -> Text,
        done -> Bool,
    }
}

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct TenantId(i64);

/// What belongs to one tenant. It is decided when a row is made, and never changes.
#[derive(Base, Debug, Clone, PartialEq)]
struct TenantOwned {
    #[model(skip_update, default_scope(by = for_tenant, lifted_by = across_tenants))]
    tenant_id: TenantId,
}

#[derive(Model, Debug, Clone)]
#[model(table = tasks, audit, ordering = "title")]
struct Task {
    id: i64,
    title: String,
    #[model(default)]
    done: bool,
    #[model(base)]
    owner: TenantOwned,
}

fn main() -> Result<(), Failure> {
    let conn = &mut database(
        "CREATE TABLE tasks (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, tenant_id BIGINT NOT NULL, \
         title TEXT NOT NULL, done BOOLEAN NOT NULL)",
    )?;
    let me = Actor::user("ada");
    let (ours, theirs) = (TenantId::from(1), TenantId::from(2));
    let new = |tenant: TenantId, title: &str| NewTask::builder().tenant_id(tenant).title(title).build();
    let tasks = [new(ours, "Bake"), new(ours, "Deliver"), new(theirs, "Brew")];
    Task::create_many(tasks).by(&me).run(conn)?;

    // `Task::objects().load::<Task>(conn)` is an error of the compiler.
    let mine: Vec<Task> = Task::objects().for_tenant(ours).load(conn)?;
    for task in &mine {
        println!("{}: {} {}", task.owner.tenant_id, task.title, task.done);
    }

    // The condition stays outside of every filter, and around writes to sets.
    let any = Task::objects().for_tenant(ours).filter(tasks::done.eq(true)).or_filter(tasks::done.eq(false));
    let done = any.patch().done(true).by(&me).run(conn)?;
    let open: i64 = Task::objects().across_tenants().filter(tasks::done.eq(false)).count().get_result(conn)?;
    assert_eq!((mine.len(), done, open), (2, 2, 1));

    // The key of a row of someone else finds nothing.
    let brew: Task = Task::objects().for_tenant(theirs).first(conn)?;
    let found: Option<Task> = Task::objects().for_tenant(ours).find(brew.id).first(conn).optional()?;
    println!("found for us: {}", found.is_some());
    assert!(found.is_none());
    Ok(())
}
