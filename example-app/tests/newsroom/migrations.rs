//! The migrations, and what follows from the models.

use model_core::ddl::unique_indexes;
use newsroom::db::Conn;
use newsroom::models::{Article, ArticleTag, Author, Comment, Reaction, Tag};

type Backend = <Conn as diesel::Connection>::Backend;

#[cfg(all(feature = "mysql", not(any(feature = "sqlite", feature = "postgres"))))]
const MIGRATION: &str = include_str!("../../../migrations/mysql/20260101000000_newsroom/up.sql");
#[cfg(all(feature = "postgres", not(feature = "sqlite")))]
const MIGRATION: &str = include_str!("../../../migrations/postgres/20260101000000_newsroom/up.sql");
#[cfg(feature = "sqlite")]
const MIGRATION: &str = include_str!("../../../migrations/sqlite/20260101000000_newsroom/up.sql");

#[test]
fn every_unique_of_a_model_is_in_the_migration_and_no_other() {
    let mut declared = Vec::new();
    macro_rules! of {
        ($($model:ty),+) => {$( declared.extend(unique_indexes::<$model, Backend>().unwrap()); )+};
    }
    of!(Author, Article, Comment, Reaction, Tag, ArticleTag);
    let is_unique = |line: &&str| line.starts_with("CREATE UNIQUE") || line.starts_with("ALTER TABLE");
    let written: Vec<_> = MIGRATION.lines().filter(is_unique).map(|line| line.trim_end_matches(';')).collect();
    assert_eq!(written, declared);
    assert!(declared.len() >= 5, "{declared:?}");
}
