//! The tables and the queries over them, through the public interface.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod brigade;
mod consistency;
mod decide;
mod door;
mod encoding;
mod faults;
mod feed;
mod golden;
mod graph;
mod memory;
mod metamorphic;
mod mining;
mod queries;
mod querying;
mod simulation;
mod slt;
mod storing;
mod support;
mod ways;
mod writers;
