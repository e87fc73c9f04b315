//! The tables of simulated games in the store: no log, no memory, no age.

use std::time::Duration;

use ludograph_analytics::{Analytics, StoreError, StorePlace};

use super::{TABLES, play, rows, two_runs, write};
use crate::consistency::many_games;
use crate::storing::{few_open, open, stored};
use crate::support::{apply, error, lines, records};

const COUNTS: &str = "SELECT (SELECT count(*) FROM brigade_games) AS games, (SELECT count(*) FROM brigade_agents) AS agents, \
                      (SELECT count(*) FROM brigade_nights) AS nights";

#[tokio::test]
async fn rows_come_once_and_stay() {
    let folder = tempfile::tempdir().unwrap();
    let analytics = two_runs(folder.path()).await;
    let expected = [r#"{"games":500,"agents":1800,"nights":3941}"#];
    assert_eq!(lines(&analytics, COUNTS).await, expected);
    for table in TABLES {
        let again = analytics.bulk(table, "one").await.unwrap_err();
        assert!(matches!(again, StoreError::AlreadyWritten { .. }), "{again}");
        assert_eq!(analytics.retain(table, Duration::ZERO).await.unwrap().rows_removed, 0);
        analytics.compact(table).await.unwrap();
        analytics.vacuum(table, false).await.unwrap();
        assert!(analytics.check(table).await.unwrap().is_empty());
        assert_eq!(analytics.table(table).unwrap().stored.unwrap().files, 1, "{table}");
    }
    assert_eq!(lines(&analytics, COUNTS).await, expected);
    let looked = Analytics::look(few_open(), StorePlace::folder(folder.path()).unwrap()).await.unwrap();
    assert_eq!(lines(&looked, COUNTS).await, expected);
}

#[tokio::test]
async fn events_and_simulated_games_do_not_mind_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let events = many_games();
    let analytics = two_runs(folder.path()).await;
    apply(&analytics, &records(&events));
    analytics.flush().await.unwrap();
    write(&analytics, rows(&play("easy", "hero,liar"), 0..10, "easy"), "three", true).await;
    let both = "SELECT (SELECT count(*) FROM brigade_games) AS games, (SELECT count(*) FROM events) + \
                (SELECT count(*) FROM dead_letters) AS events";
    let expected = [format!("{{\"games\":510,\"events\":{}}}", events.len())];
    assert_eq!(lines(&analytics, both).await, expected);
    drop(analytics);
    let opened = open(folder.path()).await;
    assert_eq!(opened.position(), events.len() as u64);
    assert_eq!(lines(&opened, both).await, expected);
}

#[tokio::test]
async fn a_store_without_them_gets_them_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    drop(stored(folder.path(), &many_games(), 500, 0).await);
    for table in TABLES {
        std::fs::remove_dir_all(folder.path().join(table)).unwrap();
    }
    let looked = Analytics::look(few_open(), StorePlace::folder(folder.path()).unwrap()).await.unwrap();
    assert_eq!(lines(&looked, COUNTS).await, [r#"{"games":0,"agents":0,"nights":0}"#]);
    assert!(looked.table("brigade_games").unwrap().stored.is_none());
    drop(looked);
    let opened = open(folder.path()).await;
    write(&opened, rows(&play("easy", "hero,liar"), 0..10, "easy"), "one", true).await;
    assert_eq!(lines(&opened, "SELECT count(*) AS n FROM brigade_agents").await, [r#"{"n":20}"#]);
}

#[tokio::test]
async fn games_without_a_position_have_no_earlier_state() {
    let folder = tempfile::tempdir().unwrap();
    let analytics = two_runs(folder.path()).await;
    for table in TABLES {
        let message = error(&analytics, &format!("SELECT * FROM {table}_as_of(1)")).await.to_string();
        assert!(message.contains("there is no table"), "{message}");
    }
}

#[tokio::test]
async fn a_game_is_found_without_reading_other_runs() {
    let folder = tempfile::tempdir().unwrap();
    let analytics = two_runs(folder.path()).await;
    let first = "SELECT min(game_id) AS id FROM brigade_games WHERE scenario = 'hard'";
    let id: serde_json::Value = serde_json::from_str(&lines(&analytics, first).await[0]).unwrap();
    let plan = format!("EXPLAIN SELECT score FROM brigade_agents WHERE game_id = '{}'", id["id"].as_str().unwrap());
    let plan = lines(&analytics, &plan).await.join("\n");
    assert_eq!(plan.matches(".parquet").count(), 1, "{plan}");
}
