//! Read-only models: a view is read like a table, its columns are checked, and no migration touches it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model_core::check::migrate::{Make, MakeError};
use model_core::check::{Report, check};
use model_core::ddl;
use model_core::prelude::*;
use model_core::relations::Count;
use model_core::verbs::Dialect;
use model_tests::{TestConnection, on_every_backend};
use serde::Serialize;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    lenders (id) {
        id -> BigInt,
        name -> Text,
        closed_at -> Nullable<Instant>,
    }
}

diesel::table! {
    pledges (id) {
        id -> BigInt,
        lender_id -> BigInt,
        amount -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    lender_totals (lender_id) {
        lender_id -> BigInt,
        name -> Text,
        pledges -> BigInt,
        largest -> Nullable<BigInt>,
        is_large -> Bool,
        closed_at -> Nullable<Instant>,
    }
}

diesel::table! {
    lender_remarks (id) {
        id -> BigInt,
        lender_id -> BigInt,
        text -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(lenders, pledges, lender_totals, lender_remarks);

#[derive(Key, Serialize, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LenderId(i64);

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = lenders, soft_delete)]
pub struct Lender {
    pub id: LenderId,
    #[model(unique)]
    pub name: String,
    #[model(deleted_at)]
    pub closed_at: Option<DateTime<Utc>>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = pledges)]
pub struct Pledge {
    pub id: i64,
    #[model(belongs_to(Lender, name = lender))]
    pub lender_id: LenderId,
    pub amount: i64,
}

/// What a lender has pledged.
#[derive(Model, Serialize, Debug, Clone, PartialEq)]
#[model(table = lender_totals, read_only, soft_delete, ordering = "-pledges, name")]
#[model(has_many(remarks = Remark))]
pub struct LenderTotal {
    #[model(primary_key, belongs_to = Lender)]
    pub lender_id: LenderId,
    pub name: String,
    pub pledges: i64,
    pub largest: Option<i64>,
    pub is_large: bool,
    #[model(deleted_at)]
    pub closed_at: Option<DateTime<Utc>>,
}

#[scopes]
impl LenderTotal {
    /// Those with a large pledge.
    pub fn with_large_pledges() -> Condition<Self> {
        condition!(lender_totals::is_large.eq(true))
    }
}

#[derive(Proxy, Debug)]
#[proxy(of = LenderTotal, filter(is_large = true), ordering = "name")]
pub struct LargeLender(LenderTotal);

/// A table of its own may refer to a row of a view.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = lender_remarks)]
pub struct Remark {
    pub id: i64,
    #[model(belongs_to(LenderTotal, name = total))]
    pub lender_id: LenderId,
    pub text: String,
}

type All = (Lender, Pledge, LenderTotal, Remark, LargeLender);

const VIEW: &str = "CREATE VIEW lender_totals AS SELECT l.id AS lender_id, l.name, COUNT(p.id) AS pledges, \
    MAX(p.amount) AS largest, COALESCE(MAX(p.amount), 0) > 100 AS is_large, l.closed_at \
    FROM lenders l LEFT JOIN pledges p ON p.lender_id = l.id GROUP BY l.id, l.name, l.closed_at";

fn tables<DB: Dialect>() -> Vec<String> {
    let tables =
        [ddl::create_table::<Lender, DB>(), ddl::create_table::<Pledge, DB>(), ddl::create_table::<Remark, DB>()];
    tables.into_iter().flat_map(Result::unwrap).chain([VIEW.to_owned()]).collect()
}

/// Ann has pledged 50 and 70, Bob 200, Cam nothing; Dan, who had pledged 300, is closed.
fn lend<C>(conn: &mut C) -> [Lender; 4]
where
    C: TestConnection + Connection<Backend: Dialect> + CanWrite<Lender> + CanWrite<Pledge>,
{
    for statement in tables::<C::Backend>() {
        conn.sql(&statement);
    }
    let mut lender = |name: &str, amounts: &[i64]| {
        let lender = Lender::create(NewLender::builder().name(name).build()).run(conn).unwrap();
        for amount in amounts {
            Pledge::create(NewPledge::builder().lender_id(lender.id).amount(*amount).build()).run(conn).unwrap();
        }
        lender
    };
    let lenders = [lender("Ann", &[50, 70]), lender("Bob", &[200]), lender("Cam", &[]), lender("Dan", &[300])];
    lenders[3].clone().delete().run(conn).unwrap();
    lenders
}

/// The findings of a report, without their statements; no read-only model has one.
fn lines(report: &Report) -> Vec<String> {
    let line = |finding: &model_core::check::Finding| {
        assert!(finding.sql.is_empty(), "{:?}", finding.sql);
        let place = finding.field.map_or(finding.model.to_owned(), |field| format!("{}.{field}", finding.model));
        format!("{} {place}: {}", finding.id, finding.message)
    };
    report.findings().iter().map(line).collect()
}

#[test]
fn a_client_sends_no_field_of_a_read_only_model() {
    assert!(LenderTotal::META.read_only && !Lender::META.read_only);
    assert!(LenderTotal::META.fields.iter().all(|field| !field.in_new && !field.in_patch));
}

on_every_backend! {
    fn a_view_is_read_like_a_table(db) {
        let conn = db.conn();
        let [ann, bob, ..] = lend(conn);
        let totals = LenderTotal::objects().load::<LenderTotal>(conn).unwrap();
        let seen: Vec<_> =
            totals.iter().map(|row| (row.name.as_str(), row.pledges, row.largest, row.is_large)).collect();
        assert_eq!(seen, [("Ann", 2, Some(70), false), ("Bob", 1, Some(200), true), ("Cam", 0, None, false)]);
        let all: i64 = LenderTotal::objects().with_deleted().count().get_result(conn).unwrap();
        assert_eq!(all, 4);
        let large: Vec<LenderTotal> = LenderTotal::objects().with_large_pledges().load(conn).unwrap();
        assert_eq!(large, [totals[1].clone()]);
        let proxied: Vec<LargeLender> = LargeLender::objects().load(conn).unwrap();
        assert_eq!(proxied.len(), 1);
        assert_eq!(LenderTotal::objects().find(bob.id).first::<LenderTotal>(conn).unwrap(), totals[1]);
        assert_eq!(totals[0].lender().first::<Lender>(conn).unwrap(), ann);
        assert_eq!(serde_json::to_value(&totals[2]).unwrap()["pledges"], 0);
        let names = LenderTotal::labels([ann.id, bob.id]).load(conn).unwrap();
        assert_eq!(names.len(), 2);
        assert!(names.contains(&(bob.id, "Bob".to_owned())));
    }

    fn rows_of_other_models_belong_to_a_row_of_a_view(db) {
        let conn = db.conn();
        let [ann, ..] = lend(conn);
        let remark = |lender: &Lender| NewRemark::builder().lender_id(lender.id).text("paid").build();
        let made = Remark::create(remark(&ann)).run(conn).unwrap();
        let total = made.total().first::<LenderTotal>(conn).unwrap();
        assert_eq!(total.remarks().load::<Remark>(conn).unwrap(), [made]);
        let counted = LenderTotal::objects().load_with::<Count<Remark>>(conn).unwrap();
        assert_eq!(counted.iter().map(|(_, remarks)| *remarks).collect::<Vec<_>>(), [1, 0, 0]);
    }

    fn the_columns_of_a_view_are_checked(db) {
        let conn = db.conn();
        lend(conn);
        assert_eq!(lines(&check::<All>(conn).unwrap()), Vec::<String>::new());
        conn.sql("DROP VIEW lender_totals");
        conn.sql("CREATE VIEW lender_totals AS SELECT id AS lender_id, id AS name, 1 AS largest, closed_at FROM lenders");
        let report = check::<LenderTotal>(conn).unwrap();
        let missing = |name: &str| {
            format!("column.missing LenderTotal.{name}: the view has no column `{name}`")
        };
        let found = lines(&report);
        for line in [missing("pledges"), missing("is_large")] {
            assert!(found.contains(&line), "{found:?}");
        }
        assert!(found.iter().any(|line| line.starts_with("type.differs LenderTotal.name: ")), "{found:?}");
        conn.sql("DROP VIEW lender_totals");
        let line = "table.missing LenderTotal: there is no table or view `lender_totals`, or this user may not see it";
        assert_eq!(lines(&check::<LenderTotal>(conn).unwrap()), [line]);
    }

    fn a_table_of_others_needs_only_the_columns_that_are_read(db) {
        let conn = db.conn();
        conn.sql("CREATE TABLE lender_totals (lender_id BIGINT, name VARCHAR(40) NOT NULL, secret INTEGER NOT NULL, \
                  pledges BIGINT NOT NULL, largest BIGINT NOT NULL, is_large BOOLEAN)");
        let found = lines(&check::<LenderTotal>(conn).unwrap());
        assert_eq!(
            found,
            [
                "column.missing LenderTotal.closed_at: the table has no column `closed_at`",
                "null.allowed LenderTotal.lender_id: the column can be NULL, but the model cannot read NULL",
                "null.allowed LenderTotal.is_large: the column can be NULL, but the model cannot read NULL",
            ]
        );
    }

    fn no_migration_touches_a_view(db) {
        let folder = tempfile::tempdir().unwrap();
        let server = db.url().to_owned();
        let plan = Make::new("first").plan::<All, Conn>(&server, folder.path());
        let plan = plan.unwrap_or_else(|error: MakeError| panic!("{error}"));
        assert!(plan.up().contains("lender_remarks") && !plan.up().contains("lender_totals"), "{}", plan.up());
        plan.write(folder.path(), model_core::clock::now()).unwrap();
        let view = folder.path().join("2999-01-01-000000_view");
        std::fs::create_dir(&view).unwrap();
        std::fs::write(view.join("up.sql"), VIEW).unwrap();
        std::fs::write(view.join("down.sql"), "DROP VIEW lender_totals").unwrap();
        let again = Make::new("second").plan::<All, Conn>(&server, folder.path()).unwrap();
        assert!(again.is_empty(), "{}", again.up());
    }
}
