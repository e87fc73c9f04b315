//! `PageRank`.

use super::budget::{Budget, Spent};
use super::csr::Csr;
use crate::graph::error::GraphError;
use crate::mining::numbers::float;

/// How `PageRank` is sought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PagerankOptions {
    /// The share of walks that follow an edge rather than begin anew, `0..=1`.
    pub damping: f64,
    /// The search ends where one iteration moves less than `nodes · tolerance` of rank in sum; more than 0.
    pub tolerance: f64,
    /// Iterations after which a search that has not ended is an error.
    pub iterations_max: u32,
    /// Whether a walk takes an edge by its weight, or each alike.
    pub weighted: bool,
}

impl Default for PagerankOptions {
    fn default() -> Self {
        Self { damping: 0.85, tolerance: 1e-6, iterations_max: 100, weighted: true }
    }
}

/// How often an endless walk is at each node: it follows one of the edges that leave the node, by their weights, with the
/// probability `damping`, and else, or where none leaves, begins anew anywhere. The shares sum to 1; none of a graph
/// without nodes. Power iteration from equal shares: O((nodes + edges) · iterations) time, O(nodes) memory.
///
/// Source: Page, Brin, Motwani, Winograd, "The `PageRank` citation ranking" (1999); the error bound and the treatment of
/// nodes that no edge leaves are those of networkx's `pagerank`.
///
/// # Errors
/// [`GraphError::Parameter`] for options out of range, [`GraphError::Weight`] for a negative weight,
/// [`GraphError::NotConverged`] after `iterations_max`, [`GraphError::Stopped`] where the budget is spent.
pub fn pagerank(graph: &Csr, options: &PagerankOptions, budget: Budget<'_>) -> Result<Vec<f64>, GraphError> {
    check(options)?;
    let nodes = graph.node_count();
    if nodes == 0 {
        return Ok(Vec::new());
    }
    if options.weighted {
        graph.check_not_negative()?;
    }
    let weight_of = |weight: f64| if options.weighted { weight } else { 1.0 };
    let sums: Vec<f64> =
        (0..graph.nodes()).map(|node| graph.edges_from(node).map(|(_, weight)| weight_of(weight)).sum()).collect();
    let count = float(nodes);
    let mut rank = vec![1.0 / count; nodes];
    let mut spent = Spent::new(budget, "pagerank");
    for _ in 0..options.iterations_max {
        let mut next = vec![0.0; nodes];
        let mut left_over = 0.0;
        for (node, sum) in (0..graph.nodes()).zip(&sums) {
            let mine = rank[node as usize];
            if *sum > 0.0 {
                for (to, weight) in graph.edges_from(node) {
                    next[to as usize] += mine * (weight_of(weight) / sum);
                }
            } else {
                left_over += mine;
            }
        }
        let anywhere = (options.damping * left_over + 1.0 - options.damping) / count;
        let mut moved = 0.0;
        for (next, before) in next.iter_mut().zip(&rank) {
            *next = options.damping * *next + anywhere;
            moved += (*next - before).abs();
        }
        rank = next;
        if moved < count * options.tolerance {
            return Ok(rank);
        }
        spent.spend(nodes + graph.edge_count())?;
    }
    Err(GraphError::NotConverged { what: "pagerank", iterations: options.iterations_max })
}

fn check(options: &PagerankOptions) -> Result<(), GraphError> {
    if !(0.0..=1.0).contains(&options.damping) {
        return Err(GraphError::Parameter { field: "damping", value: options.damping, allowed: "between 0 and 1" });
    }
    if options.tolerance.is_nan() || options.tolerance <= 0.0 {
        return Err(GraphError::Parameter { field: "tolerance", value: options.tolerance, allowed: "more than 0" });
    }
    Ok(())
}
