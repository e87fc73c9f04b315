//! One producer's door: its run of late, the one before, and the batches on their way to the disk.

use ludograph_log::{Log, Ticket};
use ludograph_proto::pb::{Event, Payload};

use super::dedupe::{Content, Key};
use super::games::GameId;
use super::process::{BACK_MS, BatchClock, Process};
use super::signal::{Signal, signal};

/// Times below this are a producer's uptime, above it wall time: milliseconds.
pub(crate) const UPTIME_MS_MAX: f64 = 1e11;
/// Events this close together are one moment, milliseconds.
const MOMENT_MS: f64 = 5.0;

/// What is known of one producer.
#[derive(Debug, Default)]
pub(crate) struct Stream {
    current: Option<Process>,
    /// The run before, where only a guess (P3, P4) parted the two: a copy of its events is still known.
    previous: Option<Process>,
    in_flight: Vec<InFlight>,
    pub(crate) used_us: i64,
}

/// A batch whose outcome is not known yet, and the keys to forget should it fail.
#[derive(Debug)]
struct InFlight {
    ticket: Ticket,
    process: GameId,
    keys: Vec<Key>,
}

/// An event's time on the producer's monotonic clock, where it carries one.
pub(crate) fn uptime_ms(event: &Event) -> Option<f64> {
    event.source_time_ms.filter(|time| time.is_finite() && *time < UPTIME_MS_MAX)
}

impl Stream {
    /// Forgets the keys of batches that failed on their way, and lets go of those that arrived.
    pub(crate) fn settle(&mut self, log: &Log) {
        let mut index = 0;
        while let Some(in_flight) = self.in_flight.get(index) {
            match log.outcome(in_flight.ticket) {
                None => index += 1,
                Some(outcome) => {
                    let settled = self.in_flight.swap_remove(index);
                    if outcome.is_err() {
                        self.forget(settled.process, &settled.keys);
                    }
                }
            }
        }
    }

    /// Tickets a batch that repeats known events must wait for: a copy is only as durable as its original.
    pub(crate) fn tickets_in_flight(&self) -> Vec<Ticket> {
        self.in_flight.iter().map(|in_flight| in_flight.ticket).collect()
    }

    pub(crate) fn launched(&mut self, ticket: Ticket, process: GameId, keys: Vec<Key>) {
        self.in_flight.push(InFlight { ticket, process, keys });
    }

    pub(crate) fn forget(&mut self, process: GameId, keys: &[Key]) {
        for known in [&mut self.current, &mut self.previous].into_iter().flatten() {
            if known.id == process {
                known.seen.forget(keys);
            }
        }
    }

    /// The run a batch belongs to, by the rules P1 to P4.
    pub(crate) fn process_of(
        &mut self,
        batch: &BatchClock,
        keys: &[Key],
        mut new_id: impl FnMut() -> GameId,
    ) -> &mut Process {
        let since = batch.first_ms.unwrap_or(f64::NEG_INFINITY);
        let mut begin = || Process::new(new_id(), new_id(), since);
        let Some(current) = self.current.take() else {
            return self.current.insert(begin());
        };
        let known = current.knows_any(keys);
        if batch.connection_test && !(known && current.clock.fresh) {
            // A certain boundary: what the run before sent says nothing about this one.
            self.previous = None;
            return self.current.insert(begin());
        }
        if !known && self.previous.as_ref().is_some_and(|previous| previous.knows_any(keys)) {
            self.current = Some(current);
            // The previous run is there: it was just asked.
            return self.previous.get_or_insert_with(begin);
        }
        if !known && !batch.connection_test && current.clock.restarted(batch) {
            self.previous = Some(current);
            return self.current.insert(begin());
        }
        self.current.insert(current)
    }

    /// Takes over a stored event, when the bus starts anew.
    pub(crate) fn restore(&mut self, event: &Event, key: Key, content: Content) {
        let (Ok(process), Ok(game)) = (GameId::try_from(&event.process_id[..]), GameId::try_from(&event.game_id[..]))
        else {
            return;
        };
        let time = uptime_ms(event);
        if self.current.as_ref().is_none_or(|current| current.id != process) {
            if let Some(previous) = self.previous.as_mut().filter(|previous| previous.id == process) {
                previous.seen.insert(key, content);
                return;
            }
            let begun = Process::new(process, game, time.unwrap_or(f64::NEG_INFINITY));
            let certain = matches!(event.payload, Some(Payload::ConnectionTest(_)));
            self.previous = self.current.replace(begun).filter(|_| !certain);
        }
        let Some(current) = &mut self.current else { return };
        current.seen.insert(key, content);
        let signal = signal(event);
        let wall_s = wall_clock_s(event);
        current.clock.advance(&BatchClock {
            first_ms: time,
            last_ms: time,
            wall_s,
            arrived_us: event.received_at_us,
            connection_test: signal == Signal::ProcessStart,
        });
        if time.is_none_or(|time| current.clock.last_ms.is_none_or(|last| time >= last - BACK_MS)) {
            current.games.restore(game, time.unwrap_or(f64::NEG_INFINITY), signal);
        }
    }
}

/// The wall clock a state carries, seconds.
pub(crate) fn wall_clock_s(event: &Event) -> Option<f64> {
    match &event.payload {
        Some(Payload::GameState(state)) => state.timestamp_s,
        _ => None,
    }
}

/// Gives each event of a batch its game. `order` lists the events by time; the answer is by index.
pub(crate) fn assign_games(
    process: &mut Process,
    events: &[&Event],
    mut new_id: impl FnMut() -> GameId,
) -> Vec<GameId> {
    let mut order: Vec<(f64, usize)> = Vec::with_capacity(events.len());
    let mut time = process.clock.last_ms.unwrap_or(f64::NEG_INFINITY);
    for (index, event) in events.iter().enumerate() {
        // An event without a time of its own happened with the one before it.
        time = uptime_ms(event).unwrap_or(time);
        order.push((time, index));
    }
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let late_before = process.clock.last_ms.map_or(f64::NEG_INFINITY, |last| last - BACK_MS);
    let mut games = vec![GameId::default(); events.len()];
    let mut signals = Vec::new();
    for moment in order.chunk_by(|a, b| b.0 - a.0 <= MOMENT_MS) {
        let time = moment[0].0;
        let game = if time < late_before {
            process.games.at_time(time).unwrap_or_default()
        } else {
            signals.clear();
            signals.extend(moment.iter().map(|(_, index)| signal(events[*index])));
            process.games.at_moment(time, &signals, &mut new_id)
        };
        for (_, index) in moment {
            games[*index] = game;
        }
    }
    games
}
