//! Shortest paths from one node.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, VecDeque};

use super::budget::{Budget, Spent};
use super::csr::Csr;
use crate::graph::error::GraphError;

/// Shortest paths from one node to all others.
#[derive(Debug, Clone, PartialEq)]
pub struct ShortestPaths {
    /// The node they lead from.
    pub from: u32,
    /// The length of the path to each node; `None` where there is no path.
    pub lengths: Vec<Option<f64>>,
    /// The node before each on its path; `None` at the start, and where there is no path.
    before: Vec<Option<u32>>,
}

impl ShortestPaths {
    /// The nodes of the path to one, both ends included; `None` where there is none. O(nodes on it).
    #[must_use]
    pub fn path(&self, to: u32) -> Option<Vec<u32>> {
        self.lengths.get(to as usize).copied().flatten()?;
        let mut path = vec![to];
        let mut at = to;
        while let Some(before) = self.before.get(at as usize).copied().flatten() {
            path.push(before);
            at = before;
        }
        path.reverse();
        Some(path)
    }
}

/// Shortest paths from a node: by number of edges, or by the sum of their weights. Of several shortest paths the one is
/// given whose nodes were reached first, nodes at one distance being left in the order of their numbers. Breadth-first
/// search, O(nodes + edges); weighted by Dijkstra's algorithm with a binary heap, O((nodes + edges) · log edges).
///
/// Source: Dijkstra, "A note on two problems in connexion with graphs" (1959).
///
/// # Errors
/// [`GraphError::Node`] for a start that is not there, [`GraphError::Weight`] for a negative weight,
/// [`GraphError::Stopped`] where the budget is spent.
pub fn shortest_paths(graph: &Csr, from: u32, weighted: bool, budget: Budget<'_>) -> Result<ShortestPaths, GraphError> {
    graph.check_node("from", from)?;
    if weighted {
        graph.check_not_negative()?;
    }
    let nodes = graph.node_count();
    let mut paths = ShortestPaths { from, lengths: vec![None; nodes], before: vec![None; nodes] };
    let mut spent = Spent::new(budget, "shortest paths");
    if weighted {
        dijkstra(graph, &mut paths, &mut spent)?;
    } else {
        breadth_first(graph, &mut paths, &mut spent)?;
    }
    Ok(paths)
}

fn breadth_first(graph: &Csr, paths: &mut ShortestPaths, spent: &mut Spent<'_>) -> Result<(), GraphError> {
    paths.lengths[paths.from as usize] = Some(0.0);
    let mut queue = VecDeque::from([(paths.from, 0.0)]);
    while let Some((node, length)) = queue.pop_front() {
        for (to, _) in graph.edges_from(node) {
            spent.spend(1)?;
            if paths.lengths[to as usize].is_none() {
                paths.lengths[to as usize] = Some(length + 1.0);
                paths.before[to as usize] = Some(node);
                queue.push_back((to, length + 1.0));
            }
        }
    }
    Ok(())
}

/// A length as a key of an ordered collection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Length(pub(super) f64);

impl Eq for Length {}

impl PartialOrd for Length {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Length {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

fn dijkstra(graph: &Csr, paths: &mut ShortestPaths, spent: &mut Spent<'_>) -> Result<(), GraphError> {
    paths.lengths[paths.from as usize] = Some(0.0);
    let mut heap = BinaryHeap::from([Reverse((Length(0.0), paths.from))]);
    let mut done = vec![false; graph.node_count()];
    while let Some(Reverse((Length(length), node))) = heap.pop() {
        if std::mem::replace(&mut done[node as usize], true) {
            continue;
        }
        for (to, weight) in graph.edges_from(node) {
            spent.spend(1)?;
            let reached = length + weight;
            let known = &mut paths.lengths[to as usize];
            if known.is_none_or(|known| reached < known) {
                *known = Some(reached);
                paths.before[to as usize] = Some(node);
                heap.push(Reverse((Length(reached), to)));
            }
        }
    }
    Ok(())
}
