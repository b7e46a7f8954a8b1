//! A table that has rows already gets a trail, and later somebody asks what happened.

use diesel::prelude::*;
use model_core::AuditLog;
use model_core::prelude::*;
use model_examples::{Failure, database};

diesel::table! {
    accounts (id) {
        id -> BigInt,
        owner -> Text,
        password -> Text,
        limit_in_cents -> BigInt,
    }
}

#[derive(Model, Debug, Clone)]
#[model(table = accounts, audit(explicit), content_type = "account", repr = owner)]
struct Account {
    id: i64,
    #[audit(include)]
    owner: String,
    #[audit(mask)]
    password: String, // the trail says that it changed, and never what it is
    #[audit(include, renamed_from = "credit")]
    limit_in_cents: i64,
}

fn main() -> Result<(), Failure> {
    let conn = &mut database(
        "CREATE TABLE accounts (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, owner TEXT NOT NULL, \
         password TEXT NOT NULL, limit_in_cents BIGINT NOT NULL); \
         INSERT INTO accounts (owner, password, limit_in_cents) VALUES ('Ann', 'x', 1000), ('Bob', 'y', 2000)",
    )?;

    // From now on every write leaves an entry.
    let clerk = Actor::user("clerk").request("req-7");
    let ann: Account = Account::objects().find(1).first(conn)?;
    let ann = ann.patch().limit_in_cents(5000).password("z").by(&clerk).run(conn)?;
    Account::objects()
        .patch()
        .limit_in_cents(accounts::limit_in_cents + 100)
        .by(&Actor::service("nightly"))
        .run(conn)?;

    for entry in Account::history(ann.id).load(conn)? {
        println!("{} by {:?} in {:?}:", entry.action, entry.actor_id, entry.request_id);
        for change in entry.changes() {
            println!("  {change:?}");
        }
    }
    let limits = Account::history(ann.id).field("limit_in_cents").load(conn)?;
    let old = limits.first().map(|entry| entry.old::<i64>("limit_in_cents")).transpose()?;
    assert_eq!((limits.len(), old.flatten()), (2, Some(1000)));

    // Who did what, over all accounts.
    let counts = AuditLog::trail().of::<Account>().by(&Actor::service("nightly")).counts(conn)?;
    println!("{counts:?}");

    // A write that went around the library is found.
    diesel::update(accounts::table.find(2)).set(accounts::limit_in_cents.eq(9)).execute(conn)?;
    for found in Account::verify_history(conn)? {
        println!("{found:?}");
    }
    Ok(())
}
