//! Fault D3: what an upsert that meets a deleted row makes of the fields that the caller left out.

use model_core::prelude::*;
use model_tests::models::{Member, NewMember};
use model_tests::on_every_backend;
use model_tests::schema::members;

on_every_backend! {
    fn fault_d3_a_revival_resets_what_the_caller_left_out(db) {
        let conn = db.conn();
        let first = NewMember::builder().mail("a@b").name("Ann").live(true).build();
        let first = Member::create(first).run(conn).unwrap();
        let new = || NewMember::builder().mail("a@b").name("Eve").build();
        // A live row keeps what the caller left out.
        let met = Member::upsert(new()).on(members::mail).run(conn).unwrap().into_row();
        assert_eq!((met.id, met.live), (first.id, true));
        met.delete().run(conn).unwrap();
        let Upserted::Revived(revived) = Member::upsert(new()).on(members::mail).run(conn).unwrap() else { panic!() };
        assert_eq!((revived.id, revived.name.as_str(), revived.live), (first.id, "Eve", false), "as a new row");
        assert_eq!(revived.handle, first.handle, "a slug stays");
    }

    fn fault_d3_a_restoration_keeps_what_the_caller_left_out(db) {
        let conn = db.conn();
        let first = NewMember::builder().mail("a@b").name("Ann").live(true).build();
        Member::create(first).run(conn).unwrap().delete().run(conn).unwrap();
        let new = NewMember::builder().mail("a@b").name("Eve").build();
        let upsert = Member::upsert(new).on(members::mail).on_deleted(OnDeleted::Restore);
        let Upserted::Revived(restored) = upsert.run(conn).unwrap() else { panic!() };
        assert_eq!((restored.name.as_str(), restored.live), ("Eve", true));
    }
}
