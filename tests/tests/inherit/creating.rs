//! New rows in two tables.

use super::*;

on_every_backend! {
    fn one_create_writes_two_rows_with_one_key(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        assert_eq!((row.method.label.as_str(), row.method.version, row.method.created_at), ("Travel", 1, at(1)));
        assert_eq!((row.last_four.as_str(), row.network.as_str()), ("4242", "visa"));
        assert_eq!(row.key(), row.method.id);
        let keys: Vec<i64> = cards::table.select(cards::id).load(conn).unwrap();
        assert_eq!(keys, [*row.key().inner()]);
        let read: Card = Card::objects().find(row.key()).first(conn).unwrap();
        assert_eq!(read, row);
    }

    fn each_row_has_its_entry_in_one_batch(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        let trail = conn.trail();
        let (parent, part) = (&trail[1], &trail[2]);
        assert_eq!((trail.len(), &*parent.content_type, &*part.content_type), (3, "payment_methods", "cards"));
        assert_eq!((parent.batch_id, &parent.object_id), (part.batch_id, &part.object_id));
        assert_eq!(part.changes["token"], json!({"masked": true}));
        let patch = row.patch().last_four("1881").method(PaymentMethodPatch::new().label("Home"));
        patch.by(me()).at(at(2)).run(conn).unwrap();
        let trail = conn.trail();
        let (parent, part) = (&trail[3], &trail[4]);
        assert_eq!((trail.len(), parent.batch_id), (5, part.batch_id));
        assert_eq!(recorded(parent).2["label"], json!({"old": "Travel", "new": "Home"}));
        assert_eq!(recorded(part).2, &json!({"last_four": {"old": "4242", "new": "1881"}}));
    }

    fn an_error_in_either_table_writes_nothing(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        let trail = conn.trail().len();
        let child = Card::create(new_card(owner, "Home", "Travel")).by(me()).run(conn);
        assert!(matches!(child, Err(Error::UniqueViolation { field: Some("token"), .. })), "{child:?}");
        let parent = Card::create(new_card(owner, "Travel", "t")).by(me()).run(conn);
        assert!(matches!(parent, Err(Error::UniqueViolation { field: Some("label"), .. })), "{parent:?}");
        let other = card(conn, owner, "Other", 2);
        let before = conn.trail().len();
        let patch = other.patch().token("Travel").method(PaymentMethodPatch::new().label("Else"));
        let patched = patch.by(me()).run(conn);
        assert!(matches!(patched, Err(Error::UniqueViolation { field: Some("token"), .. })), "{patched:?}");
        let many = Card::create_many([new_card(owner, "x", "x"), new_card(owner, "y", "Travel")]).by(me()).run(conn);
        assert!(matches!(many, Err(Error::UniqueViolation { field: Some("token"), .. })), "{many:?}");
        assert_eq!((before, conn.trail().len()), (trail + 2, trail + 2));
        assert_eq!(Card::objects().load::<Card>(conn).unwrap(), [other, row]);
        assert_eq!(payment_methods::table.count().get_result::<i64>(conn).unwrap(), 2);
    }

    fn all_that_is_wrong_is_told_at_once_and_before_anything_is_sent(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let recorder = Recorder::on(conn);
        let method = new_method(owner, "longer than what is allowed");
        let new = NewCard::builder().method(method).last_four("12345").token("t").build();
        match Card::create(new).by(me()).run(conn) {
            Err(Error::Invalid { field, others, .. }) => {
                assert_eq!((field, others.iter().map(|other| &*other.field).collect::<Vec<_>>()), ("label", vec!["last_four"]));
            }
            other => panic!("{other:?}"),
        }
        assert!(recorder.sent().is_empty());
    }

    fn the_rows_that_either_belongs_to_are_looked_at(db) {
        let conn = db.conn();
        let (owner, bank) = (holder(conn, "Ann"), Bank::create(NewBank::builder().name("B").build()).run(conn).unwrap());
        let new = || NewBankTransfer::builder().method(new_method(owner, "t")).iban("BE71").bank_id(bank.id).build();
        let row = BankTransfer::create(new()).by(me()).run(conn).unwrap();
        assert_eq!((row.bank_id, row.billed.city.as_str()), (Some(bank.id), "Ghent"));
        row.hard_delete().by(me()).run(conn).unwrap();
        let other = Bank::create(NewBank::builder().name("C").build()).run(conn).unwrap();
        bank.clone().delete().run(conn).unwrap();
        let under = BankTransfer::create(new()).by(me()).run(conn);
        assert!(matches!(under, Err(Error::ParentDeleted { parent: "Bank", field: "bank_id" })), "{under:?}");
        assert_eq!(payment_methods::table.count().get_result::<i64>(conn).unwrap(), 0);
        let new = NewBankTransfer::builder().method(new_method(owner, "t")).iban("BE71").bank_id(other.id).build();
        let row = BankTransfer::create(new).by(me()).run(conn).unwrap();
        let moved = row.patch().bank_id(bank.id).by(me()).run(conn);
        assert!(matches!(moved, Err(Error::ParentDeleted { .. })), "{moved:?}");
        Holder::objects().delete().by(me()).run(conn).unwrap();
        let orphan = Card::create(new_card(owner, "x", "x")).by(me()).run(conn);
        assert!(matches!(orphan, Err(Error::ParentDeleted { parent: "Holder", .. })), "{orphan:?}");
    }

    fn a_child_has_bases_and_a_key_column_of_another_name(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let new = NewBankTransfer::builder().method(new_method(owner, "t")).iban("BE71").street("Low Street").build();
        let row = BankTransfer::create(new).by(me()).run(conn).unwrap();
        let billed = Billed { street: Some("Low Street".to_owned()), city: "Ghent".to_owned() };
        assert_eq!(row.billed, billed);
        let row = BankTransferPatch::new().street(None).city("Bruges").on(&row).by(me()).run(conn).unwrap();
        assert_eq!(row.billed, Billed { street: None, city: "Bruges".to_owned() });
        let read: BankTransfer = BankTransfer::objects().filter(bank_transfers::city.eq("Bruges")).first(conn).unwrap();
        assert_eq!(read, row);
        let key: i64 = bank_transfers::table.select(bank_transfers::method_id).first(conn).unwrap();
        assert_eq!(key, *row.key().inner());
    }

    fn many_are_created_in_the_order_of_the_input(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let new: Vec<_> = (0..50).map(|number| new_card(owner, &format!("l{number}"), &format!("t{number}"))).collect();
        let recorder = Recorder::on(conn);
        let rows = Card::create_many(new).by(me()).run(conn).unwrap();
        let sent = statements(&recorder).len();
        assert!(rows.iter().enumerate().all(|(at, row)| row.token == format!("t{at}") && row.method.label == format!("l{at}")));
        let mut read: Vec<Card> = Card::objects().unordered().load(conn).unwrap();
        read.sort_by_key(|row| *row.key().inner());
        assert_eq!(read, rows);
        assert!(sent <= 10, "{sent} statements");
        assert!(Card::create_many([]).by(me()).run(conn).unwrap().is_empty());
    }

    fn without_trail_timestamps_and_soft_deletion(db) {
        let conn = db.conn();
        let new = |plate: &str, load| NewTruck::builder().vehicle(NewVehicle::builder().plate(plate).build()).load(load).build();
        let row = Truck::create(new("a", 7)).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        let row = row.patch().load(8).run(conn).unwrap();
        assert!(statements(&recorder).iter().all(|sql| !sql.starts_with("UPDATE") || sql.contains("trucks")), "no touch");
        let row = row.patch().vehicle(VehiclePatch::new().plate("b")).run(conn).unwrap();
        assert_eq!((row.vehicle.plate.as_str(), row.load), ("b", 8));
        Vehicle::create(NewVehicle::builder().plate("c").build()).run(conn).unwrap();
        let kinds: Vec<VehicleKind> = Vehicle::objects().kinds().load(conn).unwrap();
        assert!(matches!(&kinds[..], [VehicleKind::Truck(_), VehicleKind::Vehicle(_)]), "{kinds:?}");
        let was: Truck = row.delete().run(conn).unwrap();
        assert_eq!(trucks::table.count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(was.delete().outcome(conn).unwrap(), Outcome::NotFound);
        let row = Truck::create(new("d", 9)).run(conn).unwrap();
        row.vehicle.delete().run(conn).unwrap();
        let left = (trucks::table.count().get_result::<i64>(conn).unwrap(), vehicles::table.count().get_result::<i64>(conn).unwrap());
        assert_eq!(left, (0, 1), "what the parent's removal leaves");
        assert!(conn.trail().is_empty());
    }

    fn an_outer_transaction_takes_both_back(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let kept = card(conn, owner, "a", 1);
        let undone = conn.transaction(|conn| {
            Card::create(new_card(owner, "b", "b")).by(me()).run(conn)?;
            kept.patch().last_four("1").method(PaymentMethodPatch::new().label("z")).by(me()).run(conn)?;
            // An error within does not end the outer one.
            let refused = Card::create(new_card(owner, "c", "a")).by(me()).run(conn);
            assert!(matches!(refused, Err(Error::UniqueViolation { .. })), "{refused:?}");
            assert_eq!(Card::objects().count().get_result::<i64>(conn)?, 2);
            Err::<(), Error>(Error::NotFound)
        });
        assert!(matches!(undone, Err(Error::NotFound)));
        assert_eq!(Card::objects().load::<Card>(conn).unwrap(), [kept]);
        assert_eq!(conn.trail().len(), 3);
    }

    fn new_rows_and_patches_are_read_from_what_a_client_sent(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let sent = json!({"last_four": "4242", "token": "t", "method": {"label": "Travel", "holder_id": owner.inner()}});
        let new: NewCard = serde_json::from_value(sent).unwrap();
        let row = Card::create(new).by(me()).run(conn).unwrap();
        let sent = json!({"network": "mc", "method": {"label": "Home"}});
        let patch: CardPatch = serde_json::from_value(sent).unwrap();
        let row = row.patch().with(patch).by(me()).run(conn).unwrap();
        assert_eq!((row.network.as_str(), row.last_four.as_str(), row.method.label.as_str()), ("mc", "4242", "Home"));
        let refused = |sent| serde_json::from_value::<NewCard>(sent).unwrap_err().to_string();
        assert_eq!(refused(json!({"last_four": "1", "token": "t"})), "missing field `method`");
        assert_eq!(refused(json!({"method": {"label": "a", "holder_id": 1}, "token": "t"})), "missing field `last_four`");
        let unknown = refused(json!({"id": 7}));
        assert_eq!(unknown, "field `id` cannot be set by a client: expected one of method, last_four, network, token");
    }

    fn a_unique_rule_of_a_child_counts_deleted_rows(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        card(conn, owner, "a", 1).delete().by(me()).run(conn).unwrap();
        let again = Card::create(new_card(owner, "a", "a")).by(me()).run(conn);
        assert!(matches!(again, Err(Error::UniqueViolation { field: Some("token"), .. })), "{again:?}");
        Card::create(new_card(owner, "a", "b")).by(me()).run(conn).unwrap();
        let indexes = unique_indexes::<Card, Db>().unwrap();
        assert!(matches!(&indexes[..], [index] if index.contains("cards_token_unique")), "{indexes:?}");
        assert!(!indexes[0].contains("deleted_at"));
    }
}
