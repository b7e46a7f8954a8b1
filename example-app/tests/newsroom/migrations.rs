//! The migrations, and what follows from the models.

use model_core::ddl::unique_indexes;
use newsroom::db::Conn;
use newsroom::models::*;

type Backend = <Conn as diesel::Connection>::Backend;

#[cfg(all(feature = "mysql", not(any(feature = "sqlite", feature = "postgres"))))]
const MIGRATIONS: [&str; 9] = [
    include_str!("../../../migrations/mysql/20260101000000_newsroom/up.sql"),
    include_str!("../../../migrations/mysql/20260301000000_accounts_and_shop/up.sql"),
    include_str!("../../../migrations/mysql/20260401000000_payment_methods/up.sql"),
    include_str!("../../../migrations/mysql/20260501000000_addresses_without_case/up.sql"),
    include_str!("../../../migrations/mysql/20260502000000_indexes/up.sql"),
    include_str!("../../../migrations/mysql/20260601000000_web/up.sql"),
    include_str!("../../../migrations/mysql/2026-11-30-074310_tasks_by_due_date/up.sql"),
    include_str!("../../../migrations/mysql/2026-11-30-195112_products_captured_lists_indexed/up.sql"),
    include_str!("../../../migrations/mysql/2026-11-30-235500_lists_of_many_rows/up.sql"),
];
#[cfg(all(feature = "postgres", not(feature = "sqlite")))]
const MIGRATIONS: [&str; 9] = [
    include_str!("../../../migrations/postgres/20260101000000_newsroom/up.sql"),
    include_str!("../../../migrations/postgres/20260301000000_accounts_and_shop/up.sql"),
    include_str!("../../../migrations/postgres/20260401000000_payment_methods/up.sql"),
    include_str!("../../../migrations/postgres/20260501000000_addresses_without_case/up.sql"),
    include_str!("../../../migrations/postgres/20260502000000_indexes/up.sql"),
    include_str!("../../../migrations/postgres/20260601000000_web/up.sql"),
    include_str!("../../../migrations/postgres/2026-11-30-074310_tasks_by_due_date/up.sql"),
    include_str!("../../../migrations/postgres/2026-11-30-195112_products_captured_lists_indexed/up.sql"),
    include_str!("../../../migrations/postgres/2026-11-30-235500_lists_of_many_rows/up.sql"),
];
#[cfg(feature = "sqlite")]
const MIGRATIONS: [&str; 9] = [
    include_str!("../../../migrations/sqlite/20260101000000_newsroom/up.sql"),
    include_str!("../../../migrations/sqlite/20260301000000_accounts_and_shop/up.sql"),
    include_str!("../../../migrations/sqlite/20260401000000_payment_methods/up.sql"),
    include_str!("../../../migrations/sqlite/20260501000000_addresses_without_case/up.sql"),
    include_str!("../../../migrations/sqlite/20260502000000_indexes/up.sql"),
    include_str!("../../../migrations/sqlite/20260601000000_web/up.sql"),
    include_str!("../../../migrations/sqlite/2026-11-30-074310_tasks_by_due_date/up.sql"),
    include_str!("../../../migrations/sqlite/2026-11-30-195112_products_captured_lists_indexed/up.sql"),
    include_str!("../../../migrations/sqlite/2026-11-30-235500_lists_of_many_rows/up.sql"),
];

#[test]
fn every_unique_of_a_model_is_in_the_migration_and_no_other() {
    let mut declared = Vec::new();
    macro_rules! of {
        ($($model:ty),+) => {$( declared.extend(unique_indexes::<$model, Backend>().unwrap()); )+};
    }
    of!(Author, Article, Comment, Tag, ArticleTag, Account, Reaction, Task, Export, Product, Order, OrderItem);
    of!(Following, Notice, Reading, PaymentMethod, AccessToken, KeptAnswer);
    declared.extend(model_core::inherit::unique_indexes::<Card, Backend>().unwrap());
    declared.extend(model_core::inherit::unique_indexes::<BankTransfer, Backend>().unwrap());
    let is_unique = |line: &&str| {
        line.starts_with("CREATE UNIQUE")
            || line.starts_with("ALTER TABLE")
                && [" ADD COLUMN `live`", "_lower` "].iter().any(|column| line.contains(column))
    };
    let lines = MIGRATIONS.iter().flat_map(|migration| migration.lines());
    // The indexes that reactions had before they could be to comments, and addresses with their case, are gone.
    let is_gone = |line: &&str| line.contains("reactions_reader_article_id") || line.contains("accounts_email_unique");
    let lines = lines.filter(is_unique).filter(|line| !is_gone(line));
    let mut written: Vec<_> = lines.map(|line| line.trim_end_matches(';')).collect();
    written.sort_unstable();
    declared.sort_unstable();
    assert_eq!(written, declared);
    assert!(declared.len() >= 8, "{declared:?}");
}

/// How many migrations there are since reactions can be to comments.
const LATER: usize = 8;

/// Reactions as they were written before they could be to comments, one of them taken back.
const BEFORE: &str = "
INSERT INTO reactions (article_id, reader, mood, created_at, updated_at, deleted_at)
    SELECT id, 'Grace', 'like', created_at, created_at, NULL FROM articles WHERE slug = 'the-first';
INSERT INTO reactions (article_id, reader, mood, created_at, updated_at, deleted_at)
    SELECT id, 'Edsger', 'sad', created_at, created_at, created_at FROM articles WHERE slug = 'the-first'";

#[test]
fn reactions_survive_the_way_there_and_back() {
    use crate::desk::Desk;
    use diesel::connection::SimpleConnection;
    use diesel::prelude::*;
    use diesel_migrations::MigrationHarness;
    use model_core::prelude::*;

    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    desk.runs(&["comment", &id, "Hm.", "--reader", "Grace"]);
    let conn = &mut desk.connect();
    for _ in 0..LATER {
        conn.revert_last_migration(newsroom::db::migrations()).unwrap();
    }
    conn.batch_execute(BEFORE).unwrap();
    assert!(desk.runs(&["migrate"]).ends_with("ran 8 migrations\n"));
    let reactions: Vec<Reaction> = Reaction::objects().with_deleted().load(conn).unwrap();
    let article: Article =
        Article::objects().filter(newsroom::schema::articles::title.eq("The first")).first(conn).unwrap();
    let read: Vec<_> = reactions.iter().map(|row| (&*row.reader, row.mood, row.deleted_at.is_some())).collect();
    assert_eq!(read, [("Grace", Mood::Like, false), ("Edsger", Mood::Sad, true)]);
    assert!(reactions.iter().all(|row| row.target == Stored::Known(Target::of(&article))), "{reactions:?}");
    assert!(desk.runs(&["show", &id]).contains("    reactions: Like 1\n"));

    // To a comment, and a second one to the article: the way back has no place for them.
    desk.runs(&["react", &id, "love", "--reader", "Grace"]);
    desk.runs(&["react", "1", "wow", "--comment", "--reader", "Grace"]);
    for _ in 0..LATER {
        conn.revert_last_migration(newsroom::db::migrations()).unwrap();
    }
    desk.runs(&["migrate"]);
    let reactions: Vec<Reaction> = Reaction::objects().with_deleted().load(conn).unwrap();
    let read: Vec<_> = reactions.iter().map(|row| (&*row.reader, row.mood, row.deleted_at.is_some())).collect();
    assert_eq!(read, [("Grace", Mood::Like, false), ("Edsger", Mood::Sad, true), ("Grace", Mood::Love, true)]);
}

#[test]
fn the_migrations_do_what_the_models_say_and_another_field_makes_one_more() {
    use crate::desk::Desk;

    let desk = Desk::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations");
    let args = ["makemigrations", "nothing", "--migrations", folder, "--skip-unreachable"];
    let out = desk.runs(&args);
    assert!(out.ends_with("the migrations do what the models say: nothing to write\n"), "{out}");

    // Without the last migration, the same one is made again.
    let name = newsroom::db::NAME.to_lowercase().replace("postgresql", "postgres");
    let (from, to) = (std::path::Path::new(folder).join(&name), desk.path().join("copy").join(&name));
    for migration in std::fs::read_dir(from).unwrap().flatten() {
        let files = std::fs::read_dir(migration.path()).unwrap().flatten();
        for file in
            files.filter(|_| !migration.file_name().to_string_lossy().ends_with("_products_captured_lists_indexed"))
        {
            let folder = to.join(migration.file_name());
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::copy(file.path(), folder.join(file.file_name())).unwrap();
        }
    }
    let args = ["makemigrations", "products_captured_lists_indexed", "--migrations", "copy"];
    let printed = desk.runs(&[&args[..], &["--dry-run"]].concat());
    let written = MIGRATIONS[7].lines().filter(|line| !line.is_empty()).collect::<Vec<_>>();
    assert!(written.iter().all(|line| printed.contains(line)), "{printed}");
    let out = desk.runs(&args);
    let made = out.lines().find_map(|line| line.strip_prefix("wrote ")).unwrap();
    assert_eq!(std::fs::read_to_string(desk.path().join(made).join("up.sql")).unwrap(), MIGRATIONS[7]);
    assert!(desk.runs(&args).ends_with("nothing to write\n"));
}

#[test]
fn a_backend_that_is_not_reached_is_named() {
    use crate::desk::Desk;

    let desk = Desk::new();
    std::fs::create_dir_all(desk.path().join("copy/sqlite")).unwrap();
    std::fs::create_dir_all(desk.path().join("copy/postgres")).unwrap();
    std::fs::create_dir_all(desk.path().join("copy/mysql")).unwrap();
    let run = desk.run(&["makemigrations", "first", "--migrations", "copy"]);
    assert_eq!((run.code, run.err.lines().count()), (Some(1), 1), "{}", run.err);
    assert!(run.err.contains("--skip-unreachable"), "{}", run.err);
    assert_eq!(std::fs::read_dir(desk.path().join("copy/sqlite")).unwrap().count(), 0);
    let run = desk.run(&["makemigrations", "first", "--migrations", "copy", "--skip-unreachable"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("skipped: ") && run.out.contains("wrote "), "{}", run.out);
}
