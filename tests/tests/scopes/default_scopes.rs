//! The default scope of a base: rows of one agency are read and written where a query names it, or all of them by name.

use diesel::debug_query;
use diesel::prelude::*;
use model_core::ddl;
use model_core::model::Model;
use model_core::prelude::*;
use model_core::relations::Count;
use model_tests::make::{at, me};
use model_tests::models::{
    Agency, AgencyId, AgencyOwnedDefaultScope as _, Case, CaseLabel, CasePatch, Label, NewAgency, NewCase,
    NewCaseLabel, NewLabel, NewPaper, NewRemark, OpenCase, Paper, Remark,
};
use model_tests::schema::{agencies, cases, papers};
use model_tests::{Recorder, TestConnection, on_every_backend, sql_of};

/// Two agencies with two cases each, of which each has one that is deleted.
struct Two {
    here: AgencyId,
    there: AgencyId,
}

fn two(conn: &mut (impl CanWrite<Agency> + CanWrite<Case>)) -> Two {
    let [here, there] =
        ["here", "there"].map(|name| Agency::create(NewAgency::builder().name(name).build()).run(conn).unwrap().id);
    for (agency, title, number) in [(here, "a", 1), (here, "b", 2), (there, "a", 3), (there, "b", 4)] {
        let row = case(conn, agency, title, number);
        if title == "b" {
            row.delete().by(me()).at(at(1)).run(conn).unwrap();
        }
    }
    Two { here, there }
}

fn case(conn: &mut impl CanWrite<Case>, agency: AgencyId, title: &str, number: i32) -> Case {
    let new = NewCase::builder().agency_id(agency).title(title).code(format!("c{number}")).number(number).build();
    Case::create(new).by(me()).run(conn).unwrap()
}

/// A paper in a case. The library refuses one of another agency than the case, so that one is made by SQL.
fn paper<C: CanWrite<Paper> + TestConnection>(conn: &mut C, agency: AgencyId, case: &Case, body: &str) -> Paper {
    let owner = case.owner.agency_id;
    let new = NewPaper::builder().agency_id(owner).case_id(case.id).body(body).build();
    let mut paper = Paper::create(new).by(me()).run(conn).unwrap();
    if agency != owner {
        conn.sql(&format!("UPDATE papers SET agency_id = {agency} WHERE id = {}", paper.id));
        paper.filed.owner.agency_id = agency;
    }
    paper
}

fn numbers(rows: &[Case]) -> Vec<i32> {
    rows.iter().map(|row| row.number).collect()
}

on_every_backend! {
    fn every_read_is_of_one_agency(db) {
        let conn = db.conn();
        let Two { here, there } = two(conn);
        let theirs = || Case::objects().for_agency(here);
        assert_eq!(numbers(&theirs().load(conn).unwrap()), [1]);
        assert_eq!(theirs().count().get_result::<i64>(conn).unwrap(), 1);
        assert!(theirs().exists().get_result::<bool>(conn).unwrap());
        assert!(!theirs().filter(cases::number.eq(3)).exists().get_result::<bool>(conn).unwrap());
        assert_eq!(theirs().select(cases::number).load::<i32>(conn).unwrap(), [1]);
        assert_eq!(theirs().first::<Case>(conn).unwrap().number, 1);
        assert_eq!(theirs().query().load::<Case>(conn).unwrap().len(), 1);
        assert_eq!(theirs().into_boxed::<Db>().load::<Case>(conn).unwrap().len(), 1);
        let owners = agencies::table.filter(agencies::id.eq_any(theirs().select(cases::agency_id)));
        assert_eq!(owners.select(agencies::id).load::<AgencyId>(conn).unwrap(), [here]);
        let foreign: Case = Case::objects().for_agency(there).first(conn).unwrap();
        assert_eq!(theirs().find(foreign.id).first::<Case>(conn).optional().unwrap(), None);
        assert_eq!(numbers(&Case::objects().across_agencies().load(conn).unwrap()), [1, 3]);
    }

    fn case_01_no_filter_leaves_the_agency(db) {
        let conn = db.conn();
        let Two { here, .. } = two(conn);
        let rows: Vec<Case> = Case::objects()
            .filter(cases::number.eq(9))
            .or_filter(cases::number.eq(3))
            .for_agency(here)
            .or_filter(cases::number.eq(1))
            .load(conn)
            .unwrap();
        assert_eq!(numbers(&rows), [1]);
        let query = Case::objects().for_agency(here).filter(cases::number.eq(1)).or_filter(cases::number.eq(3));
        let by_hand = cases::table
            .filter(cases::number.eq(1).or(cases::number.eq(3)))
            .filter(cases::agency_id.eq(here))
            .filter(cases::deleted_at.is_null())
            .order((cases::title.asc(), cases::id.asc()))
            .select(Case::selection());
        let sent = |sql: String| sql_of(&sql).replace(['(', ')'], "");
        let sql = debug_query::<Db, _>(&query.query()).to_string();
        assert_eq!(sent(sql), sent(debug_query::<Db, _>(&by_hand).to_string()));
    }

    fn case_06_deleted_rows_are_of_one_agency_as_well(db) {
        let conn = db.conn();
        let Two { here, there } = two(conn);
        assert_eq!(numbers(&Case::objects().with_deleted().for_agency(here).load(conn).unwrap()), [1, 2]);
        assert_eq!(numbers(&Case::objects().for_agency(here).with_deleted().load(conn).unwrap()), [1, 2]);
        let gone: Vec<Deleted<Case>> = Case::objects().only_deleted().for_agency(here).load(conn).unwrap();
        assert_eq!(gone.iter().map(|row| row.row().number).collect::<Vec<_>>(), [2]);
        let gone: Vec<Deleted<Case>> = Case::objects().across_agencies().only_deleted().load(conn).unwrap();
        assert_eq!(gone.len(), 2);
        assert_eq!(Case::objects().for_agency(here).only_deleted().restore().by(me()).run(conn).unwrap(), 1);
        assert_eq!(Case::objects().for_agency(there).count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(Case::objects().for_agency(here).delete().by(me()).at(at(1)).run(conn).unwrap(), 2);
        assert_eq!(Case::objects().for_agency(there).count().get_result::<i64>(conn).unwrap(), 1);
        let purge = || Case::purge().for_agency(here).older_than(days(1)).batch(1).by(me());
        assert_eq!(purge().dry_run(true).run(conn).unwrap().removed, 2);
        let mut totals = Vec::new();
        assert_eq!(purge().on_progress(|done| totals.push(done.total)).run(conn).unwrap().removed, 2);
        assert_eq!(totals, [2, 2], "the rows of others are not even counted");
        let left: Vec<i32> = cases::table.select(cases::number).order(cases::number).load(conn).unwrap();
        assert_eq!(left, [3, 4]);
        assert_eq!(Case::purge().by(me()).across_agencies().run(conn).unwrap().removed, 1);
    }

    fn sets_are_written_within_one_agency(db) {
        let conn = db.conn();
        let Two { here, there } = two(conn);
        assert_eq!(Case::objects().for_agency(here).patch().title("c").by(me()).run(conn).unwrap(), 1);
        let titles: Vec<String> = Case::objects().for_agency(there).select(cases::title).load(conn).unwrap();
        assert_eq!(titles, ["a"]);
        let foreign: Case = Case::objects().for_agency(there).first(conn).unwrap();
        let by_key = || Case::objects().for_agency(here).find(foreign.id);
        assert_eq!(by_key().patch().with(CasePatch::new().title("d")).by(me()).run(conn).unwrap(), 0);
        assert_eq!(by_key().delete().by(me()).run(conn).unwrap(), 0);
        assert_eq!(by_key().with_deleted().hard_delete().by(me()).run(conn).unwrap(), 0);
        assert_eq!(Case::objects().for_agency(here).with_deleted().hard_delete().by(me()).run(conn).unwrap(), 2);
        assert_eq!(cases::table.count().get_result::<i64>(conn).unwrap(), 2);
        assert_eq!(Case::objects().across_agencies().patch().title("e").by(me()).run(conn).unwrap(), 1);
        // A row at hand was read in a scope.
        let row = foreign.patch().title("f").by(me()).run(conn).unwrap();
        assert_eq!(Case::history_of(&row).run(conn).unwrap().len(), 3);
        let entries = Case::history_of(&row).run(conn).unwrap();
        let row = Case::revert_row(&row, &entries[2]).by(me()).run(conn).unwrap();
        assert_eq!(row.title, "e");
        assert_eq!(Case::as_of_row(&row, model_core::clock::now()).run(conn).unwrap().map(|past| past.into_row()), Some(row));
    }

    fn a_proxy_and_relations_are_scoped(db) {
        let conn = db.conn();
        let Two { here, there } = two(conn);
        let mine = case(conn, here, "open", 5);
        case(conn, there, "open", 6);
        let open: Vec<OpenCase> = OpenCase::objects().for_agency(here).load(conn).unwrap();
        assert_eq!(open.iter().map(|row| row.number).collect::<Vec<_>>(), [5]);
        assert_eq!(OpenCase::objects().across_agencies().count().get_result::<i64>(conn).unwrap(), 2);
        let agency: Agency = mine.agency().first(conn).unwrap();
        assert_eq!(numbers(&agency.cases().for_agency(here).load(conn).unwrap()), [1, 5]);
        assert!(agency.cases().for_agency(there).load::<Case>(conn).unwrap().is_empty());
        assert_eq!(numbers(&Case::objects().across_agencies().of(&agency).load(conn).unwrap()), [1, 5]);
        // A scope of a base within a base.
        let sheet = paper(conn, here, &mine, "x");
        paper(conn, there, &mine, "y");
        assert_eq!(mine.papers().for_agency(here).select(papers::body).load::<String>(conn).unwrap(), ["x"]);
        assert_eq!(mine.papers().across_agencies().count().get_result::<i64>(conn).unwrap(), 2);
        assert_eq!(sheet.case().for_agency(there).first::<Case>(conn).optional().unwrap(), None);
        assert_eq!(sheet.case().for_agency(here).first::<Case>(conn).unwrap(), mine);
        let said = Remark::create(NewRemark::builder().case_id(mine.id).body("!").build()).run(conn).unwrap();
        assert_eq!(said.case().across_agencies().first::<Case>(conn).unwrap(), mine);
    }

    fn what_is_loaded_beside_rows_is_of_their_agency(db) {
        let conn = db.conn();
        let Two { here, there } = two(conn);
        let mine: Case = Case::objects().for_agency(here).first(conn).unwrap();
        let label = |conn: &mut Conn, agency, word: &str| {
            let label = Label::create(NewLabel::builder().agency_id(agency).word(word).build()).run(conn).unwrap();
            CaseLabel::create(NewCaseLabel::builder().case_id(mine.id).label_id(label.id).build()).run(conn).unwrap();
        };
        for (agency, word) in [(here, "x"), (there, "y")] {
            paper(conn, agency, &mine, word);
            label(conn, agency, word);
        }
        let rows = Case::objects()
            .for_agency(here)
            .load_with::<(Paper, Label, Count<Paper>, Count<Label>)>(conn)
            .unwrap();
        let [(row, (sheets, labels, 1, 1))] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((row, &*sheets[0].filed.body, &*labels[0].word), (&mine, "x", "x"));
        assert_eq!((sheets.len(), labels.len()), (1, 1));
        let parents = Paper::objects().for_agency(there).load_with::<Case>(conn).unwrap();
        let [(sheet, None)] = &parents[..] else { panic!("{parents:?}") };
        assert_eq!(sheet.filed.owner.agency_id, there);
        let parents = Paper::objects().for_agency(here).load_with::<Case>(conn).unwrap();
        assert_eq!(parents[0].1.as_ref(), Some(&mine));
        let linked: Vec<Label> = mine.labels().for_agency(here).load(conn).unwrap();
        assert_eq!(linked, labels[..]);
        // A parent in no default scope is loaded beside rows in one, but not the other way round.
        let owners = Case::objects().across_agencies().load_with::<Agency>(conn).unwrap();
        assert_eq!(owners.iter().map(|(_, owner)| owner.as_ref().unwrap().id).collect::<Vec<_>>(), [here, there]);
    }

    fn a_join_is_within_one_agency(db) {
        let conn = db.conn();
        let Two { here, there } = two(conn);
        let mine: Case = Case::objects().for_agency(here).first(conn).unwrap();
        paper(conn, there, &mine, "y");
        let all: Vec<(Case, Option<Paper>)> =
            Case::objects().left_join_related::<Paper>().for_agency(here).load(conn).unwrap();
        let [(row, None)] = &all[..] else { panic!("{all:?}") };
        assert_eq!(row, &mine, "the scope of the joined side is in ON");
        let sheet = paper(conn, here, &mine, "x");
        let all: Vec<(Paper, Case)> =
            Paper::objects().across_agencies().inner_join_related::<Case>().load(conn).unwrap();
        assert_eq!(all, [(sheet, mine)]);
        let with: Vec<(Case, Agency)> = Case::objects()
            .for_agency(there)
            .inner_join_related::<Agency>()
            .filter(agencies::name.eq("here"))
            .or_filter(agencies::name.eq("there"))
            .load(conn)
            .unwrap();
        assert_eq!(with.len(), 1);
    }

    fn an_upsert_leaves_the_rows_of_others_alone(db) {
        let conn = db.conn();
        for index in ddl::unique_indexes::<Case, Db>().unwrap() {
            conn.sql(&index);
        }
        let Two { here, there } = two(conn);
        let new = |agency, code: &str, number| {
            NewCase::builder().agency_id(agency).title("new").code(code).number(number).build()
        };
        let taken = Case::upsert(new(here, "c3", 1)).on(cases::code).by(me()).run(conn);
        assert!(matches!(taken, Err(Error::UniqueViolation { field: Some("code"), .. })), "{taken:?}");
        let taken = Case::get_or_create(new(here, "c3", 1)).on(cases::code).by(me()).run(conn);
        assert!(matches!(taken, Err(Error::UniqueViolation { field: Some("code"), .. })), "{taken:?}");
        let titles = Case::objects().for_agency(there).select(cases::title).load::<String>(conn).unwrap();
        assert_eq!(titles, ["a"]);
        let mine = Case::upsert(new(here, "c1", 1)).on(cases::code).by(me()).run(conn).unwrap();
        assert!(matches!(mine, Upserted::Updated(_)), "{mine:?}");
        let fresh = Case::upsert(new(here, "c9", 3)).on((cases::number, cases::agency_id)).by(me()).run(conn).unwrap();
        assert!(fresh.is_created(), "the number is the agency's own");
    }

    fn what_the_scope_costs(db) {
        let conn = db.conn();
        let Two { here, .. } = two(conn);
        let recorder = Recorder::on(conn);
        let rows: Vec<Case> = Case::objects().for_agency(here).load(conn).unwrap();
        assert_eq!((rows.len(), recorder.sent().len()), (1, 1));
        Case::objects().for_agency(here).load_with::<(Paper, Count<Label>)>(conn).unwrap();
        assert_eq!(recorder.sent().len(), 3, "one query for each relation");
    }
}
