//! What the guard refuses, and what it lets pass.

use super::error::QueryError;
use super::guard::parse;

fn refused(sql: &str) -> String {
    match parse(sql) {
        Err(QueryError::Refused { what }) => what,
        other => panic!("{sql}: {other:?}"),
    }
}

#[test]
fn names_what_it_refuses() {
    for (sql, what) in [
        ("INSERT INTO events VALUES (1)", "INSERT"),
        ("UPDATE events SET position = 1", "UPDATE"),
        ("DELETE FROM events", "DELETE"),
        ("MERGE INTO events USING games ON true WHEN MATCHED THEN DELETE", "MERGE"),
        ("TRUNCATE TABLE events", "TRUNCATE"),
        ("CREATE TABLE t (a INT)", "CREATE TABLE"),
        ("CREATE OR REPLACE TABLE t AS SELECT 1", "CREATE TABLE"),
        ("CREATE VIEW v AS SELECT 1", "CREATE VIEW"),
        ("CREATE FUNCTION f() RETURNS INT RETURN 1", "CREATE FUNCTION"),
        ("CREATE SCHEMA s", "CREATE SCHEMA"),
        ("CREATE DATABASE d", "CREATE DATABASE"),
        ("CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '/etc/passwd'", "CREATE EXTERNAL TABLE"),
        ("CREATE UNBOUNDED EXTERNAL TABLE t (a INT) STORED AS CSV LOCATION '/x'", "CREATE EXTERNAL TABLE"),
        ("DROP TABLE events", "DROP TABLE"),
        ("DROP VIEW v", "DROP VIEW"),
        ("ALTER TABLE events ADD COLUMN a INT", "ALTER TABLE"),
        ("COPY events TO '/tmp/x.csv'", "COPY"),
        ("COPY (SELECT 1) TO 's3://bucket/x' STORED AS PARQUET", "COPY"),
        ("SET datafusion.execution.batch_size = 1", "SET"),
        ("RESET datafusion.execution.batch_size", "RESET"),
        ("PREPARE p AS SELECT 1", "PREPARE"),
        ("EXECUTE p", "EXECUTE"),
        ("DEALLOCATE p", "DEALLOCATE"),
        ("BEGIN", "BEGIN"),
        ("COMMIT", "COMMIT"),
        ("USE other", "USE"),
        ("CALL f()", "CALL"),
        ("ATTACH 'x.db' AS y", "ATTACH"),
        ("INSTALL httpfs", "INSTALL"),
        ("EXPLAIN INSERT INTO events VALUES (1)", "INSERT"),
        ("EXPLAIN ANALYZE DELETE FROM events", "DELETE"),
        ("EXPLAIN COPY events TO '/tmp/x'", "COPY"),
        ("SELECT 1; SELECT 2", "a text of several statements"),
        ("SELECT 1; DROP TABLE events", "a text of several statements"),
        ("SELECT * INTO t FROM events", "SELECT INTO"),
        ("SELECT * FROM events FOR UPDATE", "FOR UPDATE"),
        ("SELECT * FROM '/etc/passwd.csv'", "the file '/etc/passwd.csv'"),
        ("SELECT * FROM \"/etc/passwd\"", "the file '/etc/passwd'"),
        ("SELECT * FROM \"data.parquet\"", "the file 'data.parquet'"),
        ("SELECT * FROM (SELECT * FROM 'https://example.org/a.json') AS t", "the file 'https://example.org/a.json'"),
        ("SELECT * FROM read_csv('/etc/passwd')", "the file function read_csv"),
        ("SELECT * FROM READ_PARQUET('x')", "the file function read_parquet"),
        ("WITH a AS (SELECT * FROM parquet_scan('x')) SELECT * FROM a", "the file function parquet_scan"),
        ("SELECT pg_read_file('/etc/passwd')", "the file function pg_read_file"),
        ("SELECT (SELECT max(a) FROM glob('*'))", "the file function glob"),
    ] {
        assert_eq!(refused(sql), what, "{sql}");
    }
}

#[test]
fn lets_queries_pass() {
    for sql in [
        "SELECT 1",
        "WITH a AS (SELECT 1 AS x) SELECT x FROM a;",
        "SHOW TABLES",
        "DESCRIBE events",
        "EXPLAIN SELECT * FROM events",
        "EXPLAIN ANALYZE SELECT * FROM events",
        "SELECT * FROM information_schema.columns",
        "VALUES (1), (2)",
        "SELECT * FROM generate_series(1, 3)",
        "SELECT replace(type, 'A', 'b') FROM events",
        "(SELECT 1) UNION ALL (SELECT 2)",
    ] {
        assert!(parse(sql).is_ok(), "{sql}: {:?}", parse(sql));
    }
}

#[test]
fn says_what_cannot_be_read() {
    for sql in ["", "   ", "SELEC 1", "SELECT (1", &"(".repeat(1000), &"x".repeat(200_000)] {
        assert!(matches!(parse(sql), Err(QueryError::Invalid { .. })), "{sql:.40}");
    }
}
