//! The tables and the queries over them, through the public interface.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod consistency;
mod decide;
mod door;
mod encoding;
mod feed;
mod golden;
mod memory;
mod mining;
mod queries;
mod querying;
mod simulation;
mod storing;
mod support;
