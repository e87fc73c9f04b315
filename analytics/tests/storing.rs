//! Rows in files and rows in memory are one table.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ludograph_analytics::{Analytics, AnalyticsOptions, StoreOptions, StorePlace};
use ludograph_proto::pb::Event;

use crate::consistency::{TABLES, dump, many_games};
use crate::support::{EPOCH_US, apply, id_text, lines, records, tables, three_games};

/// Few open games, so that rows become final.
pub(crate) fn few_open() -> AnalyticsOptions {
    AnalyticsOptions { open_games_max: 15, ..AnalyticsOptions::default() }
}

pub(crate) fn by_hand() -> StoreOptions {
    StoreOptions { maintenance: None, vacuum_after: Duration::ZERO, ..StoreOptions::default() }
}

pub(crate) async fn open(folder: &Path) -> Analytics {
    Analytics::open(few_open(), StorePlace::folder(folder).unwrap(), by_hand()).await.unwrap()
}

pub(crate) fn in_memory(events: &[Event]) -> Analytics {
    let analytics = Analytics::new(few_open()).unwrap();
    apply(&analytics, &records(events));
    analytics
}

/// A store that took the events in several flushes, each of `step` events, the last `left` of them still in memory.
pub(crate) async fn stored(folder: &Path, events: &[Event], step: usize, left: usize) -> Analytics {
    let analytics = open(folder).await;
    let records = records(events);
    let end = records.len() - left;
    for upto in (step..end).step_by(step).chain([end]) {
        apply(&analytics, &records[..upto]);
        analytics.flush().await.unwrap();
    }
    apply(&analytics, &records);
    analytics
}

#[tokio::test]
async fn cold_hot_and_mixed_are_the_same_tables() {
    let events = many_games();
    let expected = dump(&in_memory(&events)).await;
    for (step, left) in [(2000, 0), (97, 0), (211, 60), (400, 1)] {
        let folder = tempfile::tempdir().unwrap();
        let analytics = stored(folder.path(), &events, step, left).await;
        assert_eq!(dump(&analytics).await, expected, "flushes of {step}, {left} in memory");
        let looked = Analytics::look(few_open(), StorePlace::folder(folder.path()).unwrap()).await.unwrap();
        apply(&looked, &records(&events));
        assert_eq!(dump(&looked).await, expected, "looked at");
    }
}

#[tokio::test]
async fn a_start_goes_on_where_the_store_ends() {
    let events = many_games();
    let records = records(&events);
    let folder = tempfile::tempdir().unwrap();
    for upto in [100, 101, 500, 900, records.len()] {
        let analytics = open(folder.path()).await;
        let stored = analytics.position();
        assert_eq!(stored, analytics.stored_position());
        apply(&analytics, &records[usize::try_from(stored).unwrap()..upto]);
        analytics.flush().await.unwrap();
    }
    assert_eq!(dump(&open(folder.path()).await).await, dump(&in_memory(&events)).await);
}

#[tokio::test]
async fn files_that_cannot_match_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let analytics = stored(folder.path(), &many_games(), 100, 0).await;
    let plan = async |sql: &str| lines(&analytics, &format!("EXPLAIN {sql}")).await.join("\n");
    let files = |plan: &str| plan.matches(".parquet").count();
    let whole = plan("SELECT payload FROM events").await;
    let all = files(&whole);
    // A plan names the first five.
    assert!(all == 5 && whole.contains("..."), "{whole}");
    assert_eq!(files(&plan("SELECT payload FROM events WHERE position = 250").await), 1);
    assert_eq!(files(&plan("SELECT payload FROM events WHERE event_time < '1970-01-01'").await), 0);
    let of_one_game = format!("SELECT phase FROM balatro_states WHERE game_id = '{}'", id_text(1));
    assert_eq!(files(&plan(&of_one_game).await), 1);
}

#[tokio::test]
async fn counts_and_bounds_need_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let events = many_games();
    let analytics = stored(folder.path(), &events, 300, 50).await;
    for sql in [
        "SELECT count(*) AS n FROM events",
        "SELECT min(position) AS first, max(position) AS last FROM events",
        "SELECT min(event_time) AS first FROM balatro_states",
    ] {
        let plan = lines(&analytics, &format!("EXPLAIN {sql}")).await.join("\n");
        assert!(!plan.contains(".parquet"), "{plan}");
        assert_eq!(lines(&analytics, sql).await, lines(&in_memory(&events), sql).await);
    }
}

#[tokio::test]
async fn compaction_changes_files_and_no_rows() {
    let folder = tempfile::tempdir().unwrap();
    let events = many_games();
    let analytics = stored(folder.path(), &events, 50, 30).await;
    let expected = dump(&analytics).await;
    let files = |analytics: &Analytics| analytics.table("events").unwrap().stored.unwrap().files;
    assert!(files(&analytics) > 20);
    for (table, _) in TABLES {
        analytics.compact(table).await.unwrap();
    }
    assert_eq!(files(&analytics), 1);
    assert_eq!(dump(&analytics).await, expected);
    for (table, _) in TABLES {
        analytics.vacuum(table, false).await.unwrap();
    }
    let left = std::fs::read_dir(folder.path().join("events")).unwrap();
    let left =
        left.filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "parquet"));
    assert_eq!(left.count(), 1);
    assert_eq!(dump(&analytics).await, expected);
    assert_eq!(dump(&open_and_apply(folder.path(), &events).await).await, expected);
}

pub(crate) async fn open_and_apply(folder: &Path, events: &[Event]) -> Analytics {
    let analytics = open(folder).await;
    apply(&analytics, &records(events));
    analytics
}

#[tokio::test]
async fn retention_lets_go_of_old_rows_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let analytics = stored(folder.path(), &three_games(), 10, 0).await;
    let count = "SELECT count(*) AS n, min(event_time) AS first FROM events";
    let before = lines(&analytics, count).await;
    assert_eq!(analytics.retain("events", Duration::from_hours(24 * 3650)).await.unwrap().rows_removed, 0);
    assert_eq!(lines(&analytics, count).await, before);
    // The second game's round ends 105 s after the beginning; what comes before its next round is let go.
    let cut = UNIX_EPOCH + Duration::from_micros((EPOCH_US + 110_000_000).unsigned_abs());
    let done = analytics.retain("events", SystemTime::now().duration_since(cut).unwrap()).await.unwrap();
    assert_eq!(done.rows_removed, 14);
    assert!(done.files_removed == 1 && done.files_rewritten == 1, "{done:?}");
    let left = lines(&analytics, count).await;
    assert_eq!(left, ["{\"n\":9,\"first\":\"2026-11-20T23:24:24Z\"}"]);
    assert_eq!(lines(&open(folder.path()).await, count).await, left);
    let unknown = analytics.retain("event", Duration::ZERO).await.unwrap_err().to_string();
    assert!(unknown.contains("\"events\""), "{unknown}");
}

#[tokio::test]
async fn tables_as_of_a_position_are_the_tables_there_were() {
    let folder = tempfile::tempdir().unwrap();
    let events = many_games();
    let analytics = stored(folder.path(), &events, 130, 40).await;
    // All games stay open in the tables compared with, as they do where a game is made again from its events.
    for position in [1, 9, 23, 24, 300, 777, events.len()] {
        let then = tables(&events[..position]);
        for (table, order) in TABLES {
            let asked = format!("SELECT * FROM {table}_as_of({position}) ORDER BY {order}");
            let expected = format!("SELECT * FROM {table} ORDER BY {order}");
            assert_eq!(lines(&analytics, &asked).await, lines(&then, &expected).await, "{table} as of {position}");
        }
    }
    let one = format!("SELECT * FROM games_as_of(300) WHERE game_id = '{}'", id_text(12));
    let then = format!("SELECT * FROM games WHERE game_id = '{}'", id_text(12));
    assert_eq!(lines(&analytics, &one).await, lines(&tables(&events[..300]), &then).await);
    let wrong = crate::support::error(&analytics, "SELECT * FROM events_as_of('x')").await.to_string();
    assert!(wrong.contains("events_as_of takes a position"), "{wrong}");
}

#[tokio::test]
async fn a_snapshot_never_tears_while_flushes_and_merges_run() {
    let folder = tempfile::tempdir().unwrap();
    let analytics = Arc::new(open(folder.path()).await);
    let events = many_games();
    let records = records(&events);
    let writing = Arc::clone(&analytics);
    let writer = tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        for upto in (20..=records.len()).step_by(20) {
            apply(&writing, &records[..upto]);
            runtime.block_on(writing.flush()).unwrap();
            if upto % 200 == 0 {
                runtime.block_on(writing.compact("events")).unwrap();
            }
        }
    });
    let sql = "SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM dead_letters) AS n, \
               (SELECT max(p) FROM (SELECT max(position) AS p FROM events UNION ALL SELECT max(position) FROM dead_letters)) AS p";
    let mut asked = 0;
    while !writer.is_finished() || asked == 0 {
        for line in lines(&analytics, sql).await {
            let parts: serde_json::Value = serde_json::from_str(&line).unwrap();
            assert!(parts["n"] == parts["p"] || parts["p"].is_null(), "{line}");
        }
        asked += 1;
    }
    writer.await.unwrap();
}
