//! Decimal numbers are exact on every backend.

use bigdecimal::BigDecimal;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::value;
use model_tests::backend::Backend;
use model_tests::make::{at, me};
use model_tests::{TestConnection, on_every_backend};
use serde_json::json;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Decimal;

    invoices (id) {
        id -> BigInt,
        total -> Decimal,
        rebate -> Nullable<Decimal>,
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = invoices, audit, ordering = "total")]
pub struct Invoice {
    pub id: i64,
    pub total: BigDecimal,
    pub rebate: Option<BigDecimal>,
}

fn number(digits: &str) -> BigDecimal {
    digits.parse().unwrap()
}

on_every_backend! {
    fn fault_c8_decimal_numbers_are_exact(db) {
        let conn = db.conn();
        let decimal = if Conn::NAME == "sqlite" { "TEXT" } else { "DECIMAL(40, 10)" };
        conn.sql(&crate::ddl::<Conn>(&format!(
            "CREATE TABLE invoices (id {{id}}, total {decimal} NOT NULL, rebate {decimal})"
        )));
        let totals =
            ["19.99", "-19.99", "0", "0.0000000001", "123456789012345678901234567890.0123456789", "100", "1.50", "9"];
        for total in totals {
            let new = NewInvoice::builder().total(number(total)).build();
            let row = Invoice::create(new).by(me()).at(at(0)).run(conn).unwrap();
            assert_eq!(row.total, number(total));
            let read: Invoice = Invoice::objects().find(row.id).first(conn).unwrap();
            assert_eq!((read.total, read.rebate), (number(total), None));
            let entry = conn.trail().pop().unwrap().changes;
            assert_eq!(entry["total"]["new"], json!(number(total).normalized().to_plain_string()));
            let found = Invoice::objects().filter(invoices::total.eq(value(number(total)))).count();
            assert_eq!(found.get_result::<i64>(conn).unwrap(), 1, "{total}");
            let changed = row.patch().rebate(number("0.10")).by(me()).at(at(5)).run(conn).unwrap();
            let same = changed.patch().rebate(number("0.1")).by(me()).outcome(conn).unwrap();
            assert!(matches!(same, Outcome::Unchanged(_)));
            let past = Invoice::as_of(row.id, at(1)).run(conn).unwrap().unwrap();
            assert_eq!((past.row().total.clone(), past.row().rebate.clone()), (number(total), None));
        }
        let rows: Vec<Invoice> = Invoice::objects().load(conn).unwrap();
        assert!(rows.is_sorted_by_key(|row| row.total.clone()), "{rows:?}");
        assert_eq!(Invoice::verify_history(conn).unwrap(), []);
    }
}
