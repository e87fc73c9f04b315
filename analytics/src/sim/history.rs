//! A history of a few games, made from a seed: short, and with everything a table can be made of.

use ludograph_log::sim::Prng;
use ludograph_proto::pb::{self, Event, Game, Payload};
use ludograph_proto::{Kind, Message as _};

/// When the histories begin, microseconds since the epoch.
const EPOCH_US: i64 = 1_795_216_954_000_000;
/// More games than the tables keep open, so that some are sealed.
const GAMES: u64 = 6;

/// The records of a log, from position 1 on.
pub(super) fn records(prng: &mut Prng, count: u64) -> Vec<Vec<u8>> {
    let mut current = 0;
    let mut chips = 0.0;
    let record = |position: u64| {
        if prng.permille(60) {
            current = prng.below(GAMES);
        }
        chips += 7.0;
        let payload = match prng.below(10) {
            0 => return dead_letter(position).encode_to_vec(),
            1..=3 => Payload::HandPlayed(pb::HandPlayed { hands_remaining: Some(3.0), ..pb::HandPlayed::default() }),
            4 => Payload::MoneyChanged(pb::MoneyChanged { new_value: Some(chips), ..pb::MoneyChanged::default() }),
            _ => Payload::GameState(state(current, chips)),
        };
        event(current, position, payload).encode_to_vec()
    };
    (1..=count).map(record).collect()
}

fn state(game: u64, chips: f64) -> pb::GameState {
    let joker = |name: &str| pb::Joker { name: Some(name.to_owned()), ..pb::Joker::default() };
    pb::GameState {
        game_id: Some(format!("SEED{game}")),
        ante: Some(1.0),
        round: Some(1.0 + (chips / 70.0).floor()),
        hand_number: Some((chips / 14.0).floor() % 5.0),
        chips: Some(chips),
        jokers: Some(pb::JokerList { items: vec![joker("Baron"), joker("Mime")] }),
        ..pb::GameState::default()
    }
}

fn event(game: u64, position: u64, payload: Payload) -> Event {
    let kind = Kind::of_payload(&payload);
    let time_us = EPOCH_US + i64::try_from(position).unwrap_or_default() * 1000;
    Event {
        event_id: Some(format!("event-{position}")),
        game_id: vec![u8::try_from(game).unwrap_or_default() + 1; 16],
        process_id: vec![0xaa; 16],
        game: kind.game().into(),
        topic: kind.topic().to_owned(),
        stream: "simulated".to_owned(),
        event_time_us: time_us,
        received_at_us: time_us + 500,
        payload: Some(payload),
        ..Event::default()
    }
}

fn dead_letter(position: u64) -> Event {
    let letter = pb::DeadLetter { body: vec![0xff, b'{'], reason: "syntax".to_owned(), ..pb::DeadLetter::default() };
    let mut event = event(0, position, Payload::DeadLetter(letter));
    event.game_id.clear();
    event.game = Game::Unspecified.into();
    event
}
