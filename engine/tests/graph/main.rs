//! Tests of the graph: what games become, what is kept and saved, and the measures beside networkx.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod building;
mod files;
mod measures;
mod networkx;
#[path = "../../../tests/support/python.rs"]
mod python;
mod random;
