DROP FUNCTION audit_logs_drop_months(TIMESTAMPTZ);
DROP FUNCTION audit_logs_add_month(TIMESTAMPTZ);
DROP TABLE audit_logs;
