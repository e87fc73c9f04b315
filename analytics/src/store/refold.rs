//! Games as they were: their stored events, observed again.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array as _, AsArray};
use arrow::datatypes::{Int64Type, TimestampMicrosecondType};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use ludograph_engine::balatro::history::{Observation, Tracker};
use ludograph_observe::observed;
use ludograph_proto::json::Json;
use ludograph_proto::pb::{Game, Payload};
use ludograph_proto::wire::read_payload;

use super::decode::game_name;
use super::games::GameFacts;
use super::open_rows;
use super::table::Table;

/// The columns of `events` that tell what was observed, in the order in which [`Refold`] reads them.
pub(crate) const OBSERVED_COLUMNS: [&str; 9] =
    ["position", "game_id", "process_id", "game", "stream", "type", "subtype", "event_time", "payload"];

/// Folds events into games.
#[derive(Debug, Default)]
pub(crate) struct Refold {
    games: Vec<Refolded>,
    by_id: HashMap<[u8; 16], usize>,
    jokers: String,
}

#[derive(Debug)]
struct Refolded {
    id: [u8; 16],
    process_id: Option<[u8; 16]>,
    game: Game,
    stream: String,
    tracker: Tracker,
}

impl Refold {
    /// Takes in events, ascending by position over all calls; rows of [`OBSERVED_COLUMNS`].
    pub(crate) fn add(&mut self, batch: &RecordBatch) {
        let positions = batch.column(0).as_primitive::<Int64Type>();
        let times = batch.column(7).as_primitive::<TimestampMicrosecondType>();
        let text = |column: usize, row: usize| {
            let values = batch.column(column).as_string_view();
            values.is_valid(row).then(|| values.value(row))
        };
        for row in 0..batch.num_rows() {
            let Some(id) = text(1, row).and_then(parse_id) else { continue };
            let place = *self.by_id.entry(id).or_insert_with(|| {
                self.games.push(Refolded {
                    id,
                    process_id: text(2, row).and_then(parse_id),
                    game: text(3, row).map_or(Game::Unspecified, parse_game),
                    stream: text(4, row).unwrap_or_default().to_owned(),
                    tracker: Tracker::new(),
                });
                self.games.len() - 1
            });
            let payload = payload(text(5, row), text(6, row), text(8, row));
            let Some(game) = self.games.get_mut(place) else { continue };
            game.tracker.observe(&Observation {
                position: positions.value(row).cast_unsigned(),
                time_us: if times.is_valid(row) { times.value(row) } else { 0 },
                seen: observed(payload.as_ref(), &mut self.jokers),
            });
        }
    }

    /// The rows of a table that follows from whole games.
    pub(crate) fn rows(self, table: Table) -> Result<Vec<RecordBatch>, ArrowError> {
        let facts = |mut game: Refolded| {
            Arc::new(GameFacts {
                id: game.id,
                process_id: game.process_id,
                game: game.game,
                stream: game.stream,
                history: game.tracker.history(),
            })
        };
        let games: Vec<Arc<GameFacts>> = self.games.into_iter().map(facts).collect();
        open_rows::batches(table, &games)
    }
}

/// What the writer of payloads wrote, read back.
pub(crate) fn payload(event_type: Option<&str>, subtype: Option<&str>, payload: Option<&str>) -> Option<Payload> {
    let json = payload.and_then(|text| Json::parse(text.as_bytes()).ok());
    event_type.map(|event_type| read_payload(event_type, subtype, json))
}

/// Reads a hyphenated id.
pub(crate) fn parse_id(text: &str) -> Option<[u8; 16]> {
    let mut id = [0; 16];
    let mut digits = text.bytes().filter(|byte| *byte != b'-').map(|byte| char::from(byte).to_digit(16));
    for byte in &mut id {
        let (high, low) = (digits.next()??, digits.next()??);
        *byte = u8::try_from(high * 16 + low).ok()?;
    }
    digits.next().is_none().then_some(id)
}

/// The game of a name in SQL.
pub(crate) fn parse_game(name: &str) -> Game {
    [Game::Balatro, Game::Brigade].into_iter().find(|game| game_name(*game) == Some(name)).unwrap_or(Game::Unspecified)
}
