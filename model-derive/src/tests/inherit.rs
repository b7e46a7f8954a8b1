use crate::expand;
use crate::pipeline::checked_model;

fn mistakes(inputs: &[&str]) -> String {
    super::mistakes(|input| checked_model(input, &[]), inputs)
}

#[test]
fn mistakes_in_children() {
    let report = mistakes(&[
        "#[model(table = a, extends)] struct A { #[model(parent)] b: B }",
        "#[model(table = a, extends = \"B\")] struct A { #[model(parent)] b: B }",
        "#[model(table = a, extends = B)] struct A { id: i32 }",
        "#[model(table = a)] struct A { #[model(parent)] b: B }",
        "#[model(table = a, extend = B)] struct A { #[model(parent)] b: B }",
        "#[model(table = a, extends = B)] struct A { #[model(parent)] c: C }",
        "#[model(table = a, extends = models::B)] struct A { #[model(parent)] b: B }",
        "#[model(table = a, extends = B)] struct A { #[model(parent)] b: (B,) }",
        "#[model(table = a, extends = B)] struct A { #[model(parent = true)] b: B }",
        "#[model(table = a, extends = B)] struct A { #[model(parent)] b: B, #[model(parent)] c: B }",
        "#[model(table = a, extends = B)] struct A { #[model(parent)] b: B, id: BId }",
        "#[model(table = a, extends = B)] struct A { #[model(parent, unique)] #[audit(mask)] b: B }",
        "#[model(table = a, extends = B)] struct A { #[model(parent)] b: B, #[model(primary_key)] c: i32 }",
        "#[model(table = a, extends = B, timestamps)] struct A { #[model(parent)] b: B, created_at: T }",
        "#[model(table = a, extends = B, soft_delete)] struct A { #[model(parent)] b: B, deleted_at: Option<T> }",
        "#[model(table = a, extends = B, ordering = \"c\")] struct A { #[model(parent)] b: B, c: i32 }",
        "#[model(table = a, extends = B, edit)] struct A { #[model(parent)] b: B, c: i32 }",
        "#[model(table = a, extends = B, has_many(cs = C, on_delete = keep))] struct A { #[model(parent)] b: B }",
        "#[model(table = a, extends = B, referred_by(cs = C))] struct A { #[model(parent)] b: B }",
        "#[model(table = a, extends = B)] struct A { #[model(parent)] b: B, #[model(version)] c: i32 }",
        "#[model(table = a, extends = B)] struct A { #[model(parent)] b: B, #[model(created_by)] c: i32 }",
        "#[model(table = a, extends = B)] struct A { #[model(parent)] b: B, #[model(generic)] c: Stored<C> }",
        "#[model(table = a, extends = B, generic(o = O, kind = c, key = d))] struct A { #[model(parent)] b: B, c: i32, d: i32 }",
        "#[model(table = a, extends = B)] struct A { #[model(parent)] b: B, #[model(belongs_to(C, touches = cs::d))] c_id: i32 }",
        "#[model(table = a, extends = B, extended_by(C))] struct A { #[model(parent)] b: B }",
        "#[model(table = a, extends = B, audit)] #[audit(skip)] struct A { #[model(parent)] b: B }",
        "#[model(table = a, extends = B)] struct A { #[model(parent)] #[diesel(column_name = c)] b: B, c: i32 }",
    ]);
    insta::assert_snapshot!(report);
}

#[test]
fn mistakes_in_parents() {
    let report = mistakes(&[
        "#[model(table = a, extended_by)] struct A { id: i32 }",
        "#[model(table = a, extended_by = B)] struct A { id: i32 }",
        "#[model(table = a, extended_by())] struct A { id: i32 }",
        "#[model(table = a, extended_by(\"B\"))] struct A { id: i32 }",
        "#[model(table = a, extended_by(B, c::B))] struct A { id: i32 }",
        "#[model(table = a, extended_by(b::A))] struct A { id: i32 }",
        "#[model(table = a, extended_by(B), extended_by(C))] struct A { id: i32 }",
        "#[model(table = a, extended_by(B))] struct A { id: i32, #[model(belongs_to(C, touches = cs::d))] c_id: i32 }",
    ]);
    insta::assert_snapshot!(report);
}

const CHILD: &str = r#"
#[derive(Model, Debug)]
#[model(table = schema::cards, extends = PaymentMethod, audit)]
pub struct Card {
    /// What it is as a way to pay.
    #[model(parent)]
    pub method: PaymentMethod,
    #[model(max_length = 4)]
    pub last_four: String,
    #[model(unique)]
    #[audit(mask)]
    pub token: Option<String>,
}
"#;

#[test]
fn a_child() {
    insta::with_settings!({ description => CHILD, omit_expression => true }, {
        insta::assert_snapshot!(unwrapped(CHILD));
    });
}

/// What comes before the macro of the parent, and what stands in it.
fn unwrapped(input: &str) -> String {
    let model = checked_model(&syn::parse_str(input).unwrap(), &[]).unwrap();
    let mut file: syn::File = syn::parse2(expand::model(&model)).unwrap();
    let Some(syn::Item::Macro(wrapped)) = file.items.pop() else { panic!("a child is within a macro") };
    assert!(wrapped.mac.path.is_ident("PaymentMethod"));
    let inner: syn::File = syn::parse2(wrapped.mac.tokens).unwrap();
    prettyplease::unparse(&file) + &prettyplease::unparse(&inner)
}

const PARENT: &str = r#"
#[derive(Model)]
#[model(table = payment_methods, extended_by(Card, models::BankTransfer))]
pub struct PaymentMethod {
    pub id: PaymentMethodId,
    pub label: String,
}
"#;

#[test]
fn a_parent() {
    insta::with_settings!({ description => PARENT, omit_expression => true }, {
        insta::assert_snapshot!(super::expansion::model(PARENT));
    });
}

#[test]
fn a_child_is_called_by_its_own_name() {
    let input = syn::parse_str(CHILD).unwrap();
    let child = checked_model(&input, &[]).unwrap();
    assert_eq!((child.name.to_string().as_str(), child.ident.to_string().as_str()), ("Card", "CardPart"));
    let expansion = expand::model(&child).to_string();
    assert!(expansion.contains("name : \"Card\""), "the trail and the errors name the whole");
    assert!(!expansion.contains("NewCardPart"));
}
