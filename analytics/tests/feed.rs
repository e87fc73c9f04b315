//! The feed rebuilds the tables and follows the log.

use std::time::{Duration, Instant};

use ludograph_analytics::{Analytics, AnalyticsOptions, Feed};
use ludograph_log::{Batch, Log, LogOptions};
use ludograph_proto::Message as _;
use ludograph_proto::pb::Event;

use crate::support::{lines, three_games};

fn append(log: &Log, events: &[Event]) {
    let mut batch = Batch::new();
    for event in events {
        batch.push(&event.encode_to_vec());
    }
    let ticket = log.append(batch).unwrap();
    log.wait(ticket).unwrap();
}

fn small_log(folder: &std::path::Path) -> Log {
    Log::open(folder, LogOptions { segment_bytes: 1 << 20, ..LogOptions::default() }).unwrap().0
}

#[tokio::test]
async fn rebuilds_and_follows() {
    let folder = tempfile::tempdir().unwrap();
    let events = three_games();
    let log = small_log(folder.path());
    append(&log, &events[..10]);
    let analytics = Analytics::new(AnalyticsOptions::default()).unwrap();
    let feed = Feed::start(log.clone(), analytics.clone());
    assert!(analytics.visible(10, Duration::from_secs(10)).await);
    append(&log, &events[10..]);
    assert!(analytics.visible(events.len() as u64, Duration::from_secs(10)).await);
    let games = "SELECT outcome FROM games ORDER BY first_position";
    let outcomes = [r#"{"outcome":"won"}"#, r#"{"outcome":"lost"}"#, r#"{"outcome":null}"#];
    assert_eq!(lines(&analytics, games).await, outcomes);
    assert_eq!(feed.error(), None);
    feed.stop();

    // From nothing again: the log is the truth.
    let again = Analytics::new(AnalyticsOptions::default()).unwrap();
    let feed = Feed::start(log.clone(), again.clone());
    assert!(again.visible(events.len() as u64, Duration::from_secs(10)).await);
    assert_eq!(lines(&again, games).await, outcomes);
    log.close().unwrap();
    feed.stop();
}

#[tokio::test]
async fn says_why_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let log = small_log(folder.path());
    let mut batch = Batch::new();
    batch.push(b"\xff\xff\xff");
    let ticket = log.append(batch).unwrap();
    log.wait(ticket).unwrap();
    let feed = Feed::start(log.clone(), Analytics::new(AnalyticsOptions::default()).unwrap());
    let handle = feed.error_handle();
    let began = Instant::now();
    while handle.get().is_none() && began.elapsed() < Duration::from_secs(10) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let error = feed.error().unwrap();
    assert!(error.contains("position 1"), "{error}");
    feed.stop();
}

#[tokio::test]
async fn what_is_durable_is_soon_visible() {
    let folder = tempfile::tempdir().unwrap();
    let log = small_log(folder.path());
    let analytics = Analytics::new(AnalyticsOptions::default()).unwrap();
    let feed = Feed::start(log.clone(), analytics.clone());
    let event = &three_games()[..1];
    let mut micros = Vec::new();
    for position in 1..=100 {
        append(&log, event);
        let began = Instant::now();
        assert!(analytics.visible(position, Duration::from_secs(5)).await);
        micros.push(began.elapsed().as_micros());
    }
    micros.sort_unstable();
    println!("durable to visible: p50 {} us, p99 {} us", micros[50], micros[98]);
    feed.stop();
}
