//! Orders: placed once, however often the request comes, and cancelled.

use super::answer::{Answer, Failure, json, tag, tagged};
use super::request::Sent;
use super::resource::{Resource, check, expect, live, row_answer};
use super::state::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::models::{Account, KeptAnswer, NewKeptAnswer, Order};
use crate::schema::kept_answers;
use crate::services::policy::Act;
use crate::services::shop;
use crate::services::tokens::digest;
use crate::services::visitor::{Caller, Visitor};
use axum::extract::{Path, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::TimeDelta;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::wire::{FieldError, ToJson, codes};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The name that a client gives a request, so that it can send it again.
const KEY: &str = "idempotency-key";
/// The longest such name.
const LONGEST: usize = 100;

/// What to buy: `{"items": [{"product": "mug", "quantity": 2}]}`, or everything that is wrong with it.
fn items(sent: &Map<String, Value>) -> Result<BTreeMap<String, i32>, Vec<FieldError>> {
    let refused = |field: String, code, message: &str| FieldError::new(field, code, message.to_owned());
    let mut wrong: Vec<FieldError> = (sent.keys().filter(|name| *name != "items"))
        .map(|name| refused(name.clone(), codes::UNKNOWN, "is unknown: an order has `items`"))
        .collect();
    let mut found = BTreeMap::<String, i32>::new();
    match sent.get("items") {
        None => wrong.push(refused("items".to_owned(), codes::MISSING, "is needed")),
        Some(Value::Array(items)) if (1..=100).contains(&items.len()) => {
            for item in items {
                let product = item.get("product").and_then(Value::as_str).filter(|name| !name.is_empty());
                let quantity = item.get("quantity").map_or(Some(1), Value::as_i64);
                let quantity = quantity.and_then(|count| i32::try_from(count).ok()).filter(|count| *count > 0);
                let (Some(product), Some(quantity)) = (product, quantity) else {
                    let message = "each needs a `product` and may have a `quantity` above 0";
                    wrong.push(refused("items".to_owned(), codes::TYPE, message));
                    break;
                };
                let sum = found.entry(product.to_owned()).or_default();
                *sum = sum.saturating_add(quantity);
            }
        }
        Some(_) => wrong.push(refused("items".to_owned(), codes::TYPE, "expected a list of 1 to 100 items")),
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

fn name_of(headers: &HeaderMap) -> Answer<Option<String>> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    let name = value.to_str().ok().map(str::trim).filter(|name| (1..=LONGEST).contains(&name.len()));
    let refused = || {
        Failure::new(400, "malformed", "The request cannot be read")
            .detailed(format!("`Idempotency-Key` has 1 to {LONGEST} visible characters"))
    };
    name.map(|name| Some(name.to_owned())).ok_or_else(refused)
}

/// The answer that was given to the request of this name, if it is not older than a day.
fn kept(conn: &mut Conn, account: &Account, name: &str) -> Answer<Option<KeptAnswer>> {
    let of_name = kept_answers::account_id.eq(account.id).and(kept_answers::name.eq(name.to_owned()));
    let found: Option<KeptAnswer> = KeptAnswer::objects().filter(of_name).first(conn).optional()?;
    let yesterday = model_core::clock::now() - TimeDelta::days(1);
    match found {
        Some(old) if old.created_at < yesterday => {
            old.delete().run(conn)?;
            Ok(None)
        }
        found => Ok(found),
    }
}

/// The same answer again, if it is the same request.
fn again(kept: KeptAnswer, request: &str) -> Answer {
    if kept.request != request {
        let problem = Failure::new(422, "key_reused", "The key was sent with another request");
        return Err(problem.detailed("a new request needs a new `Idempotency-Key`"));
    }
    let order: Value = serde_json::from_str(&kept.answer).map_err(|error| Failure::internal(error.to_string()))?;
    let mut response = placed(&order);
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    Ok(response)
}

fn placed(order: &Value) -> Response {
    let version = order["version"].as_i64();
    let answer = json(StatusCode::CREATED, order);
    let mut response = tagged(&HeaderMap::new(), &tag(version, &order.to_string()), answer);
    let place = format!("/api/v1/{}/{}", Order::PLACE, order["id"].as_str().unwrap_or_default());
    response.headers_mut().extend(HeaderValue::from_str(&place).map(|place| (header::LOCATION, place)));
    response
}

fn buy(conn: &mut Conn, who: &Visitor, sent: &Sent, name: Option<&str>, app: &App) -> Answer {
    check::<Order>(who, Act::Create, None)?;
    let account = who.account.as_ref().ok_or_else(Failure::unauthenticated)?;
    let request = digest(&sent.bytes);
    if let Some(kept) = name.map(|name| kept(conn, account, name)).transpose()?.flatten() {
        return again(kept, &request);
    }
    let items = items(&sent.members)?;
    let keep = |conn: &mut Conn, order: &Order| -> Result<()> {
        let Some(name) = name else { return Ok(()) };
        let answer = Value::Object(order.to_json()?).to_string();
        let new = NewKeptAnswer::builder().account_id(account.id).name(name).request(&*request).answer(answer);
        KeptAnswer::create(new.build()).run(conn)?;
        Ok(())
    };
    match shop::buy_and(conn, account, &items, &who.actor, app.listeners(), keep) {
        Ok(order) => Ok(placed(&Value::Object(order.to_json()?))),
        // The same request came twice at once, and the other one was faster.
        Err(Error::Model(model_core::Error::UniqueViolation { .. })) if name.is_some() => {
            let kept = kept(conn, account, name.unwrap_or_default())?;
            again(kept.ok_or(model_core::Error::Conflict)?, &request)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /orders`
pub(crate) async fn create(State(app): State<App>, headers: HeaderMap, caller: Caller, sent: Sent) -> Answer {
    let name = name_of(&headers)?;
    let shared = app.clone();
    app.run(caller, move |conn, who| buy(conn, who, &sent, name.as_deref(), &shared)).await
}

/// `POST /orders/{id}/cancel`
pub(crate) async fn cancel(
    State(app): State<App>,
    Path(key): Path<String>,
    headers: HeaderMap,
    caller: Caller,
) -> Answer {
    app.run(caller, move |conn, who| {
        let order: Order = live(conn, who, &key)?;
        check(who, Act::Change, Some(&order))?;
        expect(&headers, &order, true)?;
        row_answer(StatusCode::OK, &HeaderMap::new(), &shop::cancel(conn, order.id, &who.actor)?)
    })
    .await
}
