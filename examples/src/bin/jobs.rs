//! A mail is queued when an order is committed, once, and never for an order that is rolled back.

use diesel::prelude::*;
use model_core::commit::{AfterCommit, Change};
use model_core::hooks::Hooks;
use model_core::prelude::*;
use model_examples::{Failure, database};
use std::sync::{Mutex, PoisonError};

diesel::table! {
    orders (id) {
        id -> BigInt,
        customer -> Text,
        paid -> Bool,
    }
}

#[derive(Model, Debug, Clone)]
#[model(table = orders, audit, hooks, after_commit)]
struct Order {
    id: i64,
    customer: String,
    #[model(default)]
    paid: bool,
}

impl Hooks<SqliteConnection> for Order {}

/// The jobs that a worker takes. An application has a channel, or a queue in Redis.
static JOBS: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn queue(job: String) {
    JOBS.lock().unwrap_or_else(PoisonError::into_inner).push(job);
}

impl AfterCommit for Order {
    fn after_commit(change: Change<Self>, _: Actor) {
        match change {
            Change::Created(order) => queue(format!("confirm order {} to {}", order.id, order.customer)),
            Change::Patched { old, new } if !old.paid && new.paid => queue(format!("send order {}", new.id)),
            _ => {}
        }
    }
}

fn main() -> Result<(), Failure> {
    let conn = &mut database(
        "CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, customer TEXT NOT NULL, \
         paid BOOLEAN NOT NULL)",
    )?;
    let shop = Actor::service("shop");

    // One order is committed. Another one fails after it was written, and its savepoint takes it back.
    model_core::transaction(conn, |conn, unit| {
        let new = |customer: &str| NewOrder::builder().customer(customer).build();
        let order = Order::create(new("Ann")).by(&shop).within(unit).run(conn)?;
        let failed = unit.savepoint(conn, |conn| {
            Order::create(new("Bob")).by(&shop).within(unit).run(conn)?;
            Err::<(), _>(Error::refused("payment", "the card has expired"))
        });
        assert!(failed.is_err());
        order.patch().paid(true).by(&shop).within(unit).run(conn)?;
        unit.on_commit(|| queue("report to the owner".to_owned()))?;
        Ok::<_, Error>(())
    })?;

    let jobs = JOBS.lock().unwrap_or_else(PoisonError::into_inner);
    for job in jobs.iter() {
        println!("{job}");
    }
    assert!(jobs.iter().any(|job| job.contains("Ann")) && !jobs.iter().any(|job| job.contains("Bob")));
    Ok(())
}
