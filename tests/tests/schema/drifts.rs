//! Databases that differ from the models in one thing: each is found, under its name, and mended.

use crate::drifts_own::{MYSQL, POSTGRES, SQLITE};
use crate::models::{All, tables, triggers};
use diesel::connection::SimpleConnection;
use model_core::check::check;
use model_tests::backend::Backend;
use model_tests::{TestConnection, on_every_backend};

/// What is different: the ids of what has to be found, and edits of the statements that create the tables. Names are in
/// the quotes of SQLite and MySQL.
pub(crate) type Drift = (&'static [&'static str], &'static [(&'static str, &'static str)]);

/// An edit names a line, as `table: beginning`, or a statement by its beginning, and what stands there instead: `{}` is
/// the old text. Without a place it is a statement that runs after the others.
fn edited(mut statements: Vec<String>, edits: &[(&str, &str)], quote: &str) -> Vec<String> {
    for (place, text) in edits {
        let (place, text) = (place.replace('`', quote), text.replace('`', quote));
        if place.is_empty() {
            // The body of a trigger has semicolons of its own.
            let parts = text.split(if text.contains("BEGIN") { '\0' } else { ';' });
            statements.extend(parts.map(str::to_owned));
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
    (
        &["choices.refused"],
        &[("prints: CONSTRAINT `prints_tone_choices`", "CONSTRAINT `prints_tone_choices` CHECK (`tone` IN ('warm'))")],
    ),
    (&["null.refused"], &[("prints: `note`", "{} NOT NULL")]),
    (&["null.refused"], &[("presses: `city`", "{} NOT NULL")]),
    (&["null.allowed"], &[("prints: `label`", "`label` VARCHAR(80)")]),
    (&["column.missing"], &[("prints: `note`", ""), ("prints: CONSTRAINT `prints_note_length`", "")]),
    (&["column.extra"], &[("presses: `city`", "{},\n    `owner` INTEGER NOT NULL")]),
    (&["index.missing"], &[("CREATE INDEX `presses_city_index`", "")]),
    (&["foreign_key.missing"], &[("captions: CONSTRAINT `captions_word_fk`", "")]),
    (&["trail.missing"], &[("", "DROP TABLE `audit_logs`")]),
    (&["column.missing"], &[("", "ALTER TABLE `audit_logs` DROP COLUMN `user_agent`")]),
    (&["column.missing"], &[("", "ALTER TABLE `audit_logs` DROP COLUMN `reason`")]),
    (
        &["index.missing"],
        &[("CREATE INDEX `prints_by_label`", "CREATE INDEX `prints_by_label` ON `prints` (`day`, `label`)")],
    ),
    (
        &["foreign_key.differs"],
        &[(
            "captions: CONSTRAINT `captions_word_fk`",
            "CONSTRAINT `captions_word_fk` FOREIGN KEY (`word`) REFERENCES `words` (`meaning`)",
        )],
    ),
    (&["key.differs"], &[("captions: PRIMARY KEY", "PRIMARY KEY (`print_id`, `word`, `place`)")]),
    (&["default.differs"], &[("prints: `hits`", "`hits` INTEGER NOT NULL DEFAULT 5")]),
    (&[], &[("prints: `hits`", "`hits` INTEGER NOT NULL DEFAULT (0)")]),
    (&["unique.missing"], &[("CREATE UNIQUE INDEX `patrons_email_lower_unique`", "")]),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `patrons_email_lower_unique`",
            "CREATE UNIQUE INDEX `patrons_email_lower_unique` ON `patrons` (`email`)",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `patrons_desk_unique`",
            "CREATE UNIQUE INDEX `patrons_desk_unique` ON `patrons` (`desk`)",
        )],
    ),
    (&["column.extra"], &[("patrons: `desk`", "{},\n    `owner` INTEGER NOT NULL")]),
    (&["null.allowed"], &[("patrons: `email`", "`email` VARCHAR(60)")]),
    // The library checks lengths and choices itself.
    (&[], &[("prints: CONSTRAINT `prints_state_choices`", ""), ("prints: CONSTRAINT `prints_note_length`", "")]),
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
            for statement in edited(tables::<Db>().into_iter().chain(triggers::<Db>()).collect(), edits, quote) {
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
            count += usize::from(!expected.is_empty());
            for table in ["captions", "prints", "proofs", "words", "presses", "patrons"] {
                conn.sql(&format!("DROP TABLE {table}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
        assert!(count >= 60, "{count}");
    }
}
