//! Random graphs, by a seed.

use ludograph_engine::graph::{Csr, WeightedEdge};

/// A generator of pseudo-random numbers (splitmix64).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        u32::try_from(self.next() % u64::from(bound)).unwrap()
    }
}

/// A graph as it was made, for whoever reads it elsewhere.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) nodes: u32,
    pub(crate) edges: Vec<WeightedEdge>,
}

impl Made {
    pub(crate) fn csr(&self) -> Csr {
        Csr::new(self.nodes, &self.edges).unwrap()
    }

    pub(crate) fn undirected(&self) -> Self {
        let edges = self.edges.iter().map(|edge| WeightedEdge {
            from: edge.from.min(edge.to),
            to: edge.from.max(edge.to),
            weight: edge.weight,
        });
        let mut edges: Vec<WeightedEdge> = edges.collect();
        edges.sort_by_key(|edge| (edge.from, edge.to));
        edges.dedup_by_key(|edge| (edge.from, edge.to));
        Self { nodes: self.nodes, edges }
    }
}

/// A directed graph without parallel edges: some sparse and in pieces, some dense, with edges from a node to itself; the
/// first ones empty, and of one node. Weights are whole quarters, so that equal lengths are equal in any order of adding.
pub(crate) fn graph(seed: u64) -> Made {
    let mut random = Random::new(seed);
    let nodes = match seed {
        0 => 0,
        1 | 2 => 1,
        _ => 2 + random.below(60),
    };
    let density = [1, 2, 4, 12][usize::try_from(seed % 4).unwrap()];
    let wanted = if seed < 2 { 0 } else { nodes * density };
    let mut edges: Vec<WeightedEdge> = Vec::new();
    for _ in 0..wanted {
        let (from, to) = (random.below(nodes), random.below(nodes));
        let weight = f64::from(1 + random.below(20)) / 4.0;
        if edges.iter().all(|edge| (edge.from, edge.to) != (from, to)) {
            edges.push(WeightedEdge { from, to, weight });
        }
    }
    Made { nodes, edges }
}
