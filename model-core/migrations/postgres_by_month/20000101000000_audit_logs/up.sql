-- The same columns as in the table without partitions. Identity columns of partitioned tables came with PostgreSQL 17.
CREATE SEQUENCE audit_logs_id_seq;
CREATE TABLE audit_logs (
    id           BIGINT NOT NULL DEFAULT nextval('audit_logs_id_seq'),
    created_at   TIMESTAMPTZ NOT NULL,
    actor_kind   TEXT NOT NULL,
    actor_id     TEXT,
    action       TEXT NOT NULL,
    content_type TEXT NOT NULL,
    object_id    TEXT NOT NULL,
    object_repr  TEXT NOT NULL,
    changes      JSONB NOT NULL,
    request_id   TEXT,
    ip           TEXT,
    user_agent   TEXT,
    batch_id     UUID NOT NULL,
    reason       TEXT,
    context      JSONB,
    PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);
ALTER SEQUENCE audit_logs_id_seq OWNED BY audit_logs.id;
CREATE INDEX audit_logs_by_object ON audit_logs (content_type, object_id, id);
CREATE INDEX audit_logs_by_actor ON audit_logs (actor_kind, actor_id, id);
CREATE INDEX audit_logs_by_action ON audit_logs (action, id);
CREATE INDEX audit_logs_by_time ON audit_logs (created_at);

-- Takes what no month has been added for, so that no write ever fails for want of one.
CREATE TABLE audit_logs_default PARTITION OF audit_logs DEFAULT;

-- Adds the month (in UTC) that an instant lies in, with what the default partition has of it. Returns its table.
CREATE FUNCTION audit_logs_add_month(instant TIMESTAMPTZ) RETURNS TEXT LANGUAGE plpgsql AS $$
DECLARE
    month TIMESTAMP := date_trunc('month', instant AT TIME ZONE 'UTC');
    first TIMESTAMPTZ := month AT TIME ZONE 'UTC';
    next TIMESTAMPTZ := (month + INTERVAL '1 month') AT TIME ZONE 'UTC';
    part TEXT := 'audit_logs_' || to_char(month, 'YYYY_MM');
BEGIN
    -- One at a time, and nobody writes to what is moved.
    LOCK TABLE audit_logs_default IN ACCESS EXCLUSIVE MODE;
    IF to_regclass(part) IS NOT NULL THEN
        RETURN part;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE audit_logs INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
    EXECUTE format(
        'WITH moved AS (DELETE FROM audit_logs_default WHERE created_at >= %L AND created_at < %L RETURNING *)
         INSERT INTO %I SELECT * FROM moved', first, next, part);
    EXECUTE format('ALTER TABLE audit_logs ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, first, next);
    RETURN part;
END
$$;

-- Drops every month that was over at an instant. Returns the tables that are gone.
CREATE FUNCTION audit_logs_drop_months(before TIMESTAMPTZ) RETURNS SETOF TEXT LANGUAGE plpgsql AS $$
DECLARE
    part TEXT;
BEGIN
    FOR part IN
        SELECT child.relname FROM pg_inherits
        JOIN pg_class child ON child.oid = inhrelid
        WHERE inhparent = 'audit_logs'::regclass AND child.relname ~ '^audit_logs_\d{4}_\d{2}$'
          AND (to_date(right(child.relname, 7), 'YYYY_MM') + INTERVAL '1 month') AT TIME ZONE 'UTC' <= before
        ORDER BY child.relname
    LOOP
        EXECUTE format('DROP TABLE %I', part);
        RETURN NEXT part;
    END LOOP;
END
$$;
