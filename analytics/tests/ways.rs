//! The same history in memory, in files, in both at once, and in a folder that is only looked at.

use std::path::Path;

use ludograph_analytics::{Analytics, StorePlace};
use ludograph_proto::pb::{self, Event, Payload};

use crate::consistency::{TABLES, many_games};
use crate::storing::{few_open, in_memory, open, stored};
use crate::support::{Now, START, apply, dead_letter, event, phase, records, state};

/// Where the rows of a history lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// All in memory; there is no store.
    Hot,
    /// All in files, of many flushes.
    Cold,
    /// Files of flushes before and after a compaction, and the rest in memory.
    Mixed,
    /// The files of [`Way::Mixed`] without being their writer, and the rest in memory.
    Looked,
}

impl Way {
    pub(crate) const ALL: [Self; 4] = [Self::Hot, Self::Cold, Self::Mixed, Self::Looked];

    /// The tables of the events; the files lie in `folder`, which is empty before.
    pub(crate) async fn tables(self, folder: &Path, events: &[Event]) -> Analytics {
        match self {
            Self::Hot => in_memory(events),
            Self::Cold => stored(folder, events, 97, 0).await,
            Self::Mixed => mixed(folder, events).await,
            Self::Looked => {
                drop(mixed(folder, events).await);
                let place = StorePlace::folder(folder).unwrap();
                let looked = Analytics::look(few_open(), place).await.unwrap();
                assert!(looked.position() < events.len() as u64, "some of the history is not in the store");
                apply(&looked, &records(events));
                looked
            }
        }
    }
}

/// A quarter in merged files, a quarter in files as they were flushed, half in memory.
async fn mixed(folder: &Path, events: &[Event]) -> Analytics {
    let (quarter, half) = (events.len() / 4, events.len() / 2);
    drop(stored(folder, &events[..quarter], 50, 0).await);
    let analytics = open(folder).await;
    for (table, _) in TABLES {
        analytics.compact(table).await.unwrap();
    }
    let records = records(events);
    for upto in [quarter + (half - quarter) / 2, half] {
        apply(&analytics, &records[..upto]);
        analytics.flush().await.unwrap();
    }
    apply(&analytics, &records);
    let events = analytics.table("events").unwrap();
    assert_eq!(events.stored.unwrap().position, half as u64);
    assert_eq!(analytics.position(), records.len() as u64);
    analytics
}

/// What the questions are asked about. Positions 1 to 1243 hold [`many_games`]: three games (ids 01…, 02…, 03…) and 200
/// short ones (0a… to d1…), sixty events of ten of them and a dead letter in turn. From 1244 on comes what is odd: a game
/// (ef…) whose numbers are missing, infinite, not whole and not numbers; one of Bucket Brigade (f0…); an event that
/// belongs to no game; an empty dead letter, at 1253.
pub(crate) fn history() -> Vec<Event> {
    let mut events = many_games();
    events.extend(odd_balatro());
    events.extend(brigade());
    let mut nameless = event(0, 950_000, Payload::ConnectionTest(pb::ConnectionTest::default()));
    nameless.game_id.clear();
    nameless.event_id = None;
    "asked-1".clone_into(&mut nameless.correlation_id);
    "éclair \"two\"".clone_into(&mut nameless.stream);
    events.push(nameless);
    events.push(dead_letter(b""));
    events
}

fn odd_balatro() -> Vec<Event> {
    let odd = 0xef;
    let menu = pb::GameState { in_game: Some(false), game_state: Some("MENU".to_owned()), ..pb::GameState::default() };
    let seeded = |now: Now, change: fn(&mut pb::GameState)| {
        let mut payload = state(now);
        if let Payload::GameState(state) = &mut payload {
            state.game_id = Some("7LB2WVPK".to_owned());
            change(state);
        }
        payload
    };
    let not_whole = |state: &mut pb::GameState| {
        state.ante = Some(1.5);
        state.jokers = None;
        state.hand = None;
    };
    let no_number = Now { chips: f64::NAN, money: f64::NAN, hands: 1.0, left: 3.0, ..START };
    let endless = Now { chips: f64::INFINITY, hands: 1.0, left: 3.0, ..START };
    let mut infinite = event(odd, 902_000, seeded(endless, |_| ()));
    infinite.repairs = vec![pb::Repair { kind: pb::RepairKind::Infinity.into(), count: 1 }];
    vec![
        event(odd, 900_000, Payload::GameState(menu)),
        event(odd, 901_000, seeded(Now { money: -3.0, ..START }, |_| ())),
        infinite,
        event(odd, 903_000, seeded(no_number, not_whole)),
        event(odd, 904_000, phase("GAME_OVER")),
    ]
}

fn brigade() -> Vec<Event> {
    let start = pb::BrigadeGameStart {
        scenario: Some("trivial".to_owned()),
        seed: Some("42".to_owned()),
        house_count: Some(3.0),
        ..pb::BrigadeGameStart::default()
    };
    let night = pb::BrigadeNight { night: Some(0.0), ..pb::BrigadeNight::default() };
    let end = pb::BrigadeGameEnd { nights: Some(1.0), truncated: Some(false), ..pb::BrigadeGameEnd::default() };
    vec![
        event(0xf0, 920_000, Payload::BrigadeGameStart(start)),
        event(0xf0, 921_000, Payload::BrigadeNight(night)),
        event(0xf0, 922_000, Payload::BrigadeGameEnd(end)),
    ]
}
