//! PostgreSQL: the server is killed inside the one statement that writes the row and its entry.

use crate::check::{Snapshot, assert_whole};
use crate::server::Own;
use crate::site::Site;
use diesel::prelude::*;
use diesel::sql_types::Text;
use model_tests::TestConnection;
use model_tests::crash::{Work, rows};
use std::thread;
use std::time::{Duration, Instant};

/// The statement gets as far as the entry, and waits there.
const WAIT_AT_THE_ENTRY: &str = "
    CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(600); RETURN NEW; END';
    CREATE TRIGGER wait BEFORE INSERT ON audit_logs FOR EACH ROW EXECUTE FUNCTION wait();";

const WAITING: &str = "SELECT query FROM pg_stat_activity WHERE wait_event = 'PgSleep'";

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = Text)]
    query: String,
}

#[test]
fn nothing_is_half_written_inside_a_statement() {
    let site = Own::<PgConnection>::start(xtask::Backend::Postgres);
    let rows = rows(&mut site.connect());
    let before = Snapshot::take(&mut site.connect());
    site.connect().sql(WAIT_AT_THE_ENTRY);
    for work in [Work::Patch, Work::PatchOfAll, Work::Creation, Work::Removal] {
        let (mut writer, mut watcher) = (site.connect(), site.connect());
        thread::scope(|scope| {
            let writing = scope.spawn(|| work.run(&mut writer, &rows));
            let deadline = Instant::now() + Duration::from_secs(60);
            loop {
                let waiting: Vec<Waiting> = diesel::sql_query(WAITING).load(&mut watcher).unwrap();
                if let [found] = &waiting[..] {
                    assert!(found.query.contains("model_log"), "{}", found.query);
                    break;
                }
                assert!(Instant::now() < deadline && !writing.is_finished(), "{work:?} does not reach the trail");
            }
            site.server().kill().unwrap();
            assert!(writing.join().unwrap().is_err());
        });
        site.server().restart().unwrap();
        let conn = &mut site.connect();
        assert_whole(conn);
        assert_eq!(Snapshot::take(conn), before, "{work:?}");
    }
}
