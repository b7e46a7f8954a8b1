//! What a client may set: every column of every model, in one list that is read when it changes.

use model_core::Model;
use model_core::meta::{Meta, Role};
use newsroom::models::*;
use std::fmt::Write as _;

/// The columns of a model, each with what may be read from the outside.
fn listed(meta: &Meta, out: &mut String) {
    let _ = writeln!(out, "{}", meta.name);
    for field in meta.fields {
        let sent = match (field.in_new, field.in_patch) {
            (true, true) => "create, patch",
            (true, false) => "create",
            (false, true) => "patch",
            (false, false) => "-",
        };
        let _ = writeln!(out, "    {:<18} {sent}", field.name);
    }
}

#[test]
fn fault_d1_what_a_client_may_set_is_listed() {
    let mut out = String::new();
    let metas: &[&Meta] = &[
        AccessToken::META,
        Account::META,
        Article::META,
        ArticleTag::META,
        Author::META,
        <BankTransfer as model_core::Extends>::META,
        <Card as model_core::Extends>::META,
        Comment::META,
        Export::META,
        Following::META,
        KeptAnswer::META,
        Notice::META,
        Order::META,
        OrderItem::META,
        PaymentMethod::META,
        Product::META,
        Reaction::META,
        Reading::META,
        Tag::META,
        Task::META,
    ];
    for meta in metas {
        listed(meta, &mut out);
    }
    insta::assert_snapshot!(out);
    // The rule itself, whatever the list says.
    for field in metas.iter().flat_map(|meta| meta.fields) {
        let kept = !matches!(field.role, Role::Plain | Role::Key);
        assert!(!(kept && (field.in_new || field.in_patch)), "{} is kept by the library", field.name);
    }
}
