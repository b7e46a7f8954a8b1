//! The catalogs of PostgreSQL.

use crate::check::catalog::Catalog;

impl Catalog for diesel::pg::Pg {
    const TEXTS: [&'static str; 8] = [TABLES, COLUMNS, INDEXES, FOREIGN_KEYS, CHECKS, SEQUENCES, TRIGGERS, SETTINGS];
}

const TABLES: &str = "\
SELECT n.nspname::text, c.relname::text, CASE WHEN c.relkind IN ('r', 'p') THEN '0' ELSE '1' END, \
pg_table_is_visible(c.oid)::int::text, NULL::text, NULL::text \
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname::text IN ({names})";

const COLUMNS: &str = "\
SELECT n.nspname::text, c.relname::text, a.attname::text, \
CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) ELSE format_type(a.atttypid, a.atttypmod) END, \
(a.attnotnull OR t.typnotnull)::int::text, pg_get_expr(d.adbin, d.adrelid), \
(a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid), '') LIKE 'nextval(%')::int::text, \
(a.attgenerated <> '')::int::text, CASE WHEN l.collisdeterministic THEN NULL ELSE l.collname::text END, '0', \
(SELECT string_agg(e.enumlabel::text, chr(31) ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e \
WHERE e.enumtypid = a.atttypid) \
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid \
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation \
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname::text IN ({names}) \
ORDER BY n.nspname, c.relname, a.attnum";

const INDEXES: &str = "\
SELECT n.nspname::text, c.relname::text, i.relname::text, x.indisunique::int::text, x.indisprimary::int::text, \
x.indisvalid::int::text, EXISTS (SELECT 1 FROM pg_catalog.pg_constraint o \
WHERE o.conindid = x.indexrelid AND o.contype IN ('u', 'p', 'x'))::int::text, \
pg_get_expr(x.indpred, x.indrelid), a.attname::text, NULL::text, NULL::text, \
pg_get_indexdef(x.indexrelid, k.n, true), \
((x.indoption[k.n - 1] & 1) = (x.indoption[k.n - 1] & 2) / 2)::int::text \
FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indrelid \
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid \
CROSS JOIN LATERAL generate_series(1, x.indnkeyatts) AS k(n) \
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[k.n - 1] AND x.indkey[k.n - 1] <> 0 \
WHERE c.relname::text IN ({names}) ORDER BY n.nspname, c.relname, i.relname, k.n";

const FOREIGN_KEYS: &str = "\
SELECT n.nspname::text, c.relname::text, o.conname::text, CASE o.confdeltype WHEN 'c' THEN 'CASCADE' \
WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END, \
m.nspname::text, f.relname::text, a.attname::text, b.attname::text, o.convalidated::int::text \
FROM pg_catalog.pg_constraint o JOIN pg_catalog.pg_class c ON c.oid = o.conrelid \
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_class f ON f.oid = o.confrelid \
JOIN pg_catalog.pg_namespace m ON m.oid = f.relnamespace \
CROSS JOIN LATERAL unnest(o.conkey, o.confkey) WITH ORDINALITY AS k(here, there, n) \
JOIN pg_catalog.pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = k.here \
JOIN pg_catalog.pg_attribute b ON b.attrelid = o.confrelid AND b.attnum = k.there \
WHERE o.contype = 'f' AND c.relname::text IN ({names}) ORDER BY n.nspname, c.relname, o.conname, k.n";

const CHECKS: &str = "\
SELECT n.nspname::text, c.relname::text, o.conname::text, pg_get_expr(o.conbin, o.conrelid) \
FROM pg_catalog.pg_constraint o JOIN pg_catalog.pg_class c ON c.oid = o.conrelid \
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
WHERE o.contype = 'c' AND c.relname::text IN ({names}) ORDER BY n.nspname, c.relname, o.conname";

const SEQUENCES: &str = "\
SELECT n.nspname::text, c.relname::text, a.attname::text, quote_ident(m.nspname) || '.' || quote_ident(s.relname), \
q.seqcache::text \
FROM pg_catalog.pg_sequence q JOIN pg_catalog.pg_class s ON s.oid = q.seqrelid \
JOIN pg_catalog.pg_namespace m ON m.oid = s.relnamespace \
JOIN pg_catalog.pg_depend d ON d.objid = s.oid AND d.classid = 'pg_catalog.pg_class'::regclass \
AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i') \
JOIN pg_catalog.pg_class c ON c.oid = d.refobjid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid \
WHERE c.relname::text IN ({names})";

// The text of a trigger is the text of its function.
const TRIGGERS: &str = "\
SELECT n.nspname::text, c.relname::text, t.tgname::text, p.prosrc, pg_get_triggerdef(t.oid, true) \
FROM pg_catalog.pg_trigger t \
JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid \
WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND c.relname::text IN ({names})";

const SETTINGS: &str = "\
SELECT name::text, setting::text FROM pg_catalog.pg_settings \
WHERE name IN ('default_transaction_isolation', 'session_replication_role') \
UNION ALL SELECT 'audit_json', count(*)::text FROM pg_catalog.pg_proc \
WHERE proname = 'audit_json' AND pg_function_is_visible(oid)";
