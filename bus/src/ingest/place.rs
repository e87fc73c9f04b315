//! Places the events of a body: their session, their wall time, whether they are new.

use ludograph_log::Batch;
use ludograph_proto::Message;
use ludograph_proto::pb::{ChangeReferences, Event, Game, Payload};
use ludograph_proto::wire::WireEvent;

use super::decode::{Decoded, Incoming};
use super::{Body, Receipt, new_id};
use crate::session::dedupe::{Content, Key, Known, identify};
use crate::session::games::GameId;
use crate::session::process::{BatchClock, Process};
use crate::session::stream::{Stream, UPTIME_MS_MAX, assign_games, uptime_ms, wall_clock_s};

/// What placing a body led to.
pub(super) struct Placed {
    pub(super) receipt: Receipt,
    pub(super) process: GameId,
    /// The keys that are new with this body, to forget should it not be stored.
    pub(super) keys: Vec<Key>,
}

/// An event on its way, its payload encoded apart so that it is hashed and copied but encoded only once.
struct Candidate {
    event: Event,
    payload: Vec<u8>,
    key: Key,
    content: Content,
}

/// Places a body's events and encodes the new ones into the batch.
pub(super) fn place(stream: &mut Stream, body: &Body<'_>, decoded: Decoded, batch: &mut Batch) -> Placed {
    let mut receipt = Receipt { repairs: decoded.repairs, ..Receipt::default() };
    let mut process_id = GameId::default();
    let mut keys = Vec::new();
    let sent_at_ms = decoded.sent_at_ms;
    let mut events = flatten(decoded.events);
    if !events.is_empty() {
        let candidates: Vec<Candidate> = events.drain(..).map(candidate).collect();
        let clock = clock_of(&candidates, body.received_at_us);
        let known: Vec<Key> = candidates.iter().map(|candidate| candidate.key).collect();
        let process = stream.process_of(&clock, &known, new_id);
        process_id = process.id;
        let times = Times { sent_at_ms, latest_ms: clock.last_ms, received_at_us: body.received_at_us };
        let new = sift(process, body, candidates, &mut receipt, batch, &mut keys);
        store(process, body, new, &times, &mut receipt, batch);
        process.clock.advance(&clock);
    }
    for dead in decoded.dead {
        push_dead_letter(body, dead, &mut receipt, batch);
    }
    Placed { receipt, process: process_id, keys }
}

/// The events of a body in the order they happened: the changes a state lists stand before it, unless they came as
/// events of their own in the same body.
fn flatten(incoming: Vec<Incoming>) -> Vec<Event> {
    let mut events = Vec::with_capacity(incoming.len());
    for Incoming { wire, repairs } in incoming {
        let WireEvent { mut event, changes } = wire;
        event.repairs = repairs;
        for change in changes {
            push_change(change, &event, &mut events);
        }
        events.push(event);
    }
    events
}

fn push_change(change: WireEvent, within: &Event, events: &mut Vec<Event>) {
    let WireEvent { mut event, changes } = change;
    event.only_in_changes = true;
    if event.source.is_empty() {
        event.source.clone_from(&within.source);
    }
    for change in changes {
        push_change(change, &event, events);
    }
    events.push(event);
}

fn candidate(mut event: Event) -> Candidate {
    let mut payload = Vec::new();
    if let Some(typed) = &event.payload {
        typed.encode(&mut payload);
    }
    let wire_type = match &event.payload {
        Some(Payload::Unknown(unknown)) => unknown.r#type.clone(),
        _ => event.topic.clone(),
    };
    if event.game == i32::from(Game::Unspecified) {
        event.game = Game::Balatro.into();
    }
    let (key, content) = identify(&event, &wire_type, &payload);
    Candidate { event, payload, key, content }
}

fn clock_of(candidates: &[Candidate], arrived_us: i64) -> BatchClock {
    let times = || candidates.iter().filter_map(|candidate| uptime_ms(&candidate.event));
    BatchClock {
        first_ms: times().reduce(f64::min),
        last_ms: times().reduce(f64::max),
        wall_s: candidates.iter().filter_map(|candidate| wall_clock_s(&candidate.event)).reduce(f64::max),
        arrived_us,
        connection_test: candidates
            .iter()
            .any(|candidate| matches!(candidate.event.payload, Some(Payload::ConnectionTest(_)))),
    }
}

/// Drops what is known already. An event that came both by itself and in a list of changes counts once, by itself.
fn sift(
    process: &mut Process,
    body: &Body<'_>,
    candidates: Vec<Candidate>,
    receipt: &mut Receipt,
    batch: &mut Batch,
    keys: &mut Vec<Key>,
) -> Vec<Candidate> {
    let mut wanted: Vec<bool> = vec![false; candidates.len()];
    for only_in_changes in [false, true] {
        for (index, candidate) in candidates.iter().enumerate() {
            if candidate.event.only_in_changes != only_in_changes {
                continue;
            }
            match process.seen.lookup(candidate.key, candidate.content) {
                Known::New => {
                    process.seen.insert(candidate.key, candidate.content);
                    keys.push(candidate.key);
                    wanted[index] = true;
                }
                Known::Copy => receipt.duplicates += usize::from(!only_in_changes),
                Known::Conflict => {
                    receipt.duplicates += usize::from(!only_in_changes);
                    keep_conflict(body, &candidate.event, receipt, batch);
                }
            }
        }
    }
    let mut wanted = wanted.into_iter();
    candidates.into_iter().filter(|_| wanted.next() == Some(true)).collect()
}

/// Another payload under a known key is not that event again. The key decides what is one event, so it is no row of
/// its own, but it is not lost either.
fn keep_conflict(body: &Body<'_>, event: &Event, receipt: &mut Receipt, batch: &mut Batch) {
    let mut text = Vec::new();
    ludograph_proto::wire::write_event(event, &[], &mut text);
    let detail = "another event has the same id, type and timestamp".to_owned();
    let dead = super::decode::dead_letter(&text, body.path, "conflicting_copy", detail);
    push_dead_letter(body, dead, receipt, batch);
}

/// The clocks a batch's wall times come from.
struct Times {
    sent_at_ms: Option<f64>,
    latest_ms: Option<f64>,
    received_at_us: i64,
}

impl Times {
    /// Wall time of an event, microseconds: the batch's time less the event's distance from the latest in it.
    fn event_time_us(&self, event: &Event) -> i64 {
        let Some(time_ms) = event.source_time_ms.filter(|time| time.is_finite()) else { return self.sent_us() };
        if time_ms >= UPTIME_MS_MAX {
            return micros(time_ms);
        }
        self.latest_ms.map_or(self.sent_us(), |latest| self.sent_us().saturating_sub(micros(latest - time_ms)))
    }

    fn sent_us(&self) -> i64 {
        let sent = self.sent_at_ms.filter(|sent| sent.is_finite() && *sent >= UPTIME_MS_MAX);
        sent.map_or(self.received_at_us, micros)
    }
}

#[allow(clippy::cast_possible_truncation, reason = "saturates, and no clock comes near")]
fn micros(millis: f64) -> i64 {
    (millis * 1000.0).round() as i64
}

/// Gives the new events their session and encodes them.
fn store(
    process: &mut Process,
    body: &Body<'_>,
    mut new: Vec<Candidate>,
    times: &Times,
    receipt: &mut Receipt,
    batch: &mut Batch,
) {
    // Games are told apart by the payloads, which are encoded apart but still in place.
    let events: Vec<&Event> = new.iter().map(|candidate| &candidate.event).collect();
    let games = assign_games(process, &events, new_id);
    for (candidate, game) in new.iter_mut().zip(games) {
        let event = &mut candidate.event;
        event.event_time_us = times.event_time_us(event);
        event.received_at_us = body.received_at_us;
        body.stream.clone_into(&mut event.stream);
        event.process_id = process.id.to_vec();
        // A producer that names its games, as a simulator does, knows better.
        if event.game_id.is_empty() {
            event.game_id = game.to_vec();
        }
        if event.changes.as_ref().is_some_and(|changes| changes.items.is_empty()) {
            event.changes = Some(ChangeReferences::default());
        }
        event.payload = None;
        batch.push_with(|buffer| {
            // Fields are concatenated in the order of their numbers, the payload's being the highest.
            event.encode_raw(buffer);
            buffer.extend_from_slice(&candidate.payload);
        });
        receipt.stored += 1;
    }
}

fn push_dead_letter(body: &Body<'_>, dead: ludograph_proto::pb::DeadLetter, receipt: &mut Receipt, batch: &mut Batch) {
    let event = Event {
        topic: ludograph_proto::Kind::DeadLetter.topic().to_owned(),
        stream: body.stream.to_owned(),
        received_at_us: body.received_at_us,
        event_time_us: body.received_at_us,
        payload: Some(Payload::DeadLetter(dead)),
        ..Event::default()
    };
    batch.push_with(|buffer| event.encode_raw(buffer));
    receipt.dead_letters += 1;
}
