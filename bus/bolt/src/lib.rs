//! A Bolt server that does as it is told, to test what speaks to Memgraph.
//!
//! * [`Server`] listens on a free port of this machine, can be killed and started again, and keeps what was committed.
//! * [`Script`] says what goes wrong: at which message, how often, and how. Without a script nothing does.
//! * [`Graph`] is the graph behind it, with the few clauses of Cypher that writing and reading back need ([`Statement`]
//!   names them), transactions that conflict as Memgraph's do, indexes, and unique constraints that are no indexes.
//! * [`Answers`] is for whoever wants to answer statements in place of that graph.
//! * [`Value`] is what travels, [`pack`] and [`unpack`] its form on the wire.
//!
//! It speaks Bolt 4.3 and 5.2, as Memgraph does, or what [`Options`] says. It is for tests: it trusts whoever connects,
//! holds everything in memory, and does not optimize.

mod answers;
mod chunk;
mod graph;
mod handshake;
mod message;
mod packstream;
mod script;
mod server;
mod session;
mod value;

pub use answers::{Answers, Refused, Table};
pub use graph::{Dump, EdgeDump, Graph, GraphError, NodeDump, Statement};
pub use handshake::Version;
pub use message::{Request, Response};
pub use packstream::{UnpackError, pack, unpack};
pub use script::{At, Fault, Rule, Script};
pub use server::{Options, Server, Stats};
pub use value::Value;
