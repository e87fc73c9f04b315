//! A weighted graph without direction, as lists of neighbours.

use super::{Community, SynergyEdge};
use crate::mining::numbers::narrow;
use crate::sort;

/// Neighbours of all nodes behind one another.
#[derive(Debug, Clone, Default)]
pub(super) struct Graph {
    /// The item of each node, ascending; empty in aggregated graphs.
    pub(super) ids: Vec<u32>,
    ends: Vec<usize>,
    neighbours: Vec<(u32, f64)>,
    /// Weight inside each node, each edge counted once: 0 but in aggregated graphs.
    loops: Vec<f64>,
    /// Sum of the weights at each node, those inside counted twice.
    pub(super) strengths: Vec<f64>,
    /// Sum of all strengths.
    pub(super) total: f64,
}

/// The lower node, the higher node, how much they go together.
type Weight = (u32, u32, f64);

impl Graph {
    /// From edges whose weight `weight_of` tells; negative ones count as 0, but their items are nodes.
    pub(super) fn new(edges: &[SynergyEdge], weight_of: impl FnMut(&SynergyEdge) -> f64) -> Self {
        let mut ids: Vec<u32> = edges.iter().flat_map(|edge| [edge.first, edge.second]).collect();
        sort::ascending(&mut ids);
        ids.dedup();
        let node = |id: u32| narrow(ids.binary_search(&id).unwrap_or(0));
        let mut weights: Vec<Weight> = Vec::new();
        for (edge, weight) in edges.iter().zip(edges.iter().map(weight_of)) {
            let (one, other) = (node(edge.first), node(edge.second));
            if one != other && weight > 0.0 {
                weights.push((one.min(other), one.max(other), weight));
            }
        }
        let mut graph = Self::from_weights(ids.len(), weights, vec![0.0; ids.len()]);
        graph.ids = ids;
        graph
    }

    /// From edges in any order; those of the same two nodes are added up in the order in which they come.
    fn from_weights(nodes: usize, mut weights: Vec<Weight>, loops: Vec<f64>) -> Self {
        sort::by_key(&mut weights, |(one, other, _)| (*one, *other));
        let mut lists: Vec<Vec<(u32, f64)>> = vec![Vec::new(); nodes];
        for edges in weights.chunk_by(|(one, other, _), next| (*one, *other) == (next.0, next.1)) {
            let (one, other, _) = edges[0];
            let weight = edges.iter().map(|(_, _, weight)| weight).sum();
            lists[one as usize].push((other, weight));
            lists[other as usize].push((one, weight));
        }
        let strengths: Vec<f64> = lists
            .iter()
            .zip(&loops)
            .map(|(list, inside)| 2.0 * inside + list.iter().map(|(_, weight)| weight).sum::<f64>())
            .collect();
        let mut ends = vec![0];
        let mut neighbours = Vec::new();
        for list in lists {
            neighbours.extend(list);
            ends.push(neighbours.len());
        }
        let total = strengths.iter().sum();
        Self { ids: Vec::new(), ends, neighbours, loops, strengths, total }
    }

    pub(super) fn len(&self) -> usize {
        self.loops.len()
    }

    pub(super) fn neighbours(&self, node: usize) -> &[(u32, f64)] {
        &self.neighbours[self.ends[node]..self.ends[node + 1]]
    }

    /// The graph whose nodes are the communities of a partition with labels `0..communities`. O(edges · log edges).
    pub(super) fn aggregate(&self, partition: &[u32], communities: usize) -> Self {
        let mut loops = vec![0.0; communities];
        let mut weights: Vec<Weight> = Vec::new();
        for node in 0..self.len() {
            let one = partition[node];
            loops[one as usize] += self.loops[node];
            for (neighbour, weight) in self.neighbours(node).iter().filter(|(other, _)| *other as usize > node) {
                let other = partition[*neighbour as usize];
                if one == other {
                    loops[one as usize] += weight;
                } else {
                    weights.push((one.min(other), one.max(other), *weight));
                }
            }
        }
        Self::from_weights(communities, weights, loops)
    }

    /// Modularity with resolution γ: `Σ over communities of inside/m − γ (strength/2m)²`; 0 for a graph without edges.
    pub(super) fn quality(&self, partition: &[u32], resolution: f64) -> f64 {
        if self.total <= 0.0 {
            return 0.0;
        }
        let communities = partition.iter().max().map_or(0, |last| *last as usize + 1);
        let (mut inside, mut strengths) = (vec![0.0; communities], vec![0.0; communities]);
        for node in 0..self.len() {
            let own = partition[node];
            strengths[own as usize] += self.strengths[node];
            let within = self.neighbours(node).iter().filter(|(other, _)| partition[*other as usize] == own);
            inside[own as usize] += 2.0 * self.loops[node] + within.map(|(_, weight)| weight).sum::<f64>();
        }
        let parts = inside.iter().zip(&strengths);
        parts.map(|(inside, strength)| inside / self.total - resolution * (strength / self.total).powi(2)).sum()
    }

    /// The communities of a partition by items, largest first.
    pub(super) fn describe(&self, partition: &[u32]) -> Vec<Community> {
        let count = partition.iter().max().map_or(0, |last| *last as usize + 1);
        let mut members: Vec<(Vec<u32>, f64)> = vec![Default::default(); count];
        for (node, id) in self.ids.iter().enumerate() {
            let own = partition[node];
            let (ids, weight) = &mut members[own as usize];
            ids.push(*id);
            let within = self.neighbours(node).iter().filter(|(other, _)| partition[*other as usize] == own);
            *weight += within.map(|(_, weight)| weight).sum::<f64>() / 2.0;
        }
        let mut communities: Vec<Community> =
            members.into_iter().map(|(members, weight)| Community { members, weight, stability: None }).collect();
        communities.retain(|community| !community.members.is_empty());
        sort::by(&mut communities, |one, other| {
            other.members.len().cmp(&one.members.len()).then_with(|| one.members.cmp(&other.members))
        });
        communities
    }
}
