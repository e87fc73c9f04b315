//! Games as a property graph.
//!
//! * [`schema`] names labels, types and properties. [`GraphBuilder`] folds the events of games ([`GraphEvent`]) into
//!   [`Change`]s, which every graph takes alike: a server over its wire, and the [`PropertyGraph`] of this module.
//! * [`PropertyGraph`] is saved and loaded as bytes, and written as the JSON that query modules are called with.
//! * [`Csr`] is a view of numbered nodes and weighted edges; [`pagerank`], [`components`], [`shortest_paths`] and
//!   [`betweenness`] measure it within a [`Budget`]. Communities are [`crate::mining::communities`].
//!
//! Everything here is answered in the same order for the same input. Start with [`GraphBuilder`], and with
//! `docs/graph.md` for what each property means and which formula a measure follows.

mod builder;
mod change;
mod error;
mod event;
mod game_fold;
mod limits;
mod measures;
mod picture;
mod property_graph;
mod run_picture;
pub mod schema;
mod sealed;
mod value;

pub use builder::{BuilderOptions, GraphBuilder, SavedBuilder};
pub use change::{Change, EdgeKey, NodeKey};
pub use error::GraphError;
pub use event::{BrigadeSeen, EndSeen, GraphEvent, GraphSeen, NightSeen, StartSeen};
pub use limits::{EDGES_MAX, IDLE_EVENTS_MAX, NIGHTS_SEEN_MAX, NODES_MAX, OPEN_GAMES_MAX, SEALED_MAX, TEXT_CHARS_MAX};
pub use measures::{
    BetweennessOptions, Budget, Csr, PagerankOptions, Projection, ShortestPaths, WeightedEdge, betweenness, components,
    pagerank, shortest_paths,
};
pub use property_graph::{Edge, EdgeId, Node, NodeId, PropertyGraph, PropertyList};
pub use value::{Name, Properties, Value};
