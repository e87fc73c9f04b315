//! What an event costs in memory and in time. The figures stand in docs/tables.md; they are printed by
//! `cargo test -p ludograph-analytics --test tables memory -- --nocapture`.

#![allow(clippy::cast_precision_loss, reason = "figures to be read, of a few digits")]

use std::time::Instant;

use ludograph_analytics::{Analytics, AnalyticsOptions};
use ludograph_proto::pb::{self, Event, Payload};

use crate::support::{Now, START, event, records, state};

const EVENTS: u32 = 100_000;
const BATCH: usize = 2000;

/// Small events of eight games in turn, as a load test sends them: every kind of difference, and heartbeats.
fn small(index: u32) -> Event {
    let value = f64::from(index);
    let payload = match index / 8 % 5 {
        0 => Payload::MoneyChanged(pb::MoneyChanged {
            old_value: Some(value),
            new_value: Some(value + 1.0),
            difference: Some(1.0),
            ..pb::MoneyChanged::default()
        }),
        1 => Payload::ScoreChanged(pb::ScoreChanged {
            old_chips: Some(value),
            new_chips: Some(value + 1.0),
            ..pb::ScoreChanged::default()
        }),
        2 => Payload::HandPlayed(pb::HandPlayed {
            hands_remaining: Some(3.0),
            hand_number: Some(1.0),
            ..pb::HandPlayed::default()
        }),
        3 => Payload::Heartbeat(pb::Heartbeat {
            version: Some("0.1.0".to_owned()),
            uptime_ms: Some(value + 0.345_901_234),
            headless: Some(false),
            game_state: Some("7".to_owned()),
            ..pb::Heartbeat::default()
        }),
        _ => Payload::RoundChanged(pb::RoundChanged {
            ante: Some(1.0),
            round: Some(f64::from(index / 4000)),
            ..pb::RoundChanged::default()
        }),
    };
    finish(event(u8::try_from(index % 8).unwrap() + 1, i64::from(index), payload), index)
}

fn large(index: u32) -> Event {
    let now = Now { chips: f64::from(index), round: f64::from(index / 100), jokers: &["Joker", "Blueprint"], ..START };
    let mut event = event(1, i64::from(index), state(now));
    if let Some(Payload::GameState(state)) = &mut event.payload {
        let card = |rank: u32| pb::Card {
            id: Some(format!("0.999{rank:010}")),
            rank: Some(rank.to_string()),
            suit: Some("Hearts".to_owned()),
            enhancement: Some("none".to_owned()),
            edition: Some("none".to_owned()),
            seal: Some("none".to_owned()),
            ..pb::Card::default()
        };
        let full_deck = Some(pb::CardList { items: (0..52).map(card).collect() });
        state.deck = Some(pb::Deck { remaining_count: Some(44.0), full_deck, ..pb::Deck::default() });
    }
    finish(event, index)
}

fn finish(mut event: Event, index: u32) -> Event {
    event.event_id = Some(format!("{index:08x}-0000-4000-8000-{index:012x}"));
    event.source_time_ms = Some(f64::from(index) + 0.345_901_234);
    event
}

/// Bytes an event and thousands of events a second, in batches of [`BATCH`].
fn measure(name: &str, events: u32, make: impl Fn(u32) -> Event) -> f64 {
    let events: Vec<Event> = (0..events).map(make).collect();
    let records = records(&events);
    let wire: usize = records.iter().map(|(_, record)| record.len()).sum();
    let analytics = Analytics::new(AnalyticsOptions::default()).unwrap();
    let began = Instant::now();
    for batch in records.chunks(BATCH) {
        analytics.apply(batch.iter().map(|(position, record)| (*position, record.as_slice()))).unwrap();
    }
    let seconds = began.elapsed().as_secs_f64();
    let count = records.len() as f64;
    let bytes = analytics.hot_bytes() as f64 / count;
    println!(
        "{name}: {bytes:.0} bytes an event in the hot tables ({:.0} in the log), {:.0} events/s applied",
        wire as f64 / count,
        count / seconds
    );
    for table in analytics.tables() {
        println!("    {:<16} {:>9} rows {:>12} bytes", table.name, table.rows, table.bytes);
    }
    bytes
}

#[test]
fn bytes_an_event() {
    let small = measure("small events", EVENTS, small);
    assert!(small < 500.0, "{small}");
    let large = measure("states of 52 cards", EVENTS / 20, large);
    assert!(large < 8500.0, "{large}");
}

#[test]
fn single_events_cost_no_more_memory() {
    let records = records(&(0..20_000).map(small).collect::<Vec<_>>());
    let analytics = Analytics::new(AnalyticsOptions::default()).unwrap();
    let began = Instant::now();
    for (position, record) in &records {
        analytics.apply(std::iter::once((*position, record.as_slice()))).unwrap();
    }
    let micros = began.elapsed().as_secs_f64() * 1e6 / records.len() as f64;
    let bytes = analytics.hot_bytes() as f64 / records.len() as f64;
    println!("one event a call: {bytes:.0} bytes an event, {micros:.0} us a call");
    assert!(bytes < 600.0, "{bytes}");
}

#[tokio::test]
async fn a_count_answers_at_once() {
    let records = records(&(0..EVENTS).map(small).collect::<Vec<_>>());
    let analytics = Analytics::new(AnalyticsOptions::default()).unwrap();
    analytics.apply(records.iter().map(|(position, record)| (*position, record.as_slice()))).unwrap();
    for sql in
        ["SELECT count(*) FROM events", "SELECT type, count(*) FROM events GROUP BY type", "SELECT count(*) FROM games"]
    {
        let mut micros: Vec<u128> = Vec::new();
        for _ in 0..200 {
            let began = Instant::now();
            crate::support::lines(&analytics, sql).await;
            micros.push(began.elapsed().as_micros());
        }
        micros.sort_unstable();
        println!("{sql}: p50 {} us, p99 {} us", micros[100], micros[198]);
    }
}
