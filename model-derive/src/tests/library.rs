//! `crate = ..`: where generated code finds the library.

use quote::quote;

use super::mistakes;
use crate::attr::model::Options;
use crate::choices::Choices;
use crate::key::Key;
use crate::library::Library;
use crate::pipeline;
use crate::relay::{Derive, Relay};

const ARTICLE: &str = "pub struct Article { pub id: i64, #[model(base)] stamps: Stamps }";

fn expanded(derive: Derive, input: &str) -> String {
    let input = syn::parse_str(input).unwrap_or_else(|error| panic!("{error} in the test's input: {input}"));
    pipeline::embedding(&Relay::start(derive, input), "here").to_string()
}

#[test]
fn a_path_is_a_path_or_a_text() {
    for written in ["::facade::model", "\"::facade::model\"", "crate::facade::model", "facade"] {
        let list: proc_macro2::TokenStream = format!("table = a, crate = {written}, audit").parse().unwrap();
        let placed =
            Library::in_list(list).expect(written).put_into(quote!(f(::model_core::__private::Base, model_core::x)));
        let path = written.trim_matches('"').replace("::", " :: ").trim().to_owned();
        assert_eq!(placed.to_string(), format!("f ({path} :: __private :: Base , model_core :: x)"), "{written}");
    }
    for written in ["", "3", "\"two words\"", "a::<b>", "f(x)"] {
        let list: proc_macro2::TokenStream = format!("crate = {written}").parse().unwrap();
        assert!(Library::in_list(list).is_none(), "{written}");
    }
}

#[test]
fn nothing_is_looked_for_under_the_usual_name() {
    let model = expanded(Derive::Model, "#[model(table = a, crate = ::facade)] pub struct A { pub id: i64 }");
    assert!(model.contains(":: facade :: __private") && !model.contains(":: model_core"), "{model}");
    // Nor next to an error.
    let broken = expanded(Derive::Model, "#[model(tabel = a, crate = ::facade)] pub struct A { pub id: i64 }");
    assert!(broken.contains(":: facade :: __private") && !broken.contains(":: model_core"), "{broken}");
}

#[test]
fn the_macro_of_a_base_looks_where_the_model_does() {
    let asked = expanded(Derive::Model, &format!("#[model(table = a, crate = ::facade)] {ARTICLE}"));
    assert!(asked.contains("Stamps ! { [:: facade] { Model }"), "{asked}");
    let base = expanded(Derive::Base, "#[model(crate = ::other)] pub struct Stamps { at: i64 }");
    assert!(
        base.contains("([$ ($ library : tt) *] $ ($ then : tt) *) => { $ ($ library) * :: __private :: embed !"),
        "{base}"
    );
    assert!(base.contains("=> { :: model_core :: __private :: embed !"), "{base}");
}

#[test]
fn mistakes_in_the_path() {
    let model = |input: &syn::DeriveInput| {
        let cx = crate::ctxt::Ctxt::new();
        let flat = crate::embed::Flat::of(input, &[]);
        let options = Options::parse(&cx, input, &flat).map(|_| ());
        cx.finish(options)
    };
    let forms = ["crate", "crate =", "crate = 3", "crate = \"two words\"", "crate = a, crate = b"];
    let inputs = forms.map(|form| format!("#[model(table = a, {form})] struct A {{ id: i64 }}"));
    let mut report = mistakes(model, &inputs.each_ref().map(String::as_str));
    report += &mistakes(Key::parse, &["#[model(crate = 3)] struct A(i64);", "#[model(table = a)] struct A(i64);"]);
    report += &mistakes(Choices::parse, &["#[model(krate = a)] enum A { B }"]);
    insta::assert_snapshot!(report);
}
