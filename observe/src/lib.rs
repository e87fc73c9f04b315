//! What an event shows of its game: from the canonical event to the engine's observations.
//!
//! The engine has never seen a wire type, and the wire's types know no game; what the one means for the other stands
//! here, once, for the tables and for every graph.
//!
//! * [`observed`] is what a history of Balatro takes in.
//! * [`graph_event`] is what a graph's builder takes in, of both games.
//!
//! The crate knows `proto` and `engine` and nobody else; it does no I/O.

mod balatro;
mod graph;

pub use balatro::{observed, write_jokers};
pub use graph::{Room, graph_event};
