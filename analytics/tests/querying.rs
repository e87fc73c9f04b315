//! What queries may do, what they are told when they may not, and what bounds them.

use std::time::{Duration, Instant};

use futures::StreamExt as _;
use ludograph_analytics::{Analytics, AnalyticsOptions, QueryError};

use crate::support::{Now, START, apply, error, event, id_text, lines, records, state, table, tables, three_games};

#[tokio::test]
async fn writing_and_files_are_refused() {
    let analytics = tables(&three_games());
    for (sql, what) in [
        ("INSERT INTO events SELECT * FROM events", "INSERT"),
        ("CREATE TABLE t AS SELECT * FROM events", "CREATE TABLE"),
        ("COPY events TO '/tmp/ludograph_never.csv'", "COPY"),
        ("SET datafusion.execution.target_partitions = 8", "SET"),
        ("SELECT * FROM '/etc/passwd.csv'", "the file '/etc/passwd.csv'"),
        ("SELECT * FROM read_parquet('x')", "the file function read_parquet"),
        ("SELECT 1; SELECT 2", "a text of several statements"),
    ] {
        match error(&analytics, sql).await {
            QueryError::Refused { what: found } => assert_eq!(found, what, "{sql}"),
            other => panic!("{sql}: {other:?}"),
        }
    }
    let message = error(&analytics, "DROP TABLE events").await.to_string();
    assert_eq!(message, "DROP TABLE is refused: this door only reads, and only its own tables");
    assert!(!std::path::Path::new("/tmp/ludograph_never.csv").exists());
}

#[tokio::test]
async fn near_names_are_suggested() {
    let analytics = tables(&three_games());
    for (sql, message, suggestion) in [
        ("SELECT * FROM event", "there is no table `event`", Some("events")),
        ("SELECT * FROM ludograph.public.game", "there is no table `ludograph.public.game`", Some("games")),
        ("SELECT * FROM public.game", "there is no table `public.game`", Some("games")),
        ("SELECT * FROM qqqqq", "there is no table `qqqqq`", None),
        ("SELECT positon FROM events", "there is no column `positon`", Some("position")),
        ("SELECT e.scor FROM balatro_hands e", "there is no column `e.scor`", Some("score")),
        ("SELECT cuont(*) FROM events", "there is no function `cuont`", Some("count")),
    ] {
        match error(&analytics, sql).await {
            QueryError::Invalid { message: found, suggestion: named } => {
                assert_eq!(found, message, "{sql}");
                assert_eq!(named.as_deref(), suggestion, "{sql}");
            }
            other => panic!("{sql}: {other:?}"),
        }
    }
    assert!(matches!(error(&analytics, "SELECT 1/0").await, QueryError::Invalid { .. }));
    assert!(matches!(error(&analytics, "SELECT CAST('x' AS INT)").await, QueryError::Invalid { .. }));
}

#[tokio::test]
async fn tables_describe_themselves() {
    let analytics = tables(&three_games());
    let shown = table(&analytics, "SHOW TABLES").await;
    for info in analytics.tables() {
        assert!(shown.contains(info.name), "{shown}");
        let described = lines(&analytics, &format!("DESCRIBE {}", info.name)).await;
        assert_eq!(described.len(), info.schema.fields().len());
    }
    let columns = "SELECT count(*) AS n FROM information_schema.columns WHERE table_name = 'games'";
    assert_eq!(lines(&analytics, columns).await, [r#"{"n":18}"#]);
    assert!(table(&analytics, "EXPLAIN SELECT * FROM events").await.contains("DataSourceExec"));
}

#[tokio::test]
async fn every_column_is_documented() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/tables.md")).unwrap();
    for table in tables(&[]).tables() {
        let heading = format!("\n## `{}`\n", table.name);
        let section = text.split(&heading).nth(1).unwrap_or_else(|| panic!("{heading}"));
        let section = section.split("\n## ").next().unwrap();
        for field in table.schema.fields() {
            let row = format!("\n| `{}` | {} |", field.name(), short_type(field.data_type()));
            assert!(section.contains(&row), "docs/tables.md lacks {row} of {}", table.name);
        }
    }
}

fn short_type(data_type: &arrow::datatypes::DataType) -> &'static str {
    use arrow::datatypes::DataType;
    match data_type {
        DataType::Int64 => "Int64",
        DataType::Float64 => "Float64",
        DataType::Boolean => "Boolean",
        DataType::Utf8View => "Utf8View",
        DataType::Binary => "Binary",
        DataType::Timestamp(..) => "Timestamp",
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn limits_hold() {
    let options = AnalyticsOptions {
        query_memory_bytes_max: 2 << 20,
        query_time_max: Duration::from_millis(700),
        // One thread: rows handed from one to another could pile up to the limit of memory before that of time.
        query_threads: 1,
        queries_max: 1,
        rows_max: Some(1000),
        ..AnalyticsOptions::default()
    };
    let analytics = Analytics::new(options).unwrap();
    apply(&analytics, &records(&three_games()));

    let rows = error(&analytics, "SELECT * FROM generate_series(1, 100000)").await;
    assert!(matches!(rows, QueryError::Exhausted { .. }), "{rows:?}");
    let sorted =
        "SELECT max(x) AS x FROM (SELECT a.value * b.value AS x, row_number() OVER (ORDER BY a.value + b.value) AS y
        FROM generate_series(1, 2000) AS a CROSS JOIN generate_series(1, 2000) AS b) WHERE y > 0";
    let memory = error(&analytics, sorted).await;
    assert!(matches!(memory, QueryError::Exhausted { .. }), "{memory:?}");

    let endless = "SELECT count(*) AS n FROM generate_series(1, 100000000000) WHERE value % 7 = 3";
    let began = Instant::now();
    let mut running = analytics.query(endless).await.unwrap();
    let turned_away = error(&analytics, "SELECT 1").await;
    assert!(matches!(turned_away, QueryError::Busy { queries_max: 1 }), "{turned_away:?}");
    let late = running.next().await.unwrap().unwrap_err();
    assert!(matches!(late, QueryError::Timeout { .. }), "{late:?}");
    assert!(running.next().await.is_none());
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    // Its place becomes free again.
    while matches!(analytics.query("SELECT 1").await, Err(QueryError::Busy { .. })) {
        assert!(began.elapsed() < Duration::from_secs(30), "the place is not given back");
    }
    assert_eq!(lines(&analytics, "SELECT 1 AS one").await, [r#"{"one":1}"#]);
}

#[tokio::test]
async fn limits_of_rows_are_kept_in_counts() {
    let analytics = tables(&three_games());
    assert_eq!(lines(&analytics, "SELECT count(*) AS n FROM (SELECT * FROM events LIMIT 3)").await, [r#"{"n":3}"#]);
    assert_eq!(lines(&analytics, "SELECT position FROM events ORDER BY position LIMIT 2").await.len(), 2);
    assert_eq!(lines(&analytics, "SELECT position FROM events LIMIT 2 OFFSET 1").await.len(), 2);
}

/// Sixty thousand events in batches of at least eight thousand rows.
fn many() -> Analytics {
    let events: Vec<_> = (0..60_000_i64)
        .map(|index| {
            let game = u8::try_from(index / 10_000).unwrap() + 1;
            event(game, index * 10, state(Now { chips: 1.0, ..START }))
        })
        .collect();
    let analytics =
        Analytics::new(AnalyticsOptions { hot_bytes_max: u64::MAX, ..AnalyticsOptions::default() }).unwrap();
    for part in records(&events).chunks(997) {
        apply(&analytics, part);
    }
    analytics
}

/// Rows that left the scan of the table and met the filter, by EXPLAIN ANALYZE.
async fn rows_scanned(analytics: &Analytics, sql: &str) -> f64 {
    let plan = lines(analytics, &format!("EXPLAIN ANALYZE {sql}")).await.join("\n");
    let selectivity = plan.split("selectivity=").nth(1).unwrap_or_else(|| panic!("{plan}"));
    let rows = selectivity.split(')').next().unwrap().rsplit('/').next().unwrap();
    match rows.strip_suffix(" K") {
        Some(thousands) => thousands.parse::<f64>().unwrap() * 1000.0,
        None => rows.parse().unwrap(),
    }
}

#[tokio::test]
async fn batches_without_a_match_are_left_out() {
    let analytics = many();
    assert_eq!(lines(&analytics, "SELECT count(*) AS n FROM events").await, [r#"{"n":60000}"#]);
    let all = rows_scanned(&analytics, "SELECT type FROM events WHERE source_time_ms > 0").await;
    assert!(all >= 59_000.0, "{all}");
    let by_game = format!("SELECT count(*) AS n FROM events WHERE game_id = '{}'", id_text(3));
    let by_time = "SELECT count(*) AS n FROM balatro_states WHERE event_time < '2026-11-20T00:00:00Z'";
    for (sql, rows_max, answer) in [
        ("SELECT position AS n FROM events WHERE position = 12345", 17_000.0, r#"{"n":12345}"#),
        ("SELECT count(*) AS n FROM events WHERE position > 59990", 17_000.0, r#"{"n":10}"#),
        (
            "SELECT count(*) AS n FROM events WHERE position BETWEEN 100 AND 199 AND type = 'GAME_STATE'",
            17_000.0,
            r#"{"n":100}"#,
        ),
        (by_game.as_str(), 34_000.0, r#"{"n":10000}"#),
        (by_time, 1.0, r#"{"n":0}"#),
    ] {
        assert_eq!(lines(&analytics, sql).await, [answer], "{sql}");
        if rows_max > 1.0 {
            let scanned = rows_scanned(&analytics, sql).await;
            assert!(scanned <= rows_max, "{sql}: {scanned} rows");
        }
    }
}
