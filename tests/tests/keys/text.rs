//! The text of each key is read back as the same key.

use crate::models::{BookId, Digest, Grade, Id, Shelf, Station};
use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, Utc};
use model_core::fields::KeyValue;

fn round<K: KeyValue + PartialEq + std::fmt::Debug>(key: K, text: &str) {
    assert_eq!(key.key_text(), text);
    assert_eq!(K::from_key_text(text), Some(key));
}

#[test]
fn every_type() {
    let at: DateTime<Utc> = DateTime::from_timestamp_micros(1_772_323_445_000_120).unwrap();
    round(7_i16, "7");
    round(false, "false");
    round(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap(), "2026-01-31");
    round(at, "2026-03-01T00:04:05.000120Z");
    round(at.naive_utc(), "2026-03-01T00:04:05.000120");
    round("120".parse::<BigDecimal>().unwrap(), "120");
    round("0.5".parse::<BigDecimal>().unwrap(), "0.5");
    round(Digest::from(vec![1, 0x2f]), "012f");
    round(Station::South, "south, by the \\sea");
    round(Grade::Bad, "-2");
    let id = Id::<Shelf>::generate();
    round(id.clone(), &id.to_string());
    assert_eq!(BookId::from_key_text("97800000000"), None);
    assert_eq!("1.50".parse::<BigDecimal>().unwrap().key_text(), "1.5");
    assert_eq!(Digest::from_key_text("012"), None);
    assert_eq!("012".parse::<Digest>().unwrap_err().to_string(), "expected an even number of hexadecimal digits");
}
