//! One struct of an application that uses Diesel becomes a model. What is written in plain Diesel stays as it is.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use model_core::prelude::*;
use model_examples::{Failure, database};

diesel::table! {
    api_tokens (id) {
        id -> BigInt,
        name -> Text,
        hash -> Binary,
        last_used_at -> Nullable<Timestamp>,
    }
}

// `Model` stands above Diesel's derives, which stay. The struct has no `hash`, because nobody reads it again: the
// column is declared, so that a new row can set it.
#[derive(Model, Debug, Clone)]
#[model(table = api_tokens, write_only(hash: Vec<u8>))]
#[derive(Queryable, Selectable, Identifiable)]
#[diesel(table_name = api_tokens)]
struct ApiToken {
    id: i64,
    name: String,
    last_used_at: Option<NaiveDateTime>,
}

fn main() -> Result<(), Failure> {
    let conn = &mut database(
        "CREATE TABLE api_tokens (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL, \
         hash BLOB NOT NULL, last_used_at TIMESTAMP)",
    )?;

    // Code that was there before: plain Diesel.
    let old = (api_tokens::name.eq("old"), api_tokens::hash.eq(vec![1_u8]));
    diesel::insert_into(api_tokens::table).values(old).execute(conn)?;

    // Code that has moved.
    let token = ApiToken::create(NewApiToken::builder().name("new").hash(vec![2_u8]).build()).run(conn)?;
    let token = token.patch().last_used_at(Now).run(conn)?;

    // Both read the same rows.
    let all: Vec<ApiToken> = ApiToken::objects().order(api_tokens::id).load(conn)?;
    let plain: Vec<ApiToken> = api_tokens::table.select(ApiToken::as_select()).load(conn)?;
    assert_eq!(all.len(), plain.len());
    for ApiToken { id, name, last_used_at } in all {
        println!("{id} {name}, last used: {last_used_at:?}");
    }
    println!("the last token is {}", token.name);
    Ok(())
}
