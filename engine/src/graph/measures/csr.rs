//! A graph as an algorithm reads it: numbered nodes, weighted edges, in compressed rows.

use crate::graph::error::GraphError;
use crate::graph::property_graph::{Edge, Node, NodeId, PropertyGraph};

/// A directed graph of nodes `0..nodes`: the edges that leave each node behind one another, in the order they were
/// given. Edges may repeat, and may lead from a node to itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Csr {
    /// Where each node's edges begin; one entry more than nodes.
    starts: Vec<usize>,
    targets: Vec<u32>,
    weights: Vec<f64>,
}

/// A weighted edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedEdge {
    /// Number of the node it leads from.
    pub from: u32,
    /// Number of the node it leads to.
    pub to: u32,
    /// Its weight.
    pub weight: f64,
}

/// Part of a property graph as a [`Csr`], and which node each number is.
#[derive(Debug, Clone)]
pub struct Projection {
    /// The graph.
    pub csr: Csr,
    /// The node of each number, ascending.
    pub nodes: Vec<NodeId>,
}

impl Csr {
    /// The graph of some edges. O(nodes + edges).
    ///
    /// # Errors
    /// [`GraphError::Node`] for an end that is not below `nodes`; [`GraphError::Weight`] for a weight that is not finite.
    pub fn new(nodes: u32, edges: &[WeightedEdge]) -> Result<Self, GraphError> {
        let count = nodes as usize;
        let mut starts = vec![0_usize; count + 1];
        for edge in edges {
            for (field, end) in [("from", edge.from), ("to", edge.to)] {
                if end >= nodes {
                    return Err(GraphError::Node { field, node: u64::from(end), nodes: count });
                }
            }
            if !edge.weight.is_finite() {
                return Err(weight_error(edge, "a finite number"));
            }
            starts[edge.from as usize + 1] += 1;
        }
        for node in 0..count {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let (mut targets, mut weights) = (vec![0; edges.len()], vec![0.0; edges.len()]);
        for edge in edges {
            let place = &mut next[edge.from as usize];
            targets[*place] = edge.to;
            weights[*place] = edge.weight;
            *place += 1;
        }
        Ok(Self { starts, targets, weights })
    }

    /// Part of a property graph: the nodes that `node` keeps, and between them the edges to which `weight` gives one.
    /// O(nodes + edges).
    ///
    /// # Errors
    /// As [`Csr::new`].
    pub fn project(
        graph: &PropertyGraph,
        mut node: impl FnMut(&Node<'_>) -> bool,
        mut weight: impl FnMut(&Edge<'_>) -> Option<f64>,
    ) -> Result<Projection, GraphError> {
        let mut numbers = vec![u32::MAX; graph.node_bound() as usize];
        let mut nodes = Vec::new();
        for kept in graph.nodes().filter(|each| node(each)) {
            numbers[kept.id().0 as usize] = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
            nodes.push(kept.id());
        }
        let mut edges = Vec::new();
        for edge in graph.edges() {
            let (from, to) = (numbers[edge.from().0 as usize], numbers[edge.to().0 as usize]);
            if from != u32::MAX && to != u32::MAX {
                edges.extend(weight(&edge).map(|weight| WeightedEdge { from, to, weight }));
            }
        }
        let csr = Self::new(u32::try_from(nodes.len()).unwrap_or(u32::MAX), &edges)?;
        Ok(Projection { csr, nodes })
    }

    /// How many nodes there are.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many edges there are.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.targets.len()
    }

    /// The edges that leave a node, in the order they were given; none for a node that is not there.
    pub fn edges_from(&self, node: u32) -> impl Iterator<Item = (u32, f64)> {
        let range = match (self.starts.get(node as usize), self.starts.get(node as usize + 1)) {
            (Some(start), Some(end)) => *start..*end,
            _ => 0..0,
        };
        self.targets[range.clone()].iter().copied().zip(self.weights[range].iter().copied())
    }

    /// All edges, by the node they leave, then in the order they were given.
    pub fn edges(&self) -> impl Iterator<Item = WeightedEdge> {
        (0..self.nodes())
            .flat_map(|from| self.edges_from(from).map(move |(to, weight)| WeightedEdge { from, to, weight }))
    }

    /// The same with every edge both ways; one from a node to itself stays one. O(nodes + edges).
    #[must_use]
    pub fn both_ways(&self) -> Self {
        let back = self.edges().filter(|edge| edge.from != edge.to);
        let back = back.map(|edge| WeightedEdge { from: edge.to, to: edge.from, weight: edge.weight });
        let all: Vec<WeightedEdge> = self.edges().chain(back).collect();
        // Its ends are this graph's nodes and its weights are finite.
        Self::new(self.nodes(), &all).unwrap_or_else(|_| self.clone())
    }

    /// The same with each pair of ends at most once, in the order of the ends, and one weight for all edges between
    /// them: what `fold` makes of two. O(edges · log edges).
    #[must_use]
    pub fn merged(&self, fold: impl Fn(f64, f64) -> f64) -> Self {
        let mut edges: Vec<WeightedEdge> = self.edges().collect();
        edges.sort_by_key(|edge| (edge.from, edge.to));
        edges.dedup_by(|later, first| {
            let same = (later.from, later.to) == (first.from, first.to);
            if same {
                first.weight = fold(first.weight, later.weight);
            }
            same
        });
        Self::new(self.nodes(), &edges).unwrap_or_else(|_| self.clone())
    }

    pub(super) fn nodes(&self) -> u32 {
        u32::try_from(self.node_count()).unwrap_or(u32::MAX)
    }

    pub(super) fn check_node(&self, field: &'static str, node: u32) -> Result<(), GraphError> {
        if (node as usize) < self.node_count() {
            return Ok(());
        }
        Err(GraphError::Node { field, node: u64::from(node), nodes: self.node_count() })
    }

    pub(super) fn check_not_negative(&self) -> Result<(), GraphError> {
        match self.edges().find(|edge| edge.weight < 0.0) {
            Some(edge) => Err(weight_error(&edge, "at least 0")),
            None => Ok(()),
        }
    }
}

impl Csr {
    pub(super) fn check_positive(&self) -> Result<(), GraphError> {
        match self.edges().find(|edge| edge.weight <= 0.0 && edge.from != edge.to) {
            Some(edge) => Err(weight_error(&edge, "more than 0")),
            None => Ok(()),
        }
    }
}

fn weight_error(edge: &WeightedEdge, allowed: &'static str) -> GraphError {
    GraphError::Weight { from: edge.from, to: edge.to, value: edge.weight, allowed }
}
