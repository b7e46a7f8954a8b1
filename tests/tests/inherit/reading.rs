//! How rows of both tables are read.

use super::*;

on_every_backend! {
    fn reads_of_every_shape_agree(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let rows = [card(conn, owner, "a", 1), card(conn, owner, "b", 2), card(conn, owner, "c", 3)];
        let other = holder(conn, "Bob");
        let bobs = card(conn, other, "d", 4);
        BankTransfer::create(new_transfer(owner, "t")).by(me()).at(at(9)).run(conn).unwrap();
        PaymentMethod::create(new_method(owner, "plain")).by(me()).at(at(9)).run(conn).unwrap();
        bobs.clone().delete().by(me()).run(conn).unwrap();

        let recorder = Recorder::on(conn);
        let all: Vec<Card> = Card::objects().load(conn).unwrap();
        assert_eq!(recorder.sent().len(), 1);
        assert_eq!(all, [rows[2].clone(), rows[1].clone(), rows[0].clone()], "in the order of the parent");
        assert_eq!(Card::objects().count().get_result::<i64>(conn).unwrap(), 3);
        assert!(Card::objects().exists().get_result::<bool>(conn).unwrap());
        assert!(!Card::objects().filter(cards::token.eq("d")).exists().get_result::<bool>(conn).unwrap());
        assert_eq!(Card::objects().first::<Card>(conn).unwrap(), rows[2]);
        assert_eq!(Card::objects().find(bobs.key()).first::<Card>(conn).optional().unwrap(), None);
        let both = Card::objects().filter(cards::network.eq("visa")).filter(payment_methods::label.ne("b"));
        assert_eq!(both.load::<Card>(conn).unwrap().len(), 2);
        let scoped: Vec<Card> = Card::objects().labelled("a").load(conn).unwrap();
        assert_eq!(scoped, [rows[0].clone()], "the scopes of the parent");
        let tokens = Card::objects().order(cards::token.asc()).select(cards::token).load::<String>(conn).unwrap();
        assert_eq!(tokens, ["a", "b", "c"]);
        assert_eq!(Card::objects().updated_since(at(3)).count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(Card::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 4);
        let gone: Vec<Deleted<Card>> = Card::objects().only_deleted().load(conn).unwrap();
        assert_eq!(gone.iter().map(|row| row.row().key()).collect::<Vec<_>>(), [bobs.key()]);
        assert_eq!(Card::objects().only_deleted().count().get_result::<i64>(conn).unwrap(), 1);
    }

    fn an_or_cannot_leave_the_scope(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        card(conn, owner, "a", 1).delete().by(me()).run(conn).unwrap();
        let kept = card(conn, owner, "b", 2);
        let rows: Vec<Card> = Card::objects()
            .filter(cards::token.eq("b"))
            .or_filter(cards::token.eq("a"))
            .or_filter(payment_methods::label.eq("a"))
            .load(conn)
            .unwrap();
        assert_eq!(rows, [kept]);
    }

    fn rows_of_a_parent_come_as_what_they_are_in_one_statement(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let first = card(conn, owner, "a", 1);
        let second = BankTransfer::create(new_transfer(owner, "b")).by(me()).at(at(2)).run(conn).unwrap();
        let third = PaymentMethod::create(new_method(owner, "c")).by(me()).at(at(3)).run(conn).unwrap();
        card(conn, owner, "d", 4).delete().by(me()).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        let rows: Vec<PaymentMethodKind> = PaymentMethod::objects().kinds().load(conn).unwrap();
        assert_eq!(recorder.sent().len(), 1);
        match &rows[..] {
            [PaymentMethodKind::PaymentMethod(plain), PaymentMethodKind::BankTransfer(transfer), PaymentMethodKind::Card(card)] => {
                assert_eq!((plain, transfer, card), (&third, &second, &first));
            }
            other => panic!("{other:?}"),
        }
        let labels: Vec<_> = rows.iter().map(|row| row.parent().label.as_str()).collect();
        assert_eq!(labels, ["c", "b", "a"]);
        assert_eq!(format!("{:?}", rows[2]), format!("Card({})", first.key().inner()));
        let some: Vec<PaymentMethodKind> = PaymentMethod::objects()
            .kinds()
            .filter(payment_methods::label.ne("c"))
            .filter(cards::network.eq("visa").or(bank_transfers::iban.is_not_null()))
            .limit(1)
            .load(conn)
            .unwrap();
        assert!(matches!(&some[..], [PaymentMethodKind::BankTransfer(_)]), "{some:?}");
        let all: Vec<PaymentMethodKind> = PaymentMethod::objects().kinds().with_deleted().load(conn).unwrap();
        assert_eq!((all.len(), PaymentMethod::objects().kinds().count().get_result::<i64>(conn).unwrap()), (4, 3));
    }

    fn a_row_without_its_part_is_no_child(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "a", 1);
        conn.sql("DELETE FROM cards");
        let trail = conn.trail().len();
        assert_eq!(Card::objects().count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(row.patch().last_four("1").by(me()).outcome(conn).unwrap(), Outcome::NotFound);
        let label = row.patch().method(PaymentMethodPatch::new().label("b")).by(me()).outcome(conn).unwrap();
        assert_eq!(label, Outcome::NotFound);
        assert_eq!(row.clone().delete().by(me()).outcome(conn).unwrap(), Outcome::NotFound);
        assert_eq!(row.clone().hard_delete().by(me()).outcome(conn).unwrap(), Outcome::NotFound);
        assert_eq!(conn.trail().len(), trail, "nothing of it was written");
        let parent: PaymentMethod = PaymentMethod::objects().find(row.key()).first(conn).unwrap();
        assert_eq!(parent, row.method);
    }
}
