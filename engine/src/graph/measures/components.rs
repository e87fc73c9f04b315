//! Weakly connected components.

use super::budget::{Budget, Spent};
use super::csr::Csr;
use crate::graph::error::GraphError;

/// For each node the smallest number of a node that edges connect it with, whichever way they lead: two nodes are in one
/// component where it is the same. Union by the smaller root with halved paths: O((nodes + edges) · log nodes), in
/// practice linear; O(nodes) memory.
///
/// Source: Tarjan, van Leeuwen, "Worst-case analysis of set union algorithms" (1984).
///
/// # Errors
/// [`GraphError::Stopped`] where the budget is spent.
pub fn components(graph: &Csr, budget: Budget<'_>) -> Result<Vec<u32>, GraphError> {
    let mut spent = Spent::new(budget, "components");
    let mut parents: Vec<u32> = (0..graph.nodes()).collect();
    for edge in graph.edges() {
        spent.spend(1)?;
        let (one, other) = (root(&mut parents, edge.from), root(&mut parents, edge.to));
        parents[one.max(other) as usize] = one.min(other);
    }
    let roots = (0..graph.nodes()).map(|node| root(&mut parents, node)).collect();
    Ok(roots)
}

fn root(parents: &mut [u32], mut node: u32) -> u32 {
    while parents[node as usize] != node {
        let above = parents[parents[node as usize] as usize];
        parents[node as usize] = above;
        node = above;
    }
    node
}
