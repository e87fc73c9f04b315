//! The graph of the log's games, as the embedded graph of the engine.
//!
//! It follows from the table `events` of a snapshot and is kept for the next question: `keeper` takes in what came since
//! then, window by window of positions; `observed` makes an event of a row. Nothing is done before somebody asks.
//! `simulated` adds games that were played in bulk; `answer` is the way in for others than queries.

mod answer;
mod keeper;
mod observed;
mod simulated;

use std::sync::Arc;

use ludograph_engine::graph::PropertyGraph;

pub(crate) use keeper::{EventsReader, GraphKeeper};
pub(crate) use observed::COLUMNS as EVENT_COLUMNS;

/// The graph as of a position of the log.
#[derive(Debug, Clone)]
pub struct GraphView {
    /// The graph.
    pub graph: Arc<PropertyGraph>,
    /// Every event up to here is in it.
    pub position: u64,
}

/// What a graph is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GraphScope {
    /// Whether simulated games are in it, with who helped whom and what towns became where their nights were recorded.
    pub simulated: bool,
}
