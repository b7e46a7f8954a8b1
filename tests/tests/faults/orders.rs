//! Filters and orders of models and proxies.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::{TestConnection, on_every_backend};

diesel::table! {
    wares (id) {
        id -> BigInt,
        name -> Text,
        shelf -> Nullable<Text>,
        weight -> Nullable<Double>,
        rank -> Nullable<BigInt>,
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = wares, ordering = "-rank")]
pub struct Ware {
    pub id: i64,
    pub name: String,
    pub shelf: Option<String>,
    pub weight: Option<f64>,
    pub rank: Option<i64>,
}

#[derive(Proxy, Debug, Clone, PartialEq)]
#[proxy(of = Ware, filter(shelf = None, name = "a"))]
pub struct Unshelved(Ware);

/// A value whose type the library knows nothing about.
#[derive(Proxy, Debug, Clone, PartialEq)]
#[proxy(of = Ware, filter(weight = None::<f64>))]
pub struct Unweighed(Ware);

#[derive(Proxy, Debug, Clone, PartialEq)]
#[proxy(of = Ware, filter(shelf = Some("top".to_owned())), ordering = "rank")]
pub struct OnTop(Ware);

#[derive(Proxy, Debug, Clone, PartialEq)]
#[proxy(of = Ware, ordering = "-rank nulls_first, name")]
pub struct UnrankedFirst(Ware);

#[derive(Proxy, Debug, Clone, PartialEq)]
#[proxy(of = Ware, ordering = "rank nulls_last")]
pub struct UnrankedLast(Ware);

/// Creates the table and rows with these names, shelves and ranks.
fn wares<C: Backend>(conn: &mut C, rows: &[(&str, Option<&str>, Option<i64>)]) {
    let ddl = "CREATE TABLE wares (id {id}, name {text} NOT NULL, shelf {text}, weight DOUBLE PRECISION, rank BIGINT)";
    let ddl = if C::NAME == "mysql" { ddl.replace("rank", "`rank`") } else { ddl.to_owned() };
    conn.sql(&super::ddl::<C>(&ddl));
    let text = |text: &str| format!("'{text}'");
    for (name, shelf, rank) in rows {
        let shelf = shelf.map_or("NULL".to_owned(), text);
        let rank = rank.map_or("NULL".to_owned(), |rank| rank.to_string());
        conn.sql(
            &format!("INSERT INTO wares VALUES (DEFAULT, '{name}', {shelf}, NULL, {rank})")
                .replace("DEFAULT, ", if C::NAME == "sqlite" { "NULL, " } else { "DEFAULT, " }),
        );
    }
}

on_every_backend! {
    fn fault_c3_a_proxy_filter_by_none_finds_the_rows_without_a_value(db) {
        let conn = db.conn();
        wares(conn, &[("a", None, None), ("b", None, None), ("a", Some("top"), None)]);
        let rows: Vec<Unshelved> = Unshelved::objects().load(conn).unwrap();
        assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [1]);
        assert_eq!(Unweighed::objects().count().get_result::<i64>(conn).unwrap(), 3);
        assert_eq!(OnTop::objects().count().get_result::<i64>(conn).unwrap(), 1);
        let changed = Unshelved::objects().patch().weight(2.5).run(conn).unwrap();
        assert_eq!(changed, 1);
        assert_eq!(Unweighed::objects().count().get_result::<i64>(conn).unwrap(), 2);
    }

    fn fault_c4_the_key_ends_a_default_order_that_is_not_unique(db) {
        let conn = db.conn();
        let rows: Vec<_> = (0..40).map(|_| ("a", Some("top"), Some(1))).collect();
        wares(conn, &rows);
        // Where a row lies in the table says nothing about its place in the list.
        conn.sql("UPDATE wares SET weight = 1 WHERE id < 20");
        conn.sql("UPDATE wares SET weight = 2 WHERE id > 30");
        let mut seen = Vec::new();
        for page in 0..20 {
            let rows: Vec<Ware> = Ware::objects().limit(2).offset(page * 2).load(conn).unwrap();
            seen.extend(rows.into_iter().map(|row| row.id));
        }
        assert_eq!(seen, (1..=40).rev().collect::<Vec<_>>(), "in the direction of the last term");
        let rows: Vec<OnTop> = OnTop::objects().load(conn).unwrap();
        assert!(rows.iter().map(|row| row.id).eq(1..=40));
    }

    fn fault_c5_null_has_one_place_on_every_backend(db) {
        let conn = db.conn();
        wares(conn, &[("a", Some("top"), None), ("b", Some("top"), Some(1)), ("c", Some("top"), Some(2))]);
        let names = |rows: Vec<String>| rows.concat();
        let wares: Vec<Ware> = Ware::objects().load(conn).unwrap();
        assert_eq!(names(wares.into_iter().map(|row| row.name).collect()), "cba", "smaller than any value");
        let wares: Vec<OnTop> = OnTop::objects().load(conn).unwrap();
        assert_eq!(names(wares.into_iter().map(|row| row.0.name).collect()), "abc");
        let wares: Vec<UnrankedFirst> = UnrankedFirst::objects().load(conn).unwrap();
        assert_eq!(names(wares.into_iter().map(|row| row.0.name).collect()), "acb");
        let wares: Vec<UnrankedLast> = UnrankedLast::objects().load(conn).unwrap();
        assert_eq!(names(wares.into_iter().map(|row| row.0.name).collect()), "bca");
    }
}
