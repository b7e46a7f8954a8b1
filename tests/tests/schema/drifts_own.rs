//! What can go wrong on one backend.

use crate::drifts::Drift;

pub(crate) const SQLITE: &[Drift] = &[
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
    (&["index.missing"], &[("", "DROP INDEX `audit_logs_by_object`")]),
    (&["index.missing"], &[("", "DROP INDEX `audit_logs_by_actor`")]),
    (&["index.missing"], &[("", "DROP INDEX `audit_logs_by_action`")]),
    (
        &["length.short"],
        &[(
            "presses: CONSTRAINT `presses_name_length`",
            "CONSTRAINT `presses_name_length` CHECK (length(`name`) <= 20)",
        )],
    ),
    (&["setting.constraints"], &[("", "PRAGMA foreign_keys = OFF")]),
    (&[], &[("CREATE UNIQUE INDEX `words_meaning_unique`", "CREATE UNIQUE INDEX `m` ON `words` (`meaning`)")]),
    (
        &["capture.missing"],
        &[
            ("CREATE TRIGGER `patrons_capture_insert`", ""),
            ("CREATE TRIGGER `patrons_capture_update`", ""),
            ("CREATE TRIGGER `patrons_capture_delete`", ""),
        ],
    ),
    (&["capture.differs"], &[("CREATE TRIGGER `patrons_capture_update`", "")]),
    (
        &["capture.differs"],
        &[(
            "CREATE TRIGGER `patrons_capture_delete`",
            "CREATE TRIGGER `patrons_capture_delete` AFTER DELETE ON `patrons` BEGIN SELECT 1; END",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `words_meaning_unique`",
            "CREATE UNIQUE INDEX `words_meaning_unique` ON `words` (`meaning`) WHERE NOT `is_deleted`",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `presses_name_unique`",
            "CREATE UNIQUE INDEX `presses_name_unique` ON `presses` (`name`) WHERE `deleted_at` IS NOT NULL",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `presses_name_unique`",
            "CREATE UNIQUE INDEX `presses_name_unique` ON `presses` (`name`) WHERE `deleted_at` IS NULL AND `city` = 'x'",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `patrons_desk_unique`",
            "CREATE UNIQUE INDEX `patrons_desk_unique` ON `patrons` (`desk`) WHERE `deleted_at` IS NULL AND `desk` > 10",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `patrons_desk_unique`",
            "CREATE UNIQUE INDEX `patrons_desk_unique` ON `patrons` (`desk`) WHERE `deleted_at` IS NULL AND `desk` >= 0",
        )],
    ),
    (
        &[],
        &[(
            "CREATE UNIQUE INDEX `patrons_desk_unique`",
            "CREATE UNIQUE INDEX `patrons_desk_unique` ON `patrons` (`desk`) WHERE ((`desk` > 0) AND `deleted_at` IS NULL)",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `patrons_email_lower_unique`",
            "CREATE UNIQUE INDEX `patrons_email_lower_unique` ON `patrons` (upper(`email`)) WHERE `deleted_at` IS NULL",
        )],
    ),
    (&["foreign_key.on_delete"], &[("prints: CONSTRAINT `prints_press_id_fk`", "{} ON DELETE SET NULL")]),
    (&["foreign_key.on_delete"], &[("prints: CONSTRAINT `prints_press_id_fk`", "{} ON DELETE SET DEFAULT")]),
    (&["column.missing"], &[("patrons: `nick`", ""), ("patrons: CONSTRAINT `patrons_nick_length`", "")]),
    (&["key.reused"], &[("proofs: `id`", "`id` INTEGER PRIMARY KEY NOT NULL")]),
];

pub(crate) const POSTGRES: &[Drift] = &[
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
    (&["index.missing"], &[("", "DROP INDEX `audit_logs_by_object`")]),
    (&["index.missing"], &[("", "DROP INDEX `audit_logs_by_actor`")]),
    (&["index.missing"], &[("", "DROP INDEX `audit_logs_by_action`")]),
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
    (
        &["capture.missing"],
        &[("CREATE TRIGGER `patrons_capture`", ""), ("CREATE TRIGGER `patrons_capture_truncate`", "")],
    ),
    (&["capture.differs"], &[("CREATE TRIGGER `patrons_capture_truncate`", "")]),
    (&["capture.differs"], &[("", "ALTER TABLE patrons DISABLE TRIGGER patrons_capture")]),
    (&["capture.differs"], &[("", "ALTER TABLE patrons ENABLE REPLICA TRIGGER patrons_capture")]),
    (
        &["capture.differs"],
        &[(
            "CREATE TRIGGER `patrons_capture`",
            "CREATE TRIGGER `patrons_capture` AFTER INSERT OR UPDATE OR DELETE ON `patrons` FOR EACH ROW \
             EXECUTE FUNCTION `patrons_capture`()",
        )],
    ),
    (
        &["capture.differs"],
        &[(
            "",
            "CREATE OR REPLACE FUNCTION patrons_capture() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `words_meaning_unique`",
            "CREATE UNIQUE INDEX `words_meaning_unique` ON `words` (`meaning`) WHERE NOT `is_deleted`",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `presses_name_unique`",
            "CREATE UNIQUE INDEX `presses_name_unique` ON `presses` (`name`) WHERE `deleted_at` IS NOT NULL",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `presses_name_unique`",
            "CREATE UNIQUE INDEX `presses_name_unique` ON `presses` (`name`) WHERE `deleted_at` IS NULL AND `city` = 'x'",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `patrons_desk_unique`",
            "CREATE UNIQUE INDEX `patrons_desk_unique` ON `patrons` (`desk`) WHERE `deleted_at` IS NULL AND `desk` > 10",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `patrons_desk_unique`",
            "CREATE UNIQUE INDEX `patrons_desk_unique` ON `patrons` (`desk`) WHERE `deleted_at` IS NULL AND `desk` >= 0",
        )],
    ),
    (
        &[],
        &[(
            "CREATE UNIQUE INDEX `patrons_desk_unique`",
            "CREATE UNIQUE INDEX `patrons_desk_unique` ON `patrons` (`desk`) WHERE ((`desk` > 0) AND `deleted_at` IS NULL)",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "CREATE UNIQUE INDEX `patrons_email_lower_unique`",
            "CREATE UNIQUE INDEX `patrons_email_lower_unique` ON `patrons` (upper(`email`)) WHERE `deleted_at` IS NULL",
        )],
    ),
    (&["foreign_key.on_delete"], &[("prints: CONSTRAINT `prints_press_id_fk`", "{} ON DELETE SET NULL")]),
    (&["foreign_key.on_delete"], &[("prints: CONSTRAINT `prints_press_id_fk`", "{} ON DELETE SET DEFAULT")]),
    (&["column.missing"], &[("patrons: `nick`", ""), ("patrons: CONSTRAINT `patrons_nick_length`", "")]),
    (&["type.differs"], &[("prints: `copies`", "`copies` BIGINT NOT NULL")]),
    (&["type.differs"], &[("prints: `hits`", "`hits` SMALLINT NOT NULL DEFAULT 0")]),
    (&["type.differs"], &[("", "ALTER TABLE audit_logs ALTER COLUMN changes TYPE TEXT")]),
    (&["null.refused"], &[("", "ALTER TABLE audit_logs ALTER COLUMN actor_id SET NOT NULL")]),
];

pub(crate) const MYSQL: &[Drift] = &[
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
    (&["index.missing"], &[("", "DROP INDEX `audit_logs_by_object` ON `audit_logs`")]),
    (&["index.missing"], &[("", "DROP INDEX `audit_logs_by_actor` ON `audit_logs`")]),
    (&["index.missing"], &[("", "DROP INDEX `audit_logs_by_action` ON `audit_logs`")]),
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
    (
        &["capture.missing"],
        &[
            ("CREATE TRIGGER `patrons_capture_insert`", ""),
            ("CREATE TRIGGER `patrons_capture_update`", ""),
            ("CREATE TRIGGER `patrons_capture_delete`", ""),
        ],
    ),
    (&["capture.differs"], &[("CREATE TRIGGER `patrons_capture_update`", "")]),
    (
        &["capture.differs"],
        &[(
            "CREATE TRIGGER `patrons_capture_delete`",
            "CREATE TRIGGER `patrons_capture_delete` AFTER DELETE ON `patrons` FOR EACH ROW SET @x = 1",
        )],
    ),
    (&["type.differs"], &[("prints: `copies`", "`copies` BIGINT NOT NULL")]),
    (&["type.differs"], &[("prints: `hits`", "`hits` SMALLINT NOT NULL DEFAULT 0")]),
    (&["key.not_numbered"], &[("proofs: `id`", "`id` BIGINT NOT NULL")]),
    (
        &["live.missing"],
        &[(
            "ALTER TABLE `presses` ADD COLUMN `live`",
            "ALTER TABLE `presses` ADD COLUMN `live` TINYINT AS (IF(`deleted_at` IS NULL, 1, 0)) VIRTUAL",
        )],
    ),
    (
        &["live.missing"],
        &[("ALTER TABLE `presses` ADD COLUMN `live`", "ALTER TABLE `presses` ADD COLUMN `live` TINYINT DEFAULT 1")],
    ),
    (
        &["unique.differs"],
        &[(
            "ALTER TABLE `patrons` ADD COLUMN `patrons_desk_unique_in`",
            "ALTER TABLE `patrons` ADD COLUMN `patrons_desk_unique_in` \
             TINYINT AS (IF(`deleted_at` IS NULL AND `desk` > 10, 1, NULL)) VIRTUAL",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "ALTER TABLE `patrons` ADD COLUMN `patrons_desk_unique_in`",
            "ALTER TABLE `patrons` ADD COLUMN `patrons_desk_unique_in` \
             TINYINT AS (IF(`deleted_at` IS NULL AND `desk` > 0, 1, 0)) VIRTUAL",
        )],
    ),
    (
        &["unique.differs"],
        &[(
            "ALTER TABLE `patrons` ADD COLUMN `email_lower`",
            "ALTER TABLE `patrons` ADD COLUMN `email_lower` VARCHAR(60) AS (UPPER(`email`)) VIRTUAL",
        )],
    ),
    (
        &["charset.narrow"],
        &[("words: `meaning`", "`meaning` VARCHAR(60) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL")],
    ),
    (&["charset.narrow"], &[("prints: `note`", "`note` VARCHAR(100) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin")]),
    (&["null.refused"], &[("", "ALTER TABLE `audit_logs` MODIFY `actor_id` VARCHAR(200) NOT NULL")]),
];
