//! The graph sink: what happens in games becomes nodes and relationships of a Memgraph server, over Bolt.
//!
//! ```text
//! log ─▶ Feed: GraphBuilder ─▶ Batch ─▶ Parts ─▶ one transaction ─▶ Memgraph
//!   ▲      events into changes  the net   statements over rows   │ with them, in it: (:LudographCursor {id, position})
//!   └──────────── cursors `memgraph`, `memgraph.fold` ◀──────────┘ after the commit
//! ```
//!
//! * **What the graph holds is what the graph says.** Every transaction carries the position it leads to into a node of
//!   its own, `(:LudographCursor {id, position})`, and looks whether that node stands where the last one left it. So a
//!   commit whose answer was lost is neither repeated nor missed, and a server that has come back without its last
//!   transactions, or without anything, is given what it lacks.
//! * **Effects are absolute.** Statements merge by key and set; taking them again changes nothing (`statement.rs`). A batch
//!   is the net effect of its changes (`batch.rs`).
//! * **The log is held for it.** Its cursor `memgraph` follows the commits, its cursor `memgraph.fold` what is needed to
//!   know the open games again (`checkpoint.rs`); retention stops at both.
//! * **What the server refuses for good does not stop the rest.** A batch that is refused is halved until the row is
//!   found (`deliver.rs`); the row is counted, logged with its position, and left out, and the sink says so in `/ready`. If
//!   the statement is refused even without rows, nothing is left out: the sink waits, and says why.
//! * **Bounds.** One batch is in memory, whether the server is there or not: [`GraphSinkOptions`], and the constants named
//!   `GRAPH_…` in [`crate::limits`]. A server that is away costs the doors nothing.
//!
//! Start with [`GraphSink::start`] and `sink.rs`, then `feed.rs`.

mod backoff;
mod batch;
mod blame;
mod checkpoint;
mod deliver;
mod error;
mod feed;
mod happenings;
mod link;
mod options;
mod sink;
mod state;
mod statement;
mod wire;

pub use checkpoint::{FOLD_CURSOR, SENT_CURSOR};
pub use error::GraphSinkError;
pub use options::{GraphSinkOptions, Password};
pub use sink::{GraphSink, forget};
pub use statement::{CURSOR_LABEL, schema_statements};
