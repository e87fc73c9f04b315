//! Rows of `events` as a graph's builder takes them.

use arrow::array::{Array as _, AsArray};
use arrow::datatypes::{Int64Type, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;
use datafusion::common::internal_err;
use datafusion::error::Result;
use ludograph_engine::graph::GraphBuilder;
use ludograph_observe::{Room, graph_event};
use ludograph_proto::pb::Event;

use crate::store::{parse_game, parse_id, read_stored_payload};

/// The columns that tell what a game became, in the order in which they are read.
pub(crate) const COLUMNS: [&str; 7] = ["position", "game_id", "game", "type", "subtype", "event_time", "payload"];

/// Lets a builder see events; rows of [`COLUMNS`], ascending by position over all calls.
pub(super) fn observe_rows(batch: &RecordBatch, builder: &mut GraphBuilder) -> Result<()> {
    if batch.num_columns() != COLUMNS.len() {
        return internal_err!("events of {} columns", batch.num_columns());
    }
    let positions = batch.column(0).as_primitive::<Int64Type>();
    let times = batch.column(5).as_primitive::<TimestampMicrosecondType>();
    let text = |column: usize, row: usize| {
        let values = batch.column(column).as_string_view();
        values.is_valid(row).then(|| values.value(row))
    };
    for row in 0..batch.num_rows() {
        let Some(id) = text(1, row).and_then(parse_id) else { continue };
        let mut event = Event { game_id: id.to_vec(), ..Event::default() };
        event.set_game(text(2, row).map(parse_game).unwrap_or_default());
        event.event_time_us = if times.is_valid(row) { times.value(row) } else { 0 };
        event.payload = read_stored_payload(text(3, row), text(4, row), text(6, row));
        let mut room = Room::default();
        let position = positions.value(row).cast_unsigned();
        graph_event(position, &event, &mut room).iter().for_each(|event| builder.observe(event));
    }
    Ok(())
}
