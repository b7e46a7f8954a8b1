//! Bases: what they hand on, and what is wrong with them.

use syn::DeriveInput;

use crate::embed::Columns;
use crate::pipeline::{checked_base, checked_model};

/// The columns of a base without bases of its own.
fn columns(input: &str) -> Columns {
    let input: DeriveInput = syn::parse_str(input).unwrap();
    checked_base(&input, &[]).unwrap_or_else(|error| panic!("{error}")).columns
}

#[test]
fn mistakes_in_bases() {
    let report = super::mistakes(
        |input| checked_base(input, &[]),
        &[
            "struct A(String);",
            "enum A { B }",
            "struct A<'a> { b: &'a str }",
            "#[model(table = a, timestamp)] struct A { b: String }",
            "#[model(hook)] struct A { b: String }",
            "#[model(hooks = yes, after_commit)] struct A { b: String }",
            "#[model(timestamps)] struct A { b: String }",
            "#[model(soft_delete)] struct A { b: String }",
            "struct A { #[model(created_at)] b: T }",
            "#[model(timestamps)] struct A { created_at: String, #[model(max_lenght = 3)] b: String }",
            "pub struct A { b: String, pub c: String }",
            "struct A { #[diesel(column_name = c)] b: String, c: String }",
            "struct A { #[model(created_by)] b: i64, #[model(created_by)] c: i64 }",
            "struct A { #[model(belongs_to = B)] b: i64 }",
            "struct A { #[model(belongs_to(B, touches = bs::c))] b_id: i64 }",
            "struct A { #[model(default_scope)] a: i64, #[model(default_scope = b)] b: i64, #[model(default_scope(by = \"b\"))] c: i64 }",
            "struct A { #[model(default_scope(by = b))] b: i64, #[model(default_scope(bye = b, lifted_by = c))] c: i64 }",
            "struct A { #[model(default_scope(by = b, lifted_by = c))] b: Option<i64>, #[model(created_by, default_scope(by = d, lifted_by = e))] c: i64 }",
        ],
    );
    insta::assert_snapshot!(report);
}

#[test]
fn hooks_of_bases_beside_another_table() {
    let bases = [columns("#[model(hooks)] struct Sealed { sealed: bool }")];
    let report = super::mistakes(
        |input| checked_model(input, &bases),
        &[
            "#[model(table = a, extended_by(B))] struct A { id: i32, #[model(base)] seal: x::Sealed }",
            "#[model(table = a, extends = B)] struct A { #[model(parent)] b: B, #[model(base)] seal: Sealed }",
            "#[model(table = a, after_commit)] struct A { id: i32, #[model(base)] seal: Sealed }",
        ],
    );
    insta::assert_snapshot!(report);
}

const STAMPS: &str = "#[model(timestamps)] pub struct Stamps { pub created_at: Time, pub updated_at: Time }";

#[test]
fn mistakes_in_models_of_bases() {
    let bases = [columns(STAMPS), columns("struct Named { #[model(unique(forever))] #[audit(mask)] name: String }")];
    let report = super::mistakes(
        |input| checked_model(input, &bases),
        &[
            "#[model(table = a)] struct A { id: i32, #[model(base)] stamps: Stamps }",
            "#[model(table = a)] struct A { id: i32, #[model(base)] stamps: x::Stamps, created_at: Time }",
            "#[model(table = a)] struct A { id: i32, name: Name, #[model(base)] stamps: Stamps, #[model(base)] n: Named<u8> }",
            "#[model(table = a)] struct A { id: i32, #[diesel(column_name = c)] created_at: T, #[model(base)] s: Stamps }",
            "#[model(table = a, soft_delete)] struct A { id: i32, #[model(base)] s: Stamps, #[model(created_at)] b: T, #[model(deleted_at)] c: bool }",
            "#[model(table = a)] struct A { id: i32, #[model(base)] s: Stamps, #[model(base)] n: Named }",
            "#[model(table = a, audit(explicit))] struct A { id: i32, #[model(base)] s: Stamps, #[model(base)] n: Named }",
            "#[model(table = a, audit, soft_delete, repr = name, ordering = \"create_at\")] struct A { id: i32, #[model(base)] s: Stamps, #[model(base)] n: Named, is_deleted: bool }",
        ],
    );
    insta::assert_snapshot!(report);
}

#[test]
fn default_scopes_of_a_model() {
    let bases = [
        columns("struct Owned { #[model(default_scope(by = for_tenant, lifted_by = across_tenants))] tenant_id: i64 }"),
        columns("struct Sited { #[model(default_scope(by = for_site, lifted_by = across_sites))] site_id: i64 }"),
    ];
    let report = super::mistakes(
        |input| checked_model(input, &bases),
        &[
            "#[model(table = a)] struct A { id: i32, #[model(base)] owner: Owned, #[model(base)] site: Sited }",
            "#[model(table = a)] struct A { id: i32, #[model(default_scope(by = b, lifted_by = c))] tenant_id: i64 }",
        ],
    );
    insta::assert_snapshot!(report);
}

#[test]
fn a_column_of_a_base_without_an_audit_choice() {
    let bases = [columns("struct Plain { a: i32, #[audit(include)] b: i32 }")];
    let report = super::mistakes(
        |input| checked_model(input, &bases),
        &["#[model(table = a, audit(explicit))] struct A { id: i32, #[model(base)] p: Plain }"],
    );
    insta::assert_snapshot!(report);
}
