-- A value as the trail keeps it, whatever the settings of the session are.
CREATE FUNCTION audit_json(value ANYELEMENT) RETURNS JSONB LANGUAGE sql STABLE STRICT PARALLEL RESTRICTED
SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'iso_8601' SET bytea_output = 'hex'
SET extra_float_digits = 1 SET lc_monetary = 'C'
AS 'SELECT to_jsonb(value)';
