//! Betweenness.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::budget::{Budget, Spent};
use super::csr::Csr;
use super::paths::Length;
use crate::graph::error::GraphError;
use crate::mining::numbers::float;

/// How betweenness is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BetweennessOptions {
    /// Whether paths are as long as the sum of their edges' weights, or as they have edges.
    pub weighted: bool,
    /// Whether edges lead one way only. Otherwise each leads both ways, and a pair of nodes counts once.
    pub directed: bool,
    /// Whether shares of pairs are given, not numbers of pairs.
    pub normalized: bool,
}

impl Default for BetweennessOptions {
    fn default() -> Self {
        Self { weighted: false, directed: true, normalized: true }
    }
}

/// What one search from a node knows.
struct Search {
    /// Nodes in the order in which they were reached for good.
    order: Vec<u32>,
    /// Shortest paths to each node.
    paths: Vec<f64>,
    lengths: Vec<f64>,
    /// The nodes before each on its shortest paths.
    before: Vec<Vec<u32>>,
    depends: Vec<f64>,
}

/// For each node, over all pairs of other nodes, the share of the pair's shortest paths that lead through it. Normalized
/// by the number of ordered pairs of other nodes, `(n − 1)(n − 2)`; of an undirected graph that is the half of it for
/// half the pairs. Several edges between two nodes are one (the shortest), and those from a node to itself are passed
/// over. Time O(nodes · edges), weighted O(nodes · edges · log nodes); memory O(nodes + edges).
///
/// Source: Brandes, "A faster algorithm for betweenness centrality" (2001); normalized as networkx does.
///
/// # Errors
/// [`GraphError::Weight`] for a negative weight, or one of 0, between which paths are without number;
/// [`GraphError::Stopped`] where the budget is spent.
pub fn betweenness(graph: &Csr, options: &BetweennessOptions, budget: Budget<'_>) -> Result<Vec<f64>, GraphError> {
    if options.weighted {
        graph.check_positive()?;
    }
    let simple = if options.directed { graph.merged(f64::min) } else { graph.both_ways().merged(f64::min) };
    let nodes = simple.node_count();
    let mut through = vec![0.0; nodes];
    let mut search = Search::new(nodes);
    let mut spent = Spent::new(budget, "betweenness");
    for from in 0..simple.nodes() {
        search.begin(from);
        if options.weighted {
            search.dijkstra(&simple, from, &mut spent)?;
        } else {
            search.breadth_first(&simple, from, &mut spent)?;
        }
        search.gather(from, &mut through);
        spent.spend(nodes)?;
    }
    let count = float(nodes);
    let scale = match (options.normalized, options.directed) {
        (true, _) if nodes > 2 => 1.0 / ((count - 1.0) * (count - 2.0)),
        (false, false) => 0.5,
        _ => 1.0,
    };
    through.iter_mut().for_each(|share| *share *= scale);
    Ok(through)
}

impl Search {
    fn new(nodes: usize) -> Self {
        Self {
            order: Vec::with_capacity(nodes),
            paths: vec![0.0; nodes],
            lengths: vec![f64::INFINITY; nodes],
            before: vec![Vec::new(); nodes],
            depends: vec![0.0; nodes],
        }
    }

    fn begin(&mut self, from: u32) {
        self.order.clear();
        self.paths.fill(0.0);
        self.lengths.fill(f64::INFINITY);
        self.depends.fill(0.0);
        self.before.iter_mut().for_each(Vec::clear);
        self.paths[from as usize] = 1.0;
        self.lengths[from as usize] = 0.0;
    }

    fn breadth_first(&mut self, graph: &Csr, from: u32, spent: &mut Spent<'_>) -> Result<(), GraphError> {
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            self.order.push(node);
            let (length, paths) = (self.lengths[node as usize] + 1.0, self.paths[node as usize]);
            for (to, _) in graph.edges_from(node) {
                spent.spend(1)?;
                let known = &mut self.lengths[to as usize];
                if known.is_infinite() {
                    *known = length;
                    queue.push_back(to);
                }
                if length <= *known && to != node {
                    self.paths[to as usize] += paths;
                    self.before[to as usize].push(node);
                }
            }
        }
        Ok(())
    }

    fn dijkstra(&mut self, graph: &Csr, from: u32, spent: &mut Spent<'_>) -> Result<(), GraphError> {
        let mut heap = BinaryHeap::from([Reverse((Length(0.0), from))]);
        let mut done = vec![false; graph.node_count()];
        while let Some(Reverse((Length(length), node))) = heap.pop() {
            if std::mem::replace(&mut done[node as usize], true) {
                continue;
            }
            self.order.push(node);
            let paths = self.paths[node as usize];
            for (to, weight) in graph.edges_from(node) {
                spent.spend(1)?;
                let (reached, known) = (length + weight, self.lengths[to as usize]);
                if reached < known {
                    self.lengths[to as usize] = reached;
                    self.paths[to as usize] = paths;
                    self.before[to as usize].clear();
                    self.before[to as usize].push(node);
                    heap.push(Reverse((Length(reached), to)));
                } else if reached <= known {
                    self.paths[to as usize] += paths;
                    self.before[to as usize].push(node);
                }
            }
        }
        Ok(())
    }

    /// Adds up, from the farthest node back, how much the paths to others depend on each.
    fn gather(&mut self, from: u32, through: &mut [f64]) {
        while let Some(node) = self.order.pop() {
            let share = (1.0 + self.depends[node as usize]) / self.paths[node as usize];
            for before in &self.before[node as usize] {
                self.depends[*before as usize] += self.paths[*before as usize] * share;
            }
            if node != from {
                through[node as usize] += self.depends[node as usize];
            }
        }
    }
}
