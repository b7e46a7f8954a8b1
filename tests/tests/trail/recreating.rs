//! Removed rows that come back out of their history.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{at, author, me};
use model_tests::models::{Author, Essay, NewEssay};
use model_tests::{TestConnection, actions, on_every_backend};

on_every_backend! {
    fn a_removed_row_comes_back_under_its_key(db) {
        let conn = db.conn();
        let essay = Essay::create(NewEssay::builder().title("Sea").build()).by(me()).at(at(1)).run(conn).unwrap();
        let essay = essay.patch().title("The sea").score(3).by(me()).at(at(2)).run(conn).unwrap();
        let id = essay.id;
        essay.delete().by(me()).at(at(3)).run(conn).unwrap().hard_delete().by(me()).at(at(4)).run(conn).unwrap();
        let history = Essay::history(id).run(conn).unwrap();
        let removal = history.last().unwrap();
        let back = Essay::recreate(id, removal).by(me()).at(at(5)).run(conn).unwrap();
        let expected = Essay {
            id,
            title: "The sea".to_owned(),
            score: 3,
            version: 1,
            created_at: at(1),
            updated_at: at(5),
            deleted_at: None,
        };
        assert_eq!(back, expected);
        assert_eq!(Essay::objects().find(id).first::<Essay>(conn).unwrap(), expected);
        assert_eq!(actions(&conn.trail()), ["create", "patch", "delete", "hard_delete", "create"]);
        assert_eq!(Essay::verify_history(conn).unwrap(), []);
        let twice = Essay::recreate(id, removal).by(me()).run(conn).unwrap_err();
        assert!(matches!(twice, Error::UniqueViolation { .. }), "{twice:?}");
        let before = Essay::as_of(id, at(3)).run(conn).unwrap().unwrap();
        assert_eq!(before.row().title, "The sea");
    }

    fn what_the_trail_does_not_have_is_refused(db) {
        let conn = db.conn();
        let essay = Essay::create(NewEssay::builder().title("Sea").build()).by(me()).run(conn).unwrap();
        let entry = &Essay::history(essay.id).run(conn).unwrap()[0];
        let alive = Essay::recreate(essay.id, entry).by(me()).run(conn).unwrap_err();
        assert!(alive.to_string().contains("did not remove the row"), "{alive}");
        let other = Essay::recreate(essay.id + 1, entry).by(me()).run(conn).unwrap_err();
        assert!(other.to_string().contains("belongs to the row"), "{other}");
        let masked = author(conn);
        let id = masked.id;
        masked.hard_delete().by(me()).run(conn).unwrap();
        let entry = Author::history(id).run(conn).unwrap().pop().unwrap();
        let refused = Author::recreate(id, &entry).by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::Invalid { field: "email", .. }), "{refused:?}");
    }
}
