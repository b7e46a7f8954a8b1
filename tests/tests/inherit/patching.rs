//! Changes of rows in two tables, and what is told of them.

use super::*;

on_every_backend! {
    fn a_patch_writes_the_tables_that_have_a_change(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        let trail = conn.trail().len();

        let row = row.patch().last_four("1881").by(me()).at(at(2)).run(conn).unwrap();
        assert_eq!(row.last_four, "1881");
        assert_eq!((row.method.version, row.method.updated_at), (2, at(2)), "the whole has moved");
        let recorded: Vec<_> = conn.trail()[trail..].iter().map(|log| log.content_type.to_string()).collect();
        assert_eq!(recorded, ["cards", "payment_methods"], "and the trail of the parent has no gap");

        let row = row.patch().method(PaymentMethodPatch::new().label("Home")).by(me()).at(at(3)).run(conn).unwrap();
        assert_eq!((row.method.label.as_str(), row.method.version, row.method.updated_at), ("Home", 3, at(3)));
        assert_eq!(row.last_four, "1881");
        let recorded: Vec<_> = conn.trail()[trail + 2..].iter().map(|log| log.content_type.to_string()).collect();
        assert_eq!(recorded, ["payment_methods"]);

        let patch = row.patch().last_four("7").network("mc").method(PaymentMethodPatch::new().label("Car"));
        let row = patch.by(me()).at(at(4)).run(conn).unwrap();
        assert_eq!((row.last_four.as_str(), row.network.as_str(), row.method.label.as_str()), ("7", "mc", "Car"));
        assert_eq!((row.method.version, row.method.updated_at), (4, at(4)), "once");
        assert_eq!(conn.trail().len(), trail + 5);

        let same = row.patch().last_four("7").method(PaymentMethodPatch::new().label("Car"));
        let outcome = same.by(me()).at(at(5)).outcome(conn).unwrap();
        assert_eq!(outcome, Outcome::Unchanged(row.clone()));
        let nothing = row.patch().by(me()).at(at(5)).outcome(conn).unwrap();
        assert_eq!(nothing, Outcome::Unchanged(row.clone()));
        // The parent has these values already, and the child has not.
        let half = row.patch().last_four("8").method(PaymentMethodPatch::new().label("Car"));
        let row = half.by(me()).at(at(6)).run(conn).unwrap();
        assert_eq!((row.last_four.as_str(), row.method.version, row.method.updated_at), ("8", 5, at(6)));
        let read: Card = Card::objects().find(row.key()).first(conn).unwrap();
        assert_eq!(read, row);
        assert_eq!(conn.trail().len(), trail + 7);
        assert!(PaymentMethod::verify_history(conn).unwrap().is_empty());
    }

    fn the_database_computes_columns_of_either_table(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        let parent = PaymentMethodPatch::new().label("Travel 2");
        let row = row.patch().network(cards::last_four).method(parent).by(me()).at(at(2)).run(conn).unwrap();
        assert_eq!((&row.network, &*row.method.label, row.method.version), (&row.last_four, "Travel 2", 2));
        assert!(PaymentMethod::verify_history(conn).unwrap().is_empty());
        let vehicle = NewVehicle::builder().plate("a").build();
        let truck = Truck::create(NewTruck::builder().vehicle(vehicle).load(7).build()).run(conn).unwrap();
        let truck = truck.patch().load(trucks::load * 2).vehicle(VehiclePatch::new().plate("b")).run(conn).unwrap();
        assert_eq!((truck.load, &*truck.vehicle.plate), (14, "b"));
    }

    fn patches_compose_before_they_are_bound(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        let first = CardPatch::new().last_four("1").method(PaymentMethodPatch::new().label("a"));
        let second = CardPatch::new().network("mc").method(PaymentMethodPatch::new().label("b"));
        let row = first.with(second).on(&row).by(me()).run(conn).unwrap();
        assert_eq!((row.last_four.as_str(), row.network.as_str(), row.method.label.as_str()), ("1", "mc", "b"));
        let row = Card::patch_by_key(row.key()).expecting(2).by(me()).run(conn).unwrap();
        let late = Card::patch_by_key(row.key()).last_four("2").expecting(1).by(me()).run(conn);
        assert!(matches!(late, Err(Error::Stale { expected: 1, found: 2 })), "{late:?}");
    }

    fn a_write_from_an_old_state_is_refused(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        // A change of the child's columns alone is one that the others have to know of.
        row.patch().last_four("1").by(me()).run(conn).unwrap();
        let trail = conn.trail().len();
        let child = row.patch().last_four("2").by(me()).run(conn);
        assert!(matches!(child, Err(Error::Stale { expected: 1, found: 2 })), "{child:?}");
        let parent = row.patch().method(PaymentMethodPatch::new().label("Home")).by(me()).run(conn);
        assert!(matches!(parent, Err(Error::Stale { .. })), "{parent:?}");
        let both = row.patch().last_four("2").method(PaymentMethodPatch::new().label("Home")).by(me()).run(conn);
        assert!(matches!(both, Err(Error::Stale { .. })), "{both:?}");
        let gone = row.clone().delete().by(me()).run(conn);
        assert!(matches!(gone, Err(Error::Stale { .. })), "{gone:?}");
        let gone = row.clone().hard_delete().by(me()).run(conn);
        assert!(matches!(gone, Err(Error::Stale { .. })), "{gone:?}");
        assert_eq!(conn.trail().len(), trail);
        let read: Card = Card::objects().find(row.key()).first(conn).unwrap();
        assert_eq!((read.last_four.as_str(), read.method.label.as_str()), ("1", "Travel"));
        read.delete().expecting(2).by(me()).run(conn).unwrap();
    }

    fn one_history_tells_of_both_rows(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        card(conn, owner, "Other", 1);
        let row = row.patch().method(PaymentMethodPatch::new().label("Home")).by(me()).run(conn).unwrap();
        let patch = row.patch().last_four("1881").method(PaymentMethodPatch::new().label("Car"));
        let row = patch.by(me()).run(conn).unwrap();
        let key = row.key();
        row.delete().by(me()).run(conn).unwrap();
        let entries = Card::history(key).run(conn).unwrap();
        assert_eq!(Card::history(key).run(conn).unwrap().len(), entries.len());
        let recorded: Vec<_> = entries.iter().map(|entry| format!("{} {}", entry.content_type, entry.action)).collect();
        let all = [
            "payment_methods create", "cards create", "payment_methods patch", "payment_methods patch", "cards patch",
            "payment_methods delete",
        ];
        assert_eq!(recorded, all);
        assert_eq!(entries[3].batch_id, entries[4].batch_id);
        match (&entries[3], &entries[4]) {
            (ChildEntry::OfParent(parent), ChildEntry::Own(own)) => {
                assert_eq!(parent.old::<String>("label").unwrap(), Some("Home".to_owned()));
                assert_eq!(own.old::<String>("last_four").unwrap(), Some("4242".to_owned()));
            }
            other => panic!("{other:?}"),
        }
        assert!(Card::verify_history(conn).unwrap().is_empty());
        conn.sql("UPDATE cards SET last_four = '0000'");
        assert_eq!(Card::verify_history(conn).unwrap().len(), 2);
    }

    fn two_writers_are_told_apart_by_the_version(db) {
        let owner = holder(db.conn(), "Ann");
        let row = card(db.conn(), owner, "Travel", 1);
        let writers: Vec<_> = (0..4).map(|_| (db.another(), row.clone())).collect();
        let written: Vec<bool> = std::thread::scope(|scope| {
            let threads = writers.into_iter().enumerate().map(|(number, (mut conn, row))| {
                scope.spawn(move || loop {
                    match row.patch().last_four(number.to_string()).by(me()).run(&mut conn) {
                        Ok(_) => return true,
                        Err(Error::Stale { .. }) => return false,
                        Err(Error::Conflict) => {}
                        Err(other) => panic!("{other:?}"),
                    }
                })
            });
            let threads: Vec<_> = threads.collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(written.iter().filter(|written| **written).count(), 1, "{written:?}");
        let read: Card = Card::objects().find(row.key()).first(db.conn()).unwrap();
        assert_eq!(read.method.version, 2);
        assert!(written[read.last_four.parse::<usize>().unwrap()]);
        assert!(Card::verify_history(db.conn()).unwrap().is_empty());
    }

    fn sets_are_written_through_the_parent(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        card(conn, owner, "a", 1).patch().network("maestro").by(me()).run(conn).unwrap();
        let kept = card(conn, owner, "b", 2);
        let keys = Card::objects().filter(cards::network.eq("maestro")).select(payment_methods::id).load::<i64>(conn).unwrap();
        let old = PaymentMethod::objects().filter(payment_methods::id.eq_any(keys));
        assert_eq!(old.delete().by(me()).run(conn).unwrap(), 1);
        assert_eq!(Card::objects().load::<Card>(conn).unwrap(), [kept]);
    }
}
