//! Each write to a row with such a key, by the row, by the key and by a filter, and what the trail says of it.

use crate::models::*;
use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate};
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::wire::TextKey;
use model_tests::make::me;
use model_tests::{TestConnection, on_every_backend};

fn reading(station: Station, height: &str, value: &str) -> NewReading {
    NewReading::builder()
        .station(station)
        .day(NaiveDate::from_ymd_opt(2026, 3, 1).unwrap())
        .hour(-7_i16)
        .is_raw(true)
        .height(height.parse::<BigDecimal>().unwrap())
        .taken(DateTime::from_timestamp_micros(1_772_323_445_000_120).unwrap())
        .version(2)
        .value(value)
        .build()
}

/// The rows that the trail knows, each once.
fn filed<C: TestConnection, M: Model>(conn: &mut C) -> Vec<String> {
    let of_it = conn.trail().into_iter().filter(|entry| entry.content_type == M::META.content_type);
    let mut filed: Vec<String> = of_it.map(|entry| entry.object_id).collect();
    filed.sort();
    filed.dedup();
    filed
}

on_every_backend! {
    fn a_key_of_seven_parts(db) {
        let conn = db.conn();
        tables(conn);
        let row = Reading::create(reading(Station::South, "1.50", "a")).by(me()).run(conn).unwrap();
        let rows = [reading(Station::North, "100", "b"), reading(Station::North, "0.25", "c")];
        Reading::create_many(rows).by(me()).run(conn).unwrap();
        let row = row.patch().value("d").by(me()).run(conn).unwrap();
        assert_eq!(Reading::objects().find(row.key()).first::<Reading>(conn).unwrap(), row);

        let entry = Reading::history(row.key()).run(conn).unwrap().remove(0);
        assert_eq!(entry.object_id, "south\\, by the \\\\sea,2026-03-01,-7,true,1.5,2026-03-01T00:04:05.000120Z,2");
        let same = <<Reading as Model>::Key as TextKey>::from_text(&entry.object_id).unwrap();
        assert_eq!(Reading::objects().find(same).first::<Reading>(conn).unwrap(), row);

        // Written by one statement for all rows, whose keys the database makes into texts.
        assert_eq!(Reading::objects().patch().value("e").by(me()).run(conn).unwrap(), 3);
        let gone = Reading::objects().filter(keyed_readings::hour.eq(-7)).delete().by(me()).run(conn).unwrap();
        assert_eq!(gone, 3);
        Reading::objects().only_deleted().restore().by(me()).run(conn).unwrap();
        Reading::objects().filter(keyed_readings::station.eq(Station::North)).hard_delete().by(me()).run(conn).unwrap();

        assert_eq!(filed::<_, Reading>(conn).len(), 3);
        assert_eq!(Reading::history(row.key()).run(conn).unwrap().len(), 5);
        assert!(Reading::verify_history(conn).unwrap().is_empty());
    }

    fn a_key_of_bytes(db) {
        let conn = db.conn();
        tables(conn);
        let digest = Digest::from(vec![0, 1, 0xfe, 0xff]);
        assert_eq!(digest.to_string(), "0001feff");
        assert_eq!("0001FEFF".parse::<Digest>().unwrap(), digest);
        let blob = NewBlob::builder().digest(digest.clone()).name("a").build();
        let blob = Blob::create(blob).by(me()).run(conn).unwrap();
        for place in [1, 2] {
            let chunk = NewChunk::builder().blob_id(digest.clone()).place(place).build();
            Chunk::create(chunk).by(me()).run(conn).unwrap();
        }
        let blob = Blob::patch_by_key(digest.clone()).name("b").by(me()).run(conn).unwrap_or(blob);
        let chunks: Vec<Chunk> = Chunk::objects().filter(keyed_chunks::blob_id.eq(&digest)).load(conn).unwrap();
        assert_eq!(chunks.len(), 2);
        assert_eq!(Blob::history(digest.clone()).run(conn).unwrap()[0].object_id, "0001feff");
        Blob::objects().patch().name("c").by(me()).run(conn).unwrap();
        assert!(Blob::verify_history(conn).unwrap().is_empty());
        blob.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(Chunk::objects().count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(filed::<_, Blob>(conn), ["0001feff"]);
        assert!(Blob::verify_history(conn).unwrap().is_empty());
    }

    fn a_key_that_is_a_time(db) {
        let conn = db.conn();
        tables(conn);
        let began = Began::from(DateTime::from_timestamp_micros(1_772_323_445_500_000).unwrap().naive_utc());
        Session::create(NewSession::builder().began(began).title("a").build()).by(me()).run(conn).unwrap();
        Session::objects().patch().title("b").by(me()).run(conn).unwrap();
        assert_eq!(Session::objects().find(began).first::<Session>(conn).unwrap().title, "b");
        assert_eq!(Session::history(began).run(conn).unwrap().len(), 2);
        assert_eq!(filed::<_, Session>(conn), ["2026-03-01T00:04:05.500000"]);
        Session::objects().hard_delete().by(me()).run(conn).unwrap();
        assert!(Session::verify_history(conn).unwrap().is_empty());
    }

    fn keys_of_a_type_for_many_models_and_of_another_crate(db) {
        let conn = db.conn();
        tables(conn);
        let shelf = Shelf::create(NewShelf::builder().title("a").build()).by(me()).run(conn).unwrap();
        let other = Shelf::create(NewShelf::builder().id(Id::generate()).title("b").build()).by(me()).run(conn).unwrap();
        assert_ne!(shelf.id, other.id);
        let isbn = "9780000000017".parse::<Isbn>().ok().map(BookId::from_inner).unwrap();
        let book = NewBook::builder().isbn(isbn.clone()).shelf_id(shelf.id.clone()).title("c").build();
        let book = Book::create(book).by(me()).run(conn).unwrap();
        let book = book.patch().shelf_id(other.id.clone()).by(me()).run(conn).unwrap();
        assert_eq!(book.isbn.to_string(), "ISBN 9780000000017");
        assert_eq!(Book::objects().filter(keyed_books::isbn.eq(&isbn)).first::<Book>(conn).unwrap(), book);
        assert_eq!(Book::objects().find(isbn.clone()).first::<Book>(conn).unwrap(), book);
        assert_eq!(Book::history(isbn).run(conn).unwrap().len(), 2);
        assert_eq!(filed::<_, Book>(conn), ["9780000000017"]);
        other.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(Book::objects().count().get_result::<i64>(conn).unwrap(), 0);
        assert!(Book::verify_history(conn).unwrap().is_empty());
        assert!(Shelf::verify_history(conn).unwrap().is_empty());
    }

    fn a_key_that_is_a_choice_as_a_number(db) {
        let conn = db.conn();
        tables(conn);
        for grade in [Grade::Good, Grade::Bad] {
            Mark::create(NewMark::builder().grade(grade).title("a").build()).by(me()).run(conn).unwrap();
        }
        Mark::objects().patch().title("b").by(me()).run(conn).unwrap();
        assert_eq!(Mark::history(Grade::Bad).run(conn).unwrap()[0].object_id, "-2");
        Mark::objects().find(Grade::Good).first::<Mark>(conn).unwrap().hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(filed::<_, Mark>(conn), ["-2", "1"]);
        assert!(Mark::verify_history(conn).unwrap().is_empty());
    }
}
