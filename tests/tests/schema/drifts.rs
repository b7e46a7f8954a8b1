//! Databases that differ from the models in one thing: each is found, under its name, and mended.

use crate::models::{All, tables};
use diesel::connection::SimpleConnection;
use model_core::check::check;
use model_tests::backend::Backend;
use model_tests::{TestConnection, on_every_backend};

/// What is different: the ids of what has to be found, and edits of the statements that create the tables. Names are in
/// the quotes of SQLite and MySQL.
type Drift = (&'static [&'static str], &'static [(&'static str, &'static str)]);

/// An edit names a line, as `table: beginning`, or a statement by its beginning, and what stands there instead: `{}` is
/// the old text. Without a place it is a statement that runs after the others.
fn edited(mut statements: Vec<String>, edits: &[(&str, &str)], quote: &str) -> Vec<String> {
    for (place, text) in edits {
        let (place, text) = (place.replace('`', quote), text.replace('`', quote));
        if place.is_empty() {
            statements.extend(text.split(';').map(str::to_owned));
        } else if let Some((table, start)) = place.split_once(": ") {
            let table = format!("CREATE TABLE {quote}{table}{quote}");
            let found = statements.iter_mut().find(|statement| statement.starts_with(&table));
            let statement = found.unwrap_or_else(|| panic!("no statement begins with {table}"));
            let has = |line: &&str| line.trim_start().starts_with(start);
            // The length of a text of MySQL is part of its type, and no constraint.
            let is_there = statement.lines().any(|line| has(&line));
            assert!(is_there || text.is_empty() && start.ends_with(&format!("_length{quote}")), "{start}: {statement}");
            let line = |line: &str| match has(&line) {
                true if text.is_empty() => None,
                true => Some(text.replace("{}", line.trim().trim_end_matches(',')) + ","),
                false => Some(line.to_owned()),
            };
            let lines: Vec<_> = statement.lines().filter_map(line).collect();
            *statement = lines.join("\n").replace(",\n)", "\n)");
        } else {
            let found = statements.iter().position(|statement| statement.starts_with(&place));
            let at = found.unwrap_or_else(|| panic!("no statement begins with {place}: {statements:#?}"));
            if text.is_empty() {
                statements.remove(at);
            } else {
                statements[at] = text;
            }
        }
    }
    statements
}

/// What can go wrong everywhere.
const EVERYWHERE: &[Drift] = &[
    (&["table.missing"], &[("", "DROP TABLE `captions`")]),
    (&["column.missing"], &[("prints: `rank`", "")]),
    (&["column.missing"], &[("captions: `place`", "")]),
    (
        &["column.missing"],
        &[
            ("prints: `twin_id`", ""),
            ("prints: CONSTRAINT `prints_twin_id_fk`", ""),
            ("CREATE INDEX `prints_twin_id_index`", ""),
        ],
    ),
    (
        &["column.missing"],
        &[
            ("presses: `name`", ""),
            ("presses: CONSTRAINT `presses_name_length`", ""),
            ("CREATE UNIQUE INDEX `presses_name_unique`", ""),
        ],
    ),
    (&["column.extra"], &[("prints: `hits`", "{},\n    `owner` INTEGER NOT NULL")]),
    (&[], &[("prints: `hits`", "{},\n    `owner` INTEGER NOT NULL DEFAULT 0,\n    `other` INTEGER")]),
    (&["column.generated"], &[("prints: `plates`", "`plates` SMALLINT GENERATED ALWAYS AS (1) STORED")]),
    (&["type.differs"], &[("prints: `copies`", "`copies` VARCHAR(20) NOT NULL")]),
    (&["null.refused"], &[("prints: `rank`", "{} NOT NULL")]),
    (&["null.refused"], &[("prints: `printed_at`", "{} NOT NULL")]),
    (&["null.allowed"], &[("prints: `copies`", "`copies` INTEGER")]),
    (
        &["null.allowed", "null.allowed", "type.differs"],
        &[("prints: `copies`", "`copies` VARCHAR(20)"), ("captions: `place`", "`place` INTEGER")],
    ),
    (&["default.missing"], &[("prints: `hits`", "`hits` INTEGER NOT NULL")]),
    (&["key.missing"], &[("captions: PRIMARY KEY", "")]),
    (&["key.differs"], &[("captions: PRIMARY KEY", "PRIMARY KEY (`print_id`)")]),
    (&["unique.missing"], &[("CREATE UNIQUE INDEX `words_meaning_unique`", "")]),
    (&["unique.missing"], &[("CREATE UNIQUE INDEX `presses_name_unique`", "")]),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `presses_name_unique`",
            "CREATE UNIQUE INDEX `presses_name_unique` ON `presses` (`name`, `city`)",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `presses_name_unique`",
            "CREATE UNIQUE INDEX `presses_name_unique` ON `presses` (`name`)",
        )],
    ),
    (
        &["unique.differs"],
        &[("CREATE UNIQUE INDEX `words_meaning_unique`", "CREATE INDEX `words_meaning_unique` ON `words` (`meaning`)")],
    ),
    (&["unique.undeclared"], &[("", "CREATE UNIQUE INDEX `stray` ON `proofs` (`sold`)")]),
    (&["foreign_key.missing"], &[("prints: CONSTRAINT `prints_press_id_fk`", "")]),
    (
        &["foreign_key.differs"],
        &[(
            "captions: CONSTRAINT `captions_print_id_fk`",
            "CONSTRAINT `captions_print_id_fk` FOREIGN KEY (`print_id`) REFERENCES `audit_logs` (`id`)",
        )],
    ),
    (&["foreign_key.on_delete"], &[("captions: CONSTRAINT `captions_print_id_fk`", "{} ON DELETE CASCADE")]),
    (&["foreign_key.on_delete"], &[("captions: CONSTRAINT `captions_word_fk`", "{} ON DELETE CASCADE")]),
    (&["foreign_key.on_delete"], &[("prints: CONSTRAINT `prints_twin_id_fk`", "{} ON DELETE CASCADE")]),
    (&[], &[("prints: CONSTRAINT `prints_twin_id_fk`", "{} ON DELETE SET NULL")]),
    (&[], &[("prints: CONSTRAINT `prints_press_id_fk`", "{} ON DELETE CASCADE")]),
    (&["index.missing"], &[("CREATE INDEX `prints_by_label`", "")]),
    (&["index.missing"], &[("CREATE INDEX `prints_by_label`", "CREATE INDEX `prints_by_label` ON `prints` (`label`)")]),
    (&["index.missing"], &[("CREATE INDEX `prints_deletion_batch_index`", "")]),
    (&["order.unindexed"], &[("CREATE INDEX `prints_printed_at_order`", "")]),
    (
        &["choices.refused"],
        &[(
            "prints: CONSTRAINT `prints_state_choices`",
            "CONSTRAINT `prints_state_choices` CHECK (`state` IN ('proof', 'done'))",
        )],
    ),
    (&["trail.missing"], &[("", "DROP TABLE `audit_logs`")]),
    (&["column.missing"], &[("", "ALTER TABLE `audit_logs` DROP COLUMN `user_agent`")]),
];

const SQLITE: &[Drift] = &[
    (&["type.differs"], &[("proofs: `sold`", "`sold` TEXT NOT NULL")]),
    (&["type.differs"], &[("proofs: `is_signed`", "`is_signed` TEXT NOT NULL")]),
    (&["type.differs"], &[("proofs: `scan`", "`scan` TEXT")]),
    (&["type.differs"], &[("prints: `code`", "`code` NUMERIC NOT NULL")]),
    (&["type.differs"], &[("proofs: `price`", "`price` NUMERIC NOT NULL")]),
    (&["type.differs"], &[("proofs: `weight`", "`weight` INTEGER NOT NULL")]),
    (&["type.differs"], &[("prints: `label`", "`label` INTEGER NOT NULL")]),
    (&["type.differs"], &[("proofs: `updated_at`", "`updated_at` INTEGER NOT NULL")]),
    (&["type.differs"], &[("prints: `deletion_batch`", "`deletion_batch` TEXT")]),
    (&["null.allowed"], &[("words: `word`", "`word` TEXT")]),
    (&["default.missing"], &[("proofs: `created_at`", "`created_at` TEXT NOT NULL")]),
    (&["key.not_numbered"], &[("prints: `id`", "`id` BIGINT NOT NULL PRIMARY KEY")]),
    (&["collation.loose"], &[("words: `word`", "`word` TEXT COLLATE NOCASE NOT NULL")]),
    (&["collation.loose"], &[("words: `meaning`", "`meaning` TEXT COLLATE NOCASE NOT NULL")]),
    (&["index.missing"], &[("CREATE INDEX `prints_twin_id_index`", "")]),
    (&["index.missing"], &[("", "DROP INDEX `audit_logs_by_time`")]),
    (
        &["length.short"],
        &[(
            "presses: CONSTRAINT `presses_name_length`",
            "CONSTRAINT `presses_name_length` CHECK (length(`name`) <= 20)",
        )],
    ),
    (&["setting.constraints"], &[("", "PRAGMA foreign_keys = OFF")]),
    (&[], &[("CREATE UNIQUE INDEX `words_meaning_unique`", "CREATE UNIQUE INDEX `m` ON `words` (`meaning`)")]),
];

const POSTGRES: &[Drift] = &[
    (&["type.differs"], &[("proofs: `sold`", "`sold` INTEGER NOT NULL")]),
    (&["type.differs"], &[("proofs: `is_signed`", "`is_signed` INTEGER NOT NULL")]),
    (&["type.differs"], &[("proofs: `extra`", "`extra` JSON")]),
    (&["type.differs"], &[("prints: `printed_at`", "`printed_at` TIMESTAMP")]),
    (&["type.differs"], &[("proofs: `weight`", "`weight` REAL NOT NULL")]),
    (&["type.differs"], &[("prints: `label`", "`label` VARCHAR(40) NOT NULL")]),
    (&["type.differs"], &[("prints: `deletion_batch`", "`deletion_batch` TEXT")]),
    (&["type.differs"], &[("prints: `day`", "`day` TIMESTAMPTZ NOT NULL")]),
    (&["type.precision"], &[("proofs: `updated_at`", "`updated_at` TIMESTAMPTZ(0) NOT NULL")]),
    (&["length.short"], &[("presses: `name`", "`name` VARCHAR(20) NOT NULL")]),
    (
        &["length.short"],
        &[(
            "presses: CONSTRAINT `presses_name_length`",
            "CONSTRAINT `presses_name_length` CHECK (char_length(`name`) <= 20)",
        )],
    ),
    (&["default.missing"], &[("proofs: `created_at`", "`created_at` TIMESTAMPTZ NOT NULL")]),
    (&["key.not_numbered"], &[("prints: `id`", "`id` BIGINT NOT NULL")]),
    (&[], &[("prints: `id`", "`id` BIGSERIAL NOT NULL")]),
    (&["index.missing"], &[("CREATE INDEX `prints_twin_id_index`", "")]),
    (&["index.missing"], &[("", "DROP INDEX `audit_logs_by_time`")]),
    (
        &["unique.renamed"],
        &[("CREATE UNIQUE INDEX `words_meaning_unique`", "CREATE UNIQUE INDEX `m` ON `words` (`meaning`)")],
    ),
    (&["unique.undeclared"], &[("words: `meaning`", "`meaning` TEXT NOT NULL, UNIQUE (`meaning`, `is_deleted`)")]),
    (
        &["foreign_key.not_valid"],
        &[
            ("prints: CONSTRAINT `prints_press_id_fk`", ""),
            ("", "ALTER TABLE `prints` ADD FOREIGN KEY (`press_id`) REFERENCES `presses` (`id`) NOT VALID"),
        ],
    ),
    (&["sequence.cache"], &[("", "ALTER SEQUENCE prints_id_seq CACHE 20")]),
    (&["sequence.cache"], &[("", "ALTER SEQUENCE audit_logs_id_seq CACHE 2")]),
    (&["trail.outdated"], &[("", "DROP FUNCTION audit_json")]),
    (&["setting.isolation"], &[("", "SET default_transaction_isolation = 'serializable'")]),
    (&["setting.constraints"], &[("", "SET session_replication_role = 'replica'")]),
    (&["collation.loose"], &[("words: `meaning`", "`meaning` TEXT COLLATE loose NOT NULL")]),
    (
        &["index.invalid"],
        &[(
            "",
            "UPDATE pg_index SET indisvalid = FALSE WHERE indexrelid = 'prints_by_label'::regclass; \
               CREATE INDEX `by_label` ON `prints` (`label`, `day`)",
        )],
    ),
];

const MYSQL: &[Drift] = &[
    (&["type.differs"], &[("proofs: `sold`", "`sold` INT NOT NULL")]),
    (&["type.differs"], &[("proofs: `sold`", "`sold` BIGINT UNSIGNED NOT NULL")]),
    (&["type.differs"], &[("proofs: `is_signed`", "`is_signed` INT NOT NULL")]),
    (&["type.differs"], &[("proofs: `extra`", "`extra` VARCHAR(200)")]),
    (&["type.differs"], &[("proofs: `scan`", "`scan` VARCHAR(200)")]),
    (&["type.differs"], &[("prints: `printed_at`", "`printed_at` TIMESTAMP(6) NULL")]),
    (&["type.differs"], &[("proofs: `weight`", "`weight` FLOAT NOT NULL")]),
    (&["type.differs"], &[("prints: `label`", "`label` VARCHAR(40) NOT NULL")]),
    (&["type.differs"], &[("prints: `deletion_batch`", "`deletion_batch` CHAR(36)")]),
    (&["type.precision"], &[("proofs: `updated_at`", "`updated_at` DATETIME NOT NULL")]),
    (&["length.short"], &[("presses: `name`", "`name` VARCHAR(20) NOT NULL")]),
    (&["default.missing"], &[("proofs: `created_at`", "`created_at` DATETIME(6) NOT NULL")]),
    (&["key.not_numbered"], &[("", "ALTER TABLE `audit_logs` MODIFY `id` BIGINT NOT NULL")]),
    (&["index.missing"], &[("", "DROP INDEX `audit_logs_by_time` ON `audit_logs`")]),
    (
        &["unique.renamed"],
        &[("CREATE UNIQUE INDEX `words_meaning_unique`", "CREATE UNIQUE INDEX `m` ON `words` (`meaning`)")],
    ),
    (
        &["live.missing", "unique.missing"],
        &[("ALTER TABLE `presses` ADD COLUMN `live`", ""), ("CREATE UNIQUE INDEX `presses_name_unique`", "")],
    ),
    (
        &["collation.loose"],
        &[("words: `meaning`", "`meaning` VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL")],
    ),
    (
        &["collation.loose", "foreign_key.missing"],
        &[
            ("words: `word`", "`word` VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL"),
            ("captions: CONSTRAINT `captions_word_fk`", ""),
        ],
    ),
    (
        &["choices.refused"],
        &[("prints: `tone`", "`tone` ENUM('warm')"), ("prints: CONSTRAINT `prints_tone_choices`", "")],
    ),
    (
        &["foreign_key.missing", "foreign_key.missing", "table.engine"],
        &[(
            "",
            "ALTER TABLE `captions` DROP FOREIGN KEY `captions_print_id_fk`, DROP FOREIGN KEY `captions_word_fk`; \
                ALTER TABLE `captions` ENGINE = MyISAM",
        )],
    ),
    (&["setting.strict"], &[("", "SET SESSION sql_mode = ''")]),
    (&["setting.isolation"], &[("", "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE")]),
    (&["setting.isolation"], &[("", "SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED")]),
    (&["setting.constraints"], &[("", "SET SESSION foreign_key_checks = OFF")]),
];

on_every_backend! {
    fn each_drift_is_found_and_mended(db) {
        let conn = db.conn();
        let (quote, own) = match Conn::NAME {
            "sqlite" => ("`", SQLITE),
            "postgres" => ("\"", POSTGRES),
            _ => ("`", MYSQL),
        };
        if Conn::NAME == "postgres" {
            conn.sql("CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        }
        let mut wrong = Vec::new();
        let mut count = 0;
        for (expected, edits) in EVERYWHERE.iter().chain(own) {
            for statement in edited(tables::<Db>(), edits, quote) {
                conn.batch_execute(&statement).unwrap_or_else(|error| panic!("{edits:?}: {error}: {statement}"));
            }
            let report = check::<All>(conn).unwrap();
            let mut found: Vec<_> = report.findings().iter().map(|finding| finding.id).collect();
            found.sort_unstable();
            if found != *expected {
                wrong.push(format!("{edits:?}: expected {expected:?}\n{report}"));
            }
            for statement in report.sql() {
                if let Err(error) = conn.batch_execute(statement) {
                    wrong.push(format!("{edits:?}: {error}: {statement}"));
                }
            }
            let left = check::<All>(conn).unwrap();
            if !left.is_empty() {
                wrong.push(format!("{edits:?}: not mended by\n{report}\nstill there:\n{left}"));
            }
            count += 1;
            for table in ["captions", "prints", "proofs", "words", "presses"] {
                conn.sql(&format!("DROP TABLE {table}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
        assert!(count >= 50, "{count}");
    }
}
