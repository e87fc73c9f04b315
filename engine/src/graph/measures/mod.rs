//! Measures of a graph, as pure functions over a [`Csr`]; one file each.

mod betweenness;
mod budget;
mod components;
mod csr;
mod pagerank;
mod paths;

pub use betweenness::{BetweennessOptions, betweenness};
pub use budget::Budget;
pub use components::components;
pub use csr::{Csr, Projection, WeightedEdge};
pub use pagerank::{PagerankOptions, pagerank};
pub use paths::{ShortestPaths, shortest_paths};
