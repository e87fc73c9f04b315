//! Runs Memgraph query modules without a server.
//!
//! The host opens a module's `.so` as Memgraph does, gives it the C interface (`mgp_*`, versions 2.0 to 2.10 and some
//! later names) over an in-memory property graph, and runs `CALL module.procedure(…) YIELD …` on it. Any module that
//! was built against the public interface runs, in whatever language it was written.
//!
//! ```no_run
//! use ludograph_host::{Host, Options, PropertyGraph, query};
//!
//! let mut graph = PropertyGraph::from_json(r#"{"nodes": [{"id": 1, "labels": ["Joker"]}]}"#)?;
//! let mut host = Host::new();
//! host.load("target/query_modules/joker_synergy.so".as_ref())?;
//! let text = "CALL joker_synergy.pairs(20) YIELD joker_a, lift RETURN * ORDER BY lift DESC LIMIT 10";
//! let table = query(&host, &mut graph, text, &Default::default(), &Options::default())?;
//! println!("{:?}: {} rows", table.columns, table.rows.len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What the host enforces
//!
//! As the server does: number and types of arguments, every declared field in every record, an unchangeable graph in
//! read procedures, a memory limit, `mgp_must_abort` at a deadline. A write procedure that fails leaves no trace. What a
//! module leaks is given back when its call ends, and counted in the [`Report`]; destroying twice, using what was
//! destroyed, null and objects of the wrong kind are error codes or noted misuses.
//!
//! # What it cannot do
//!
//! A module is code in this process. One that follows a wild pointer, calls `abort`, or computes for ever without
//! calling the interface can take the process with it or hold its thread: that is real memory corruption, or a case
//! for a process of its own. After its deadline a procedure that still uses the interface gets errors from it, so that
//! also one that never asks `mgp_must_abort` ends if it heeds them.
//!
//! Start reading at [`Host`] (loading and calling), [`query`] (the grammar), [`Graph`] (what a graph must tell), and
//! inside the crate at `abi` (the interface) and `symbols` (how modules find it).
#![allow(unsafe_code)] // The interface is C's: pointers from modules, the dynamic linker. See `abi/slot.rs`.

mod abi;
mod call;
mod clock;
mod convert;
mod error;
mod graph;
mod host;
mod loader;
mod logging;
mod options;
mod query;
mod rows;
mod symbols;
mod temporal;
mod transform;
mod value;

pub use convert::{ValueError, value_from_json, value_to_json};
pub use error::{CallError, LoadError, QueryError};
pub use graph::{Attached, ChangeError, Direction, Graph, GraphFileError, Name, PropertyGraph};
pub use host::{Declaration, Host, Records, Report};
pub use logging::{Level, set_log_sink};
pub use options::{Cancel, MEMORY_BYTES_DEFAULT, Options};
pub use query::{Parameters, SyntaxError, Table, query};
pub use rows::Rows;
pub use temporal::{DAY_US, Date, Duration, LocalDateTime, LocalTime};
pub use transform::{Message, Source};
pub use value::{NESTING_MAX, Node, Path, Relationship, Text, Value};
