//! Events made for tests, and short ways to ask.

use futures::StreamExt as _;
use ludograph_analytics::encode::{Encoder, Ndjson, Table};
use ludograph_analytics::{Analytics, AnalyticsOptions, QueryError};
use ludograph_proto::Kind;
use ludograph_proto::Message as _;
use ludograph_proto::pb::{self, Event, Game, Payload};

/// When the histories begin, microseconds since the epoch.
pub(crate) const EPOCH_US: i64 = 1_795_216_954_000_000;

/// An id whose bytes are all the same.
pub(crate) fn id(byte: u8) -> Vec<u8> {
    vec![byte; 16]
}

/// The same as SQL shows it.
pub(crate) fn id_text(byte: u8) -> String {
    let hex = format!("{byte:02x}");
    [4, 2, 2, 2, 6].map(|bytes| hex.repeat(bytes)).join("-")
}

/// An event of a Balatro game, `time_ms` after the beginning.
pub(crate) fn event(game: u8, time_ms: i64, payload: Payload) -> Event {
    let kind = Kind::of_payload(&payload);
    Event {
        event_id: Some(format!("{game}-{time_ms}-{}", kind.wire_type())),
        game_id: id(game),
        process_id: id(0xaa),
        game: kind.game().into(),
        topic: kind.topic().to_owned(),
        source: "BalatroMCP".to_owned(),
        stream: "test".to_owned(),
        event_time_us: EPOCH_US + time_ms * 1000,
        received_at_us: EPOCH_US + time_ms * 1000 + 500,
        source_time_ms: Some(1e4 + 0.25),
        payload: Some(payload),
        ..Event::default()
    }
}

/// A dead letter.
pub(crate) fn dead_letter(body: &[u8]) -> Event {
    let letter = pb::DeadLetter {
        body: body.to_vec(),
        reason: "syntax".to_owned(),
        detail: "line 1".to_owned(),
        path: "/api/v1/events".to_owned(),
    };
    let mut event = event(0, 0, Payload::DeadLetter(letter));
    event.game_id.clear();
    event.game = Game::Unspecified.into();
    event
}

/// Records of a log that begins with these events.
pub(crate) fn records(events: &[Event]) -> Vec<(u64, Vec<u8>)> {
    (1..).zip(events.iter().map(Event::encode_to_vec)).collect()
}

/// Tables with these events.
pub(crate) fn tables(events: &[Event]) -> Analytics {
    let analytics = Analytics::new(AnalyticsOptions::default()).unwrap();
    apply(&analytics, &records(events));
    analytics
}

pub(crate) fn apply(analytics: &Analytics, records: &[(u64, Vec<u8>)]) {
    analytics.apply(records.iter().map(|(position, record)| (*position, record.as_slice()))).unwrap();
}

async fn encoded(analytics: &Analytics, sql: &str, mut encoder: impl Encoder) -> Result<String, QueryError> {
    let mut rows = analytics.query(sql).await?;
    let mut out = encoder.begin(&rows.schema()).unwrap();
    while let Some(batch) = rows.next().await {
        out.extend(encoder.batch(&batch?).unwrap());
    }
    out.extend(encoder.end().unwrap());
    Ok(String::from_utf8(out).unwrap())
}

/// The answer, one JSON object a line.
pub(crate) async fn lines(analytics: &Analytics, sql: &str) -> Vec<String> {
    let text = encoded(analytics, sql, Ndjson::default()).await.unwrap();
    text.lines().map(str::to_owned).collect()
}

/// The answer as a table of text, without the trailing blanks of lines.
pub(crate) async fn table(analytics: &Analytics, sql: &str) -> String {
    encoded(analytics, sql, Table::default()).await.unwrap()
}

/// The error of a query, wherever it comes.
pub(crate) async fn error(analytics: &Analytics, sql: &str) -> QueryError {
    encoded(analytics, sql, Ndjson::default()).await.unwrap_err()
}

/// A state of a Balatro game in plain numbers.
#[derive(Clone, Copy)]
pub(crate) struct Now {
    pub(crate) ante: f64,
    pub(crate) round: f64,
    pub(crate) hands: f64,
    pub(crate) left: f64,
    pub(crate) discards: f64,
    pub(crate) chips: f64,
    pub(crate) money: f64,
    pub(crate) phase: &'static str,
    pub(crate) blind: (&'static str, f64, bool),
    pub(crate) jokers: &'static [&'static str],
}

pub(crate) const START: Now = Now {
    ante: 1.0,
    round: 1.0,
    hands: 0.0,
    left: 4.0,
    discards: 3.0,
    chips: 0.0,
    money: 4.0,
    phase: "UNKNOWN_STATE_1",
    blind: ("Small Blind", 300.0, false),
    jokers: &[],
};

pub(crate) fn state(now: Now) -> Payload {
    let (name, target, boss) = now.blind;
    let joker = |(slot, name): (u32, &&str)| pb::Joker {
        id: Some(format!("0.99{slot}")),
        name: Some((*name).to_owned()),
        position: Some(f64::from(slot)),
        properties: Some(pb::JokerProperties {
            mult: Some(4.0),
            cost: Some(5.0),
            edition: Some("none".to_owned()),
            ..pb::JokerProperties::default()
        }),
        ..pb::Joker::default()
    };
    let card = |rank: &str, suit: &str| pb::Card {
        rank: Some(rank.to_owned()),
        suit: Some(suit.to_owned()),
        ..pb::Card::default()
    };
    Payload::GameState(pb::GameState {
        in_game: Some(true),
        game_id: Some("unknown".to_owned()),
        ante: Some(now.ante),
        round: Some(now.round),
        hand_number: Some(now.hands),
        chips: Some(now.chips),
        mult: Some(0.0),
        money: Some(now.money),
        hand_size: Some(8.0),
        hands_remaining: Some(now.left),
        discards_remaining: Some(now.discards),
        jokers: Some(pb::JokerList { items: (0..).zip(now.jokers).map(joker).collect() }),
        hand: Some(pb::CardList { items: vec![card("King", "Hearts"), card("10", "Diamonds"), card("2", "Spades")] }),
        game_state: Some(now.phase.to_owned()),
        ui_state: Some("1".to_owned()),
        blind: Some(pb::Blind {
            name: Some(name.to_owned()),
            chips: Some(target),
            boss: Some(boss),
            defeated: Some(false),
            ..pb::Blind::default()
        }),
        frame_count: Some(60.0),
        ..pb::GameState::default()
    })
}

pub(crate) fn phase(new: &str) -> Payload {
    Payload::PhaseChanged(pb::PhaseChanged { new_phase: Some(new.to_owned()), ..pb::PhaseChanged::default() })
}

/// Three games: 1 is won (its boss of ante 8 is beaten), 2 is lost in its second round, 3 is still going on.
pub(crate) fn three_games() -> Vec<Event> {
    let mut events = Vec::new();
    let won = Now { jokers: &["Joker", "Blueprint"], ..START };
    let boss = Now { ante: 8.0, round: 24.0, money: 20.0, blind: ("Verdant Leaf", 100_000.0, true), ..won };
    for (time_ms, now) in [
        (0, Now { jokers: &[], phase: "BLIND_SELECT", ..START }),
        (1000, START),
        (3000, Now { hands: 1.0, left: 3.0, chips: 320.0, ..START }),
        (4000, Now { hands: 1.0, left: 3.0, chips: 320.0, money: 9.0, phase: "ROUND_EVAL", ..START }),
        (5000, Now { hands: 1.0, left: 3.0, chips: 0.0, money: 2.0, phase: "SHOP", ..won }),
        (60_000, boss),
        (62_000, Now { discards: 2.0, ..boss }),
        (65_000, Now { discards: 2.0, hands: 1.0, left: 3.0, chips: 40_000.0, ..boss }),
        (70_000, Now { discards: 2.0, hands: 2.0, left: 2.0, chips: 150_000.0, ..boss }),
        (71_000, Now { discards: 2.0, hands: 2.0, left: 2.0, chips: 150_000.0, phase: "ROUND_EVAL", ..boss }),
    ] {
        events.push(event(1, time_ms, state(now)));
    }
    let big = Now { round: 2.0, money: 6.0, blind: ("Big Blind", 450.0, false), jokers: &["Joker"], ..START };
    for (time_ms, now) in [
        (100_000, START),
        (102_000, Now { hands: 1.0, left: 3.0, chips: 200.0, ..START }),
        (104_000, Now { hands: 2.0, left: 2.0, chips: 350.0, discards: 1.0, ..START }),
        (105_000, Now { hands: 2.0, left: 2.0, chips: 0.0, discards: 1.0, money: 6.0, phase: "SHOP", ..START }),
        (110_000, big),
        (111_000, Now { hands: 1.0, left: 3.0, chips: 30.0, ..big }),
        (111_500, Now { hands: 2.0, left: 2.0, chips: 50.0, ..big }),
        (112_000, Now { hands: 3.0, left: 1.0, chips: 70.0, ..big }),
        (112_500, Now { hands: 4.0, left: 0.0, chips: 90.0, ..big }),
    ] {
        events.push(event(2, time_ms, state(now)));
    }
    events.push(event(2, 113_000, phase("GAME_OVER")));
    events.push(event(3, 200_000, state(START)));
    let mut played = event(3, 201_000, state(Now { hands: 1.0, left: 3.0, chips: 64.0, ..START }));
    played.repairs = vec![pb::Repair { kind: pb::RepairKind::Infinity.into(), count: 2 }];
    events.push(played);
    let late = pb::HandPlayed { hands_remaining: Some(3.0), hand_number: Some(1.0), ..pb::HandPlayed::default() };
    let mut late = event(3, 200_500, Payload::HandPlayed(late));
    late.only_in_changes = true;
    events.push(late);
    events
}
