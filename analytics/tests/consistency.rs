//! However the log is cut into batches, the tables are the same; and what is read is of one moment.

use ludograph_analytics::{Analytics, AnalyticsError, AnalyticsOptions};
use ludograph_proto::pb::Event;

use crate::support::{Now, START, apply, dead_letter, event, lines, phase, records, state, tables, three_games};

pub(crate) const TABLES: [(&str, &str); 7] = [
    ("events", "position"),
    ("dead_letters", "position"),
    ("balatro_states", "position"),
    ("balatro_jokers", "position, slot"),
    ("games", "first_position"),
    ("balatro_rounds", "first_position"),
    ("balatro_hands", "position, hand_number"),
];

/// Every row of every table.
pub(crate) async fn dump(analytics: &Analytics) -> Vec<String> {
    let mut rows = Vec::new();
    for (table, order) in TABLES {
        rows.push(table.to_owned());
        rows.extend(lines(analytics, &format!("SELECT * FROM {table} ORDER BY {order}")).await);
    }
    rows
}

/// Two hundred short games, one event of each in turn for ten games at a time.
pub(crate) fn many_games() -> Vec<Event> {
    let mut events = three_games();
    for block in 0..20_u8 {
        for step in 0..6_u8 {
            for game in 0..10 {
                let number = 10 + block * 10 + game;
                let chips = f64::from(step) * 50.0;
                let now = Now { hands: f64::from(step.min(3)), chips, jokers: &["Joker"], ..START };
                let time_ms = 300_000 + i64::from(block) * 1000 + i64::from(step) * 10;
                let payload = if step == 5 { phase("GAME_OVER") } else { state(now) };
                events.push(event(number, time_ms, payload));
            }
        }
        events.push(dead_letter(b"{\"we\"ird\":1}\xff"));
    }
    events
}

fn random(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize
}

#[tokio::test]
async fn chunks_do_not_matter() {
    let events = many_games();
    let expected = dump(&tables(&events)).await;
    let records = records(&events);
    for mut seed in 1..6_u64 {
        let analytics = Analytics::new(AnalyticsOptions::default()).unwrap();
        let mut at = 0;
        while at < records.len() {
            let end = (at + 1 + random(&mut seed) % 40).min(records.len());
            // Some of what was there before comes again, as after a restart of the feed.
            let from = at.saturating_sub(random(&mut seed) % 5);
            apply(&analytics, &records[from..end]);
            assert_eq!(analytics.position(), end as u64);
            at = end;
        }
        let found = dump(&analytics).await;
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected);
        }
        assert_eq!(found.len(), expected.len());
    }
}

#[tokio::test]
async fn sealed_games_keep_their_rows() {
    let events = many_games();
    let expected = dump(&tables(&events)).await;
    let options = AnalyticsOptions { open_games_max: 12, ..AnalyticsOptions::default() };
    let analytics = Analytics::new(options).unwrap();
    for record in records(&events) {
        apply(&analytics, &[record]);
    }
    assert_eq!(dump(&analytics).await, expected);
    // What comes for a sealed game stands in `events`, and changes no facts.
    let late = event(1, 999_000, phase("GAME_OVER"));
    apply(&analytics, &[(events.len() as u64 + 1, records(&[late])[0].1.clone())]);
    let rows = lines(&analytics, "SELECT outcome FROM games WHERE first_position = 1").await;
    assert_eq!(rows, [r#"{"outcome":"won"}"#]);
}

#[tokio::test]
async fn a_query_sees_one_moment() {
    let events = three_games();
    let records = records(&events);
    let analytics = tables(&events[..5]);
    let mut rows = analytics.query("SELECT count(*) AS n FROM events").await.unwrap();
    apply(&analytics, &records);
    let batch = futures::StreamExt::next(&mut rows).await.unwrap().unwrap();
    assert_eq!(format!("{:?}", batch.column(0)).matches('5').count(), 1, "{:?}", batch.column(0));
    assert_eq!(lines(&analytics, "SELECT count(*) AS n FROM events").await, [format!("{{\"n\":{}}}", events.len())]);
}

#[tokio::test]
async fn what_is_no_event_stops_the_tables_before_it() {
    let mut records = records(&three_games()[..3]);
    records.push((4, vec![0xff, 0xff, 0xff]));
    let analytics = Analytics::new(AnalyticsOptions::default()).unwrap();
    let outcome = analytics.apply(records.iter().map(|(position, record)| (*position, record.as_slice())));
    assert!(matches!(outcome, Err(AnalyticsError::Corrupt { position: 4, .. })), "{outcome:?}");
    assert_eq!(analytics.position(), 3);
    assert_eq!(lines(&analytics, "SELECT max(position) AS p FROM events").await, [r#"{"p":3}"#]);
}

#[tokio::test]
async fn visibility_and_limits_are_told() {
    let options = AnalyticsOptions { hot_bytes_max: 10_000, ..AnalyticsOptions::default() };
    let analytics = Analytics::new(options).unwrap();
    assert!(analytics.full().is_none());
    assert!(!analytics.visible(1, std::time::Duration::from_millis(10)).await);
    let waiting = analytics.clone();
    let waiter = tokio::spawn(async move { waiting.visible(20, std::time::Duration::from_secs(10)).await });
    apply(&analytics, &records(&three_games()));
    assert!(waiter.await.unwrap());
    let full = analytics.full().unwrap();
    assert!(full.bytes >= 10_000 && full.to_string().contains("10000"), "{full}");
    assert_eq!(full.bytes, analytics.hot_bytes());
    let names: Vec<&str> = analytics.tables().iter().map(|table| table.name).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    assert_eq!(names, sorted);
    let games = analytics.tables().into_iter().find(|table| table.name == "games").unwrap();
    assert_eq!(games.rows, 3);
}
