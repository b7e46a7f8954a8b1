//! What a derive emits next to an error: as much as keeps the rest of the program free of errors.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{File, Item};

use crate::pipeline;
use crate::relay::{Derive, Relay};

fn expanded(derive: Derive, input: &str) -> TokenStream {
    let input = syn::parse_str(input).unwrap_or_else(|error| panic!("{error} in the test's input: {input}"));
    pipeline::embedding(&Relay::start(derive, input), "here")
}

/// The names of the items, and how often an error is reported.
fn items(tokens: TokenStream) -> (Vec<String>, usize) {
    let errors = tokens.to_string().matches("compile_error").count();
    let file: File = syn::parse2(tokens).unwrap_or_else(|error| panic!("{error}"));
    let named = file.items.iter().filter_map(|item| match item {
        Item::Type(item) => Some(item.ident.to_string()),
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Impl(item) => Some(format!("impl {}", item.self_ty.to_token_stream())),
        Item::Use(item) => {
            item.tree.to_token_stream().to_string().split(" as ").nth(1).map(|name| format!("use {name}"))
        }
        _ => None,
    });
    (named.collect(), errors)
}

#[test]
fn a_model_with_an_error_has_the_items_that_a_program_names() {
    let (items, errors) = items(expanded(Derive::Model, "#[model(tabel = articles)] pub struct Article { id: i64 }"));
    assert_eq!(items, ["NewArticle", "ArticlePatch", "impl Article"]);
    assert_eq!(errors, 1);
}

#[test]
fn a_base_with_an_error_still_has_its_macro() {
    let (items, errors) =
        items(expanded(Derive::Base, "pub struct Named { #[model(max_lenght = 3)] pub name: String }"));
    assert_eq!(items, ["use Named"]);
    assert_eq!(errors, 1);
}

#[test]
fn the_first_question_is_whether_each_base_is_one() {
    let tokens = expanded(Derive::Model, "#[model(table = a)] struct A { id: i64, #[model(base)] stamps: Timestamps }");
    let tokens = tokens.to_string();
    assert!(tokens.contains("is_base :: < Timestamps >"), "{tokens}");
    assert!(tokens.contains("Timestamps ! { { Model }"), "{tokens}");
}
