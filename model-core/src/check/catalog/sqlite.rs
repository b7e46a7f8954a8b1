//! The catalogs of SQLite.

use crate::check::catalog::Catalog;

impl Catalog for diesel::sqlite::Sqlite {
    const TEXTS: [&'static str; 8] = [TABLES, COLUMNS, INDEXES, FOREIGN_KEYS, CHECKS, SEQUENCES, TRIGGERS, SETTINGS];
}

// Another schema is an attached database, which a model cannot have.
const TABLES: &str = "\
SELECT 'main', name, CASE type WHEN 'table' THEN '0' ELSE '1' END, '1', NULL, sql FROM sqlite_master \
WHERE type IN ('table', 'view') AND name COLLATE NOCASE IN ({names})";

// The numbers of a key are those of the rows, if its type is INTEGER and nothing else.
const COLUMNS: &str = "\
SELECT 'main', m.name, x.name, x.type, CAST(x.\"notnull\" AS TEXT), x.dflt_value, \
CASE WHEN x.pk = 1 AND UPPER(x.type) = 'INTEGER' AND (SELECT max(y.pk) FROM pragma_table_xinfo(m.name) y) = 1 \
THEN '1' ELSE '0' END, \
CASE WHEN x.hidden > 1 THEN '1' ELSE '0' END, NULL, CAST(x.pk AS TEXT), NULL \
FROM sqlite_master m JOIN pragma_table_xinfo(m.name) x \
WHERE m.type IN ('table', 'view') AND m.name COLLATE NOCASE IN ({names}) ORDER BY m.name, x.cid";

// The predicate of a partial index stands behind the last WHERE.
const INDEXES: &str = "\
SELECT 'main', m.name, l.name, CAST(l.\"unique\" AS TEXT), CASE l.origin WHEN 'pk' THEN '1' ELSE '0' END, '1', \
CASE l.origin WHEN 'c' THEN '0' ELSE '1' END, CASE l.partial WHEN 1 THEN s.sql END, x.name, \
CASE UPPER(x.coll) WHEN 'BINARY' THEN NULL ELSE x.coll END, s.sql \
FROM sqlite_master m JOIN pragma_index_list(m.name) l JOIN pragma_index_xinfo(l.name) x \
LEFT JOIN sqlite_master s ON s.type = 'index' AND s.name = l.name \
WHERE m.type = 'table' AND x.key = 1 AND m.name COLLATE NOCASE IN ({names}) ORDER BY m.name, l.name, x.seqno";

const FOREIGN_KEYS: &str = "\
SELECT 'main', m.name, CAST(f.id AS TEXT), f.on_delete, 'main', f.\"table\", f.\"from\", \
coalesce(f.\"to\", (SELECT p.name FROM pragma_table_info(f.\"table\") p WHERE p.pk = f.seq + 1)), '1' \
FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f \
WHERE m.type = 'table' AND m.name COLLATE NOCASE IN ({names}) ORDER BY m.name, f.id, f.seq";

/// They are in the statement of the table.
const CHECKS: &str = "SELECT NULL WHERE 0";

const SEQUENCES: &str = "SELECT NULL WHERE 0";

const TRIGGERS: &str = "\
SELECT 'main', tbl_name, name, sql FROM sqlite_master \
WHERE type = 'trigger' AND tbl_name COLLATE NOCASE IN ({names})";

/// Triggers are kept when a table is rewritten.
const SETTINGS: &str = "\
SELECT 'foreign_keys', CAST(foreign_keys AS TEXT) FROM pragma_foreign_keys \
UNION ALL SELECT 'trigger ' || tbl_name, sql FROM sqlite_master \
WHERE type = 'trigger' AND tbl_name COLLATE NOCASE IN ({names})";
