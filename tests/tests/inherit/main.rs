//! Models that extend another: one key, two tables, and every write in both or in neither.

#![forbid(unsafe_code)]

mod creating;
mod deleting;
mod inherit_snapshots;
mod patching;
mod reading;

use diesel::prelude::*;
use model_core::inherit::{ChildEntry, WritesChild, unique_indexes};
use model_core::prelude::*;
use model_core::verbs::Writes;
use model_tests::connections::Over;
use model_tests::make::{at, me};
use model_tests::models::{
    Bank, BankTransfer, BankTransferPatch, Billed, Card, CardPatch, Holder, HolderId, NewBank, NewBankTransfer,
    NewCard, NewHolder, NewPaymentMethod, NewTruck, NewVehicle, PaymentMethod, PaymentMethodKind, PaymentMethodPatch,
    PaymentMethodScopes as _, Truck, Vehicle, VehicleKind, VehiclePatch,
};
use model_tests::schema::{bank_transfers, cards, payment_methods, trucks, vehicles};
use model_tests::{Recorder, TestConnection, on_every_backend, recorded};
use serde_json::json;

/// A connection on which the rows of these tests can be written.
trait Wallet:
    TestConnection
    + Over<
        Backend: WritesChild<Self, Card>
                     + WritesChild<Self, BankTransfer>
                     + WritesChild<Self, Truck>
                     + Writes<Self, PaymentMethod>
                     + Writes<Self, Holder>,
    >
{
}

impl<C> Wallet for C where
    C: TestConnection
        + Over<
            Backend: WritesChild<Self, Card>
                         + WritesChild<Self, BankTransfer>
                         + WritesChild<Self, Truck>
                         + Writes<Self, PaymentMethod>
                         + Writes<Self, Holder>,
        >
{
}

fn holder(conn: &mut impl Wallet, name: &str) -> HolderId {
    Holder::create(NewHolder::builder().name(name).build()).by(me()).run(conn).unwrap().id
}

fn new_method(holder: HolderId, label: &str) -> NewPaymentMethod {
    NewPaymentMethod::builder().holder_id(holder).label(label).build()
}

fn new_card(holder: HolderId, label: &str, token: &str) -> NewCard {
    NewCard::builder().method(new_method(holder, label)).last_four("4242").token(token).build()
}

fn card(conn: &mut impl Wallet, holder: HolderId, label: &str, second: i64) -> Card {
    Card::create(new_card(holder, label, label)).by(me()).at(at(second)).run(conn).unwrap()
}

fn new_transfer(holder: HolderId, label: &str) -> NewBankTransfer {
    NewBankTransfer::builder().method(new_method(holder, label)).iban("BE71").build()
}

/// The statements between the ends of a transaction, without those that take the write lock of SQLite.
fn statements(recorder: &Recorder) -> Vec<String> {
    let ends = ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"];
    let sent = recorder.sent().into_iter();
    sent.filter(|sql| !ends.iter().any(|end| sql.starts_with(end)) && !sql.ends_with("WHERE 0")).collect()
}
