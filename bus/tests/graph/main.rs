//! The graph sink against a scripted Bolt server, and against a real one where `MEMGRAPH_URI` names it (its graph is
//! emptied; see `docs/memgraph.md`).
#![allow(clippy::unwrap_used, reason = "a test fails where a helper of it fails")]

mod content;
mod faults;
mod games;
mod oracle;
mod pressure;
mod refusals;
mod restarts;
mod support;
mod target;
