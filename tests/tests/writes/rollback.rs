//! A write and its entries stand and fall together.

use diesel::Connection;
use diesel::result::Error as DieselError;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{article, articles, author, me, new_article};
use model_tests::models::Article;
use model_tests::{TestConnection, on_every_backend};

on_every_backend! {
    fn case_17_a_rollback_takes_the_audit_rows_along(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let trail = conn.trail();
        let result = conn.transaction::<(), Error, _>(|conn| {
            let row = row.patch().title("other").by(me()).run(conn)?;
            let gone = row.delete().by(me()).run(conn)?;
            gone.restore().by(me()).run(conn)?;
            Article::objects().patch().title("bulk").by(me()).run(conn)?;
            Article::create(new_article(author(conn).id, "new")).by(me()).run(conn)?;
            Err(DieselError::RollbackTransaction.into())
        });
        assert!(matches!(result, Err(Error::Database(DieselError::RollbackTransaction))), "{result:?}");
        assert_eq!(conn.stored(row.id), Some(row));
        assert_eq!(conn.trail(), trail);
        assert_eq!(conn.article_count(), 1);
    }

    fn case_17_a_rolled_back_savepoint_takes_its_own_audit_rows_along(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let before = conn.trail().len();
        conn.transaction::<(), Error, _>(|conn| {
            row.patch().title("kept").by(me()).run(conn)?;
            let inner = conn.transaction::<(), Error, _>(|conn| {
                row.patch().title("undone").by(me()).run(conn)?;
                Err(DieselError::RollbackTransaction.into())
            });
            assert!(inner.is_err());
            row.patch().slug("kept").by(me()).run(conn)?;
            Ok(())
        })
        .unwrap();
        let stored = conn.stored(row.id).unwrap();
        assert_eq!((stored.title.as_str(), stored.slug.as_str()), ("kept", "kept"));
        let trail = conn.trail().split_off(before);
        assert_eq!(trail.len(), 2);
        assert!(trail.iter().all(|log| !log.changes.to_string().contains("undone")));
    }

    fn case_17_a_failing_audit_insert_fails_the_write(db) {
        let conn = db.conn();
        let [row, trash] = articles(conn, ["row", "trash"]);
        let gone = trash.delete().by(me()).run(conn).unwrap();
        let writer = author(conn).id;
        let count = conn.article_count();
        let (stored, trashed) = (conn.stored(row.id), conn.stored(gone.row().id));
        let trail = conn.trail();
        conn.sql(<Conn as Backend>::REFUSE_AUDIT);
        let refused = Actor::new("refused", 1);

        assert!(Article::create(new_article(writer, "new")).by(&refused).run(conn).is_err());
        assert!(Article::create_many([new_article(writer, "new")]).by(&refused).run(conn).is_err());
        assert!(row.patch().title("other").by(&refused).run(conn).is_err());
        assert!(row.clone().delete().by(&refused).run(conn).is_err());
        assert!(row.clone().hard_delete().by(&refused).run(conn).is_err());
        assert!(gone.clone().restore().by(&refused).run(conn).is_err());
        assert!(gone.clone().hard_delete().by(&refused).run(conn).is_err());
        assert!(Article::objects().patch().title("other").by(&refused).run(conn).is_err());
        assert!(Article::objects().delete().by(&refused).run(conn).is_err());
        assert!(Article::objects().hard_delete().by(&refused).run(conn).is_err());
        assert!(Article::objects().only_deleted().restore().by(&refused).run(conn).is_err());

        assert_eq!(conn.article_count(), count);
        assert_eq!((conn.stored(row.id), conn.stored(gone.row().id)), (stored, trashed));
        assert_eq!(conn.trail(), trail);
        // The connection is as good as before, for another actor too.
        row.patch().title("other").by(me()).run(conn).unwrap();
        assert_eq!(conn.trail().len(), trail.len() + 1);
    }

    fn case_17_without_an_audit_table_nothing_audited_is_written(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        conn.sql("DROP TABLE audit_logs");
        assert!(row.patch().title("other").by(me()).run(conn).is_err());
        assert!(Article::objects().delete().by(me()).run(conn).is_err());
        assert!(Article::create(new_article(row.author_id, "new")).by(me()).run(conn).is_err());
        assert_eq!(conn.stored(row.id), Some(row));
        assert_eq!(conn.article_count(), 1);
    }
}
