//! Games as a property graph.
//!
//! * [`schema`] names labels, types and properties. [`GraphBuilder`] folds the events of games ([`GraphEvent`]) into
//!   [`Change`]s, which every graph takes alike: a server over its wire, and the [`PropertyGraph`] of this module.
//! * [`PropertyGraph`] is written as the JSON that query modules are called with.
//!
//! Everything here is answered in the same order for the same input. Start with [`GraphBuilder`], and with
//! `docs/graph.md` for what each property means and which formula a measure follows.

mod builder;
mod change;
mod error;
mod event;
mod game_fold;
mod limits;
mod picture;
mod property_graph;
mod run_picture;
pub mod schema;
mod value;

pub use builder::{BuilderOptions, GraphBuilder, SavedBuilder};
pub use change::{Change, EdgeKey, NodeKey};
pub use error::GraphError;
pub use event::{BrigadeSeen, EndSeen, GraphEvent, GraphSeen, NightSeen, StartSeen};
pub use limits::{EDGES_MAX, IDLE_EVENTS_MAX, NIGHTS_SEEN_MAX, NODES_MAX, OPEN_GAMES_MAX, SEALED_MAX, TEXT_CHARS_MAX};
pub use property_graph::{Edge, EdgeId, Node, NodeId, PropertyGraph, PropertyList};
pub use value::{Name, Properties, Value};
