//! Deletions and removals, which are those of the parent.

use super::*;

on_every_backend! {
    fn deletion_is_that_of_the_parent(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        let gone: Deleted<Card> = row.clone().delete().by(me()).at(at(2)).run(conn).unwrap();
        assert_eq!(gone.row().method.deleted_at, Some(at(2)));
        assert_eq!(PaymentMethod::objects().count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(cards::table.count().get_result::<i64>(conn).unwrap(), 1, "the child's row stays as it is");
        let again = row.clone().delete().by(me()).outcome(conn).unwrap();
        assert_eq!(again, Outcome::Deleted);
        let patched = row.patch().last_four("1").by(me()).run(conn);
        assert!(matches!(patched, Err(Error::Deleted)), "{patched:?}");
        let back: Card = gone.restore().by(me()).at(at(3)).run(conn).unwrap();
        assert_eq!((back.method.deleted_at, back.method.updated_at, back.last_four.as_str()), (None, at(3), "4242"));
        let recorded: Vec<_> = conn.trail()[1..].iter().map(|log| format!("{} {}", log.content_type, log.action)).collect();
        let all = ["payment_methods create", "cards create", "payment_methods delete", "payment_methods restore"];
        assert_eq!(recorded, all);
    }

    fn deleting_the_parent_hides_the_child(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        let gone = row.method.clone().delete().by(me()).run(conn).unwrap();
        assert_eq!(Card::objects().count().get_result::<i64>(conn).unwrap(), 0);
        gone.restore().by(me()).run(conn).unwrap();
        assert_eq!(Card::objects().count().get_result::<i64>(conn).unwrap(), 1);
        let all = Holder::objects().delete().by(me()).run(conn).unwrap();
        assert_eq!((all, Card::objects().count().get_result::<i64>(conn).unwrap()), (1, 0), "from above as well");
        assert_eq!(Card::objects().only_deleted().count().get_result::<i64>(conn).unwrap(), 1);
    }

    fn removing_a_child_removes_both_rows(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        let was = row.clone().hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(was, row);
        assert_eq!(cards::table.count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(payment_methods::table.count().get_result::<i64>(conn).unwrap(), 0);
        let trail = conn.trail();
        let recorded: Vec<_> = trail[3..].iter().map(|log| format!("{} {}", log.content_type, log.action)).collect();
        assert_eq!(recorded, ["cards delete", "payment_methods hard_delete"]);
        assert_eq!(trail[3].batch_id, trail[4].batch_id);
        let gone = card(conn, owner, "Home", 2).delete().by(me()).run(conn).unwrap();
        gone.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(payment_methods::table.count().get_result::<i64>(conn).unwrap(), 0);
        let missing = row.hard_delete().by(me()).outcome(conn).unwrap();
        assert_eq!(missing, Outcome::NotFound);
    }

    fn no_removal_of_a_parent_leaves_a_child_behind(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "a", 1);
        row.method.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(cards::table.count().get_result::<i64>(conn).unwrap(), 0, "one row");

        card(conn, owner, "b", 2);
        BankTransfer::create(new_transfer(owner, "t")).by(me()).run(conn).unwrap();
        let count = PaymentMethod::objects().hard_delete().by(me()).run(conn).unwrap();
        assert_eq!((count, cards::table.count().get_result::<i64>(conn).unwrap()), (2, 0), "a set");
        assert_eq!(bank_transfers::table.count().get_result::<i64>(conn).unwrap(), 0);

        card(conn, owner, "c", 3).delete().by(me()).at(at(4)).run(conn).unwrap();
        let purged = PaymentMethod::purge().older_than(days(1)).by(me()).run(conn).unwrap();
        assert_eq!((purged.removed, cards::table.count().get_result::<i64>(conn).unwrap()), (1, 0), "a purge");

        card(conn, owner, "d", 5);
        let all: Holder = Holder::objects().find(owner).first(conn).unwrap();
        all.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(cards::table.count().get_result::<i64>(conn).unwrap(), 0, "from above");
        let removed = conn.trail().into_iter().filter(|log| log.content_type == "cards" && log.action == "delete");
        assert_eq!(removed.count(), 4, "each with its entry");
    }
}
