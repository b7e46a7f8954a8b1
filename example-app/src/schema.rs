//! The tables, one schema for the three backends. It imports nothing of the newsroom.

mod content;
mod desk;
mod readers;
mod shop;
mod web;

pub use self::content::{article_tags, articles, authors, comments, reactions, tags};
pub use self::desk::{exports, tasks};
pub use self::readers::{accounts, followings, notices, readings};
pub use self::shop::{bank_transfers, cards, order_items, orders, payment_methods, products};
pub use self::web::{access_tokens, kept_answers};

diesel::allow_tables_to_appear_in_same_query!(
    authors,
    articles,
    comments,
    reactions,
    tags,
    article_tags,
    accounts,
    tasks,
    exports,
    products,
    orders,
    order_items,
    payment_methods,
    cards,
    bank_transfers,
    followings,
    notices,
    readings,
    access_tokens,
    kept_answers,
);
