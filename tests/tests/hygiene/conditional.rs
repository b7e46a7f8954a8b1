//! Derives and attributes behind conditions, and fields that are not always there.
#![allow(clippy::non_minimal_cfg)]

use super::tables::articles;
use model_core::prelude::*;

#[cfg_attr(all(), derive(Model, Debug))]
#[cfg_attr(all(), model(table = articles))]
#[cfg_attr(any(), model(timestamps))]
struct Article {
    id: i64,
    #[cfg_attr(all(), model(max_length = 5))]
    title: String,
    #[cfg(all())]
    #[cfg_attr(any(), model(default = nothing()))]
    note: Option<String>,
    #[cfg(any())]
    gone: Nothing,
}

#[cfg_attr(all(), derive(Key, Debug, Clone))]
struct Id(#[cfg(all())] i64);

#[cfg_attr(all(), derive(Choices, Debug))]
enum Status {
    Draft,
    #[cfg(any())]
    Gone(Nothing),
}

#[cfg_attr(all(), derive(Proxy, Debug))]
#[cfg_attr(all(), proxy(of = Article))]
struct Shown(Article);

#[test]
fn conditions_are_decided_before() {
    assert_eq!(Article::META.fields.len(), 3);
    assert_eq!(Status::ALL.len(), 1);
    assert!(matches!(Status::Draft.value(), "draft"));
    assert_eq!(Id(5).to_string(), "5");
    drop(Shown::objects());
}
