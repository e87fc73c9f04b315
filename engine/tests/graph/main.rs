//! Tests of the graph: what games become, what is kept and saved, and the measures beside networkx.

mod building;
mod files;
mod measures;
mod networkx;
#[path = "../../../tests/support/python.rs"]
mod python;
mod random;
