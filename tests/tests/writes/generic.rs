//! Functions that write rows of any model over any connection.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::TestConnection as _;
use model_tests::make::{article, author, me};
use model_tests::models::{Article, Author, NewAuthor, NewOffice, NewParcel, Office, Parcel};
use model_tests::{actions, on_every_backend};

/// Creates the rows, and removes those that were there, in one transaction.
fn replace<M, Conn>(old: Vec<M>, new: Vec<M::New>, actor: &Actor, conn: &mut Conn) -> Result<Vec<M>, Error>
where
    M: Model,
    Conn: CanWrite<M>,
{
    conn.transaction(|conn| {
        for row in old {
            row.hard_delete().by(actor).run(conn)?;
        }
        new.into_iter().map(|new| M::create(new).by(actor).run(conn)).collect()
    })
}

/// Deletes a row of one model and one of another.
fn delete_both<A, B>(one: A, other: B, conn: &mut (impl CanWrite<A> + CanWrite<B>)) -> Result<(), Error>
where
    A: Model,
    B: Model,
{
    one.delete().by(me()).run(conn)?;
    other.delete().by(me()).run(conn)?;
    Ok(())
}

on_every_backend! {
    fn a_function_writes_rows_of_any_model(db) {
        let conn = db.conn();
        let old = author(conn);
        let new = vec![NewAuthor::builder().name("Bo").email("bo@example.org").build()];
        let new = replace(vec![old], new, me(), conn).unwrap();
        let stored: Vec<Author> = Author::objects().load(conn).unwrap();
        assert_eq!(stored, new);
    }

    fn a_function_runs_the_hooks_of_a_model(db) {
        let conn = db.conn();
        let office = Office::create(NewOffice::builder().name("here").build()).by(me()).run(conn).unwrap();
        let new = NewParcel::builder().office_id(office.id).label(" trimmed ").build();
        let parcels: Vec<Parcel> = replace(Vec::new(), vec![new], me(), conn).unwrap();
        assert_eq!(parcels[0].label, "trimmed");
    }

    fn a_function_writes_rows_of_two_models(db) {
        let conn = db.conn();
        let (row, other) = (article(conn, "one"), article(conn, "two"));
        delete_both(row, other, conn).unwrap();
        assert_eq!(Article::objects().count().get_result::<i64>(conn).unwrap(), 0);
        assert!(actions(&conn.trail()).ends_with(&["delete", "delete"]));
    }
}
