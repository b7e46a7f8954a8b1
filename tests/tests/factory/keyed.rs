//! The parents of rows with foreign keys of several columns.

use crate::firm::{Clerk, ClerkId, Firm, NewClerk, NewFirm, Task, TaskId, tables};
use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::me;
use model_tests::{TestConnection, on_every_backend};

on_every_backend! {
    fn a_factory_makes_the_parents_of_one_firm(db) {
        let conn = db.conn();
        for statement in tables::<Db>() {
            conn.sql(&statement);
        }
        let firm: Firm = Firm::create(NewFirm::builder().name("One").build()).run(conn).unwrap();
        let ann = NewClerk::builder().firm_id(firm.id).id(ClerkId::from(1)).name("Ann").build();
        let ann: Clerk = Clerk::create(ann).by(me()).run(conn).unwrap();
        let task: Task = Task::factory().with(|new| new.id(TaskId::from(40))).by(me()).run(conn).unwrap();
        let clerk: Clerk = task.clerk().first(conn).unwrap();
        assert_eq!(clerk.firm_id, task.firm_id);
        assert_ne!(clerk.firm_id, ann.firm_id);
        let own: Task = Task::factory().parent(&ann).with(|new| new.id(TaskId::from(41))).by(me()).run(conn).unwrap();
        assert_eq!((own.firm_id, own.clerk_id), (ann.firm_id, ann.id));
        // The firm is given, and its clerk is made.
        let firm = ann.firm_id;
        let made = Task::factory().with(move |new| new.firm_id(firm).id(TaskId::from(42)));
        let made: Task = made.by(me()).run(conn).unwrap();
        let clerk: Clerk = made.clerk().first(conn).unwrap();
        assert!(clerk.firm_id == firm && clerk != ann);
    }
}
