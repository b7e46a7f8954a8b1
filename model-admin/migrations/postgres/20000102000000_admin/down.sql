DROP TABLE admin_failures;
DROP TABLE admin_sessions;
