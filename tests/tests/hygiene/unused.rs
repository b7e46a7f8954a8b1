//! Models that nothing uses: only the user's own fields are dead code.
#![deny(dead_code)]

use super::tables::articles;
use model_core::prelude::*;

#[allow(dead_code)]
#[derive(Model)]
#[model(table = articles, audit)]
struct Article {
    id: i64,
    title: String,
    note: Option<String>,
}

#[allow(dead_code)]
#[derive(Key, Debug, Clone)]
struct Id(i64);

#[allow(dead_code)]
#[derive(Choices, Debug)]
enum Status {
    Draft,
}

#[allow(dead_code)]
#[derive(Proxy)]
#[proxy(of = Article)]
struct Shown(Article);
