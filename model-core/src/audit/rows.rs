//! Reads every row of a model as JSON, on each backend.

use crate::audit::verify::Verifies;
use crate::meta::error::Result;
use crate::model::Model;
use crate::sql;
use crate::sql::At;
use crate::sql::on::ModelOn;
use crate::sql::rows::{load, statement};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use serde_json::{Map, Value};
use std::marker::PhantomData;

/// `SELECT .. FROM articles`: all rows, live and deleted.
struct AllRows<M>(PhantomData<fn() -> M>);

statement!([M: Model] AllRows<M>);

impl<M: Model> QueryId for AllRows<M> {
    type QueryId = Self;
}

#[cfg(feature = "postgres")]
mod postgres;

#[cfg(any(feature = "sqlite", feature = "mysql"))]
mod program;
