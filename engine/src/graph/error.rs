//! What a caller, a change or a file can have wrong. Nothing in this module panics instead.

use thiserror::Error;

/// Why a graph refused something.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum GraphError {
    /// A relationship whose end is not there.
    #[error("a {kind} relationship cannot be merged: there is no node {node}")]
    NoNode {
        /// The missing node, as a pattern.
        node: String,
        /// The relationship's type.
        kind: String,
    },
    /// A key without a value.
    #[error("{what}: the key property {property} has no value")]
    NullKey {
        /// The label or type.
        what: String,
        /// The key property.
        property: String,
    },
    /// A change that sets the property by which a node or relationship is known.
    #[error("{what}: its key property {property} cannot be set")]
    SetsKey {
        /// The label or type.
        what: String,
        /// The key property.
        property: String,
    },
    /// The graph holds as many nodes or relationships as it may.
    #[error("the graph is full: it holds {most} {what}")]
    Full {
        /// Nodes or relationships.
        what: &'static str,
        /// How many it may hold.
        most: usize,
    },
    /// Bytes that are no saved graph.
    #[error("this is no saved graph: {reason}")]
    NoGraph {
        /// What is missing.
        reason: &'static str,
    },
    /// A saved graph of a later version of the format.
    #[error("the saved graph has version {found} of the format, this program reads up to {known}")]
    Newer {
        /// Its version.
        found: u32,
        /// The latest version that can be read.
        known: u32,
    },
    /// A saved graph that is damaged.
    #[error("the saved graph is damaged at byte {offset}: {reason}")]
    Corrupt {
        /// Where it was noticed.
        offset: u64,
        /// What is wrong there.
        reason: String,
    },
    /// A parameter outside its range, or not a number.
    #[error("{field}: {value} is not {allowed}")]
    Parameter {
        /// The parameter's name.
        field: &'static str,
        /// What was given.
        value: f64,
        /// The allowed range in words.
        allowed: &'static str,
    },
    /// A weight an algorithm cannot take.
    #[error("the edge from node {from} to node {to} has the weight {value}, which is not {allowed}")]
    Weight {
        /// Number of the node it leads from.
        from: u32,
        /// Number of the node it leads to.
        to: u32,
        /// The weight.
        value: f64,
        /// What is allowed, in words.
        allowed: &'static str,
    },
    /// A node that is not there.
    #[error("{field}: {node} is no node of a graph of {nodes}")]
    Node {
        /// Which argument or edge names it.
        field: &'static str,
        /// The number named.
        node: u64,
        /// How many nodes there are.
        nodes: usize,
    },
    /// A search that did not come to an end.
    #[error("{what} did not converge within {iterations} iterations; a larger tolerance or more iterations help")]
    NotConverged {
        /// Which measure.
        what: &'static str,
        /// How many iterations were made.
        iterations: u32,
    },
    /// The caller's budget is spent.
    #[error("{what} was stopped after {work} steps: {reason}")]
    Stopped {
        /// Which measure.
        what: &'static str,
        /// Steps made.
        work: u64,
        /// Which bound was reached.
        reason: &'static str,
    },
}
