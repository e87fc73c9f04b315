//! The bus: bodies of producers in, durable events out.
//!
//! * [`Ingest`] decodes a body, mends what can be mended, places its events in sessions, drops copies, and appends the
//!   rest to the log; its answer means "on disk".
//! * [`Door`] is the REST door in front of it: events, history, live events, commands, health, readiness, metrics,
//!   and the files of a [`Page`].
//! * [`Sink`] is what follows the log behind it, as the door sees it.
//! * [`GraphSink`] follows it, too, and feeds a Memgraph server over Bolt.
//! * [`CommandQueue`] holds what a player wants the game to do until the mod polls.
//!
//! Every bound stands in [`limits`]. The rules that tell sessions apart stand where they are carried out, in
//! `session/process.rs` (P1 to P4) and `session/games.rs` (G1 to G4).

mod commands;
mod door;
mod error;
mod graph;
mod ingest;
mod internal_events;
pub mod limits;
mod serve;
mod session;
mod sink;
mod telemetry;
mod topic;

pub use commands::{COMMAND_NAMES, CommandError, CommandQueue};
pub use door::{Asset, Door, Page, Problem};
pub use error::BusError;
pub use graph::{
    CURSOR_LABEL as GRAPH_CURSOR_LABEL, FOLD_CURSOR as GRAPH_FOLD_CURSOR, GraphSink, GraphSinkError, GraphSinkOptions,
    Password, SENT_CURSOR as GRAPH_SENT_CURSOR, forget as forget_graph, schema_statements as graph_schema_statements,
};
pub use ingest::{Body, Ingest, Receipt};
pub use serve::{DRAIN, serve};
pub use sink::Sink;
pub use telemetry::install as install_metrics;
pub use topic::{InvalidPattern, TopicPattern};
