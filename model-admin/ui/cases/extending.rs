use diesel::prelude::*;
use model_admin::{Admin, Inline, ModelAdmin};
use model_core::prelude::*;

diesel::table! {
    accounts (id) { id -> BigInt, name -> Text, }
}
diesel::table! {
    payments (id) { id -> BigInt, account_id -> BigInt, amount -> BigInt, }
}
diesel::table! {
    cards (id) { id -> BigInt, last_four -> Text, }
}
diesel::allow_tables_to_appear_in_same_query!(accounts, payments, cards);

#[derive(Model)]
#[model(table = accounts, has_many(payments = Payment, on_delete = keep))]
pub struct Account {
    pub id: i64,
    pub name: String,
}

#[derive(Model, Debug, Clone)]
#[model(table = payments, extended_by(Card))]
pub struct Payment {
    pub id: i64,
    #[model(belongs_to = Account)]
    pub account_id: i64,
    pub amount: i64,
}

#[derive(Model, Debug, Clone)]
#[model(table = cards, extends = Payment)]
pub struct Card {
    #[model(parent)]
    pub payment: Payment,
    pub last_four: String,
}

fn shown() -> ModelAdmin<Card, SqliteConnection> {
    Admin::of::<Card>()
}

fn as_children() -> ModelAdmin<Account, SqliteConnection> {
    Admin::of::<Account>().inline(Inline::of::<Card>().by(payments::account_id))
}

fn main() {}
