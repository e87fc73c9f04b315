//! The Leiden algorithm: move nodes, refine within communities, aggregate, until nothing moves.
//!
//! One thing differs from the paper: refinement merges with a probability proportional to the gain instead of to
//! exp(gain / θ). The same communities remain reachable and the result is the same on every target, because no
//! exponential is rounded.

use std::collections::VecDeque;

use super::graph::Graph;
use super::partition::renumber;
use crate::brigade::Pcg64;
use crate::mining::numbers::narrow;
use crate::mining::statistics::shuffle;
use crate::sort;

/// Gains below this share of the total weight are rounding.
const GAIN_MIN: f64 = 1e-13;
/// Aggregations of one search. Each makes the graph smaller or ends the search, so this is far beyond what happens.
const LEVELS_MAX: u32 = 1_000;
/// Whole searches, each from the result of the one before.
const ROUNDS_MAX: u32 = 100;

/// A partition of the nodes with labels `0..count`.
pub(super) fn search(graph: &Graph, resolution: f64, seed: u64) -> Vec<u32> {
    let mut draws = Pcg64::new(seed);
    let mut partition: Vec<u32> = (0..narrow(graph.len())).collect();
    if graph.total <= 0.0 {
        return partition;
    }
    let mut quality = graph.quality(&partition, resolution);
    for _ in 0..ROUNDS_MAX {
        let next = round(graph, partition.clone(), resolution, &mut draws);
        let reached = graph.quality(&next, resolution);
        if reached <= quality + GAIN_MIN {
            break;
        }
        (partition, quality) = (next, reached);
    }
    renumber(&mut partition);
    partition
}

/// One pass through all levels.
fn round(graph: &Graph, mut labels: Vec<u32>, resolution: f64, draws: &mut Pcg64) -> Vec<u32> {
    let mut level = graph.clone();
    // The node of the current level each node of the graph has become.
    let mut node_of: Vec<u32> = (0..narrow(graph.len())).collect();
    renumber(&mut labels);
    for _ in 0..LEVELS_MAX {
        Moves::new(&level, resolution, &mut labels).run(draws);
        let communities = renumber(&mut labels);
        if communities == level.len() {
            break;
        }
        let mut refined = refine(&level, &labels, communities, resolution, draws);
        let mut parts = renumber(&mut refined);
        if parts == level.len() {
            // Nothing merged: aggregate what was moved, or this level would come again.
            refined.clone_from(&labels);
            parts = communities;
        }
        let mut next_labels = vec![0; parts];
        refined.iter().zip(&labels).for_each(|(part, label)| next_labels[*part as usize] = *label);
        level = level.aggregate(&refined, parts);
        node_of.iter_mut().for_each(|node| *node = refined[*node as usize]);
        labels = next_labels;
    }
    node_of.iter().map(|node| labels[*node as usize]).collect()
}

/// Local moving: each node joins the community that gains most, until none wants to move.
struct Moves<'a> {
    graph: &'a Graph,
    resolution: f64,
    labels: &'a mut [u32],
    /// Sum of the strengths in each community.
    strengths: Vec<f64>,
    /// Labels nobody has.
    free: Vec<u32>,
    sizes: Vec<u32>,
    /// Weight from the node at hand to each community, and which of them are not 0.
    links: Vec<f64>,
    touched: Vec<u32>,
}

impl<'a> Moves<'a> {
    fn new(graph: &'a Graph, resolution: f64, labels: &'a mut [u32]) -> Self {
        let (mut strengths, mut sizes) = (vec![0.0; graph.len()], vec![0; graph.len()]);
        for (label, strength) in labels.iter().zip(&graph.strengths) {
            strengths[*label as usize] += strength;
            sizes[*label as usize] += 1;
        }
        let free = (0_u32..).zip(&sizes).filter(|(_, size)| **size == 0).map(|(label, _)| label).collect();
        let links = vec![0.0; graph.len()];
        Self { graph, resolution, labels, strengths, free, sizes, links, touched: Vec::new() }
    }

    fn run(&mut self, draws: &mut Pcg64) {
        let mut order: Vec<u32> = (0..narrow(self.graph.len())).collect();
        shuffle(&mut order, draws);
        let mut queue: VecDeque<u32> = order.into();
        let mut is_queued = vec![true; self.graph.len()];
        while let Some(node) = queue.pop_front() {
            let node = node as usize;
            is_queued[node] = false;
            if !self.move_node(node) {
                continue;
            }
            for (neighbour, _) in self.graph.neighbours(node) {
                let other = *neighbour as usize;
                if !is_queued[other] && self.labels[other] != self.labels[node] {
                    is_queued[other] = true;
                    queue.push_back(*neighbour);
                }
            }
        }
    }

    /// Moves a node to where it gains most; `false` if it stays.
    fn move_node(&mut self, node: usize) -> bool {
        let own = self.labels[node];
        let strength = self.graph.strengths[node];
        for (neighbour, weight) in self.graph.neighbours(node) {
            let label = self.labels[*neighbour as usize];
            if self.links[label as usize] == 0.0 {
                self.touched.push(label);
            }
            self.links[label as usize] += weight;
        }
        self.strengths[own as usize] -= strength;
        self.sizes[own as usize] -= 1;
        let scale = self.resolution * strength / self.graph.total;
        let gain = |label: u32| self.links[label as usize] - scale * self.strengths[label as usize];
        let (mut best, mut most) = (own, gain(own));
        let least = GAIN_MIN * self.graph.total;
        for label in &self.touched {
            if gain(*label) > most + least {
                (best, most) = (*label, gain(*label));
            }
        }
        // Alone: no links and no strength beside it, so a gain of 0.
        if most < -least && self.sizes[own as usize] > 0 {
            best = self.free.pop().unwrap_or(own);
        }
        self.touched.drain(..).for_each(|label| self.links[label as usize] = 0.0);
        self.strengths[best as usize] += strength;
        self.sizes[best as usize] += 1;
        self.labels[node] = best;
        if best != own && self.sizes[own as usize] == 0 {
            self.free.push(own);
        }
        best != own
    }
}

/// Splits every community into well connected parts: each node that is still alone may join a part of its community.
fn refine(graph: &Graph, labels: &[u32], communities: usize, resolution: f64, draws: &mut Pcg64) -> Vec<u32> {
    let mut whole = vec![0.0; communities];
    labels.iter().zip(&graph.strengths).for_each(|(label, strength)| whole[*label as usize] += strength);
    let mut parts: Vec<u32> = (0..narrow(graph.len())).collect();
    let mut strengths = graph.strengths.clone();
    let mut sizes = vec![1_u32; graph.len()];
    // Weight from each part to the rest of its community.
    let mut outward: Vec<f64> = (0..graph.len())
        .map(|node| {
            let inside = graph.neighbours(node).iter().filter(|(other, _)| labels[*other as usize] == labels[node]);
            inside.map(|(_, weight)| weight).sum()
        })
        .collect();
    let is_well_connected = |outward: f64, strength: f64, whole: f64| {
        outward >= resolution * strength * (whole - strength) / graph.total - GAIN_MIN * graph.total
    };
    let mut order: Vec<u32> = (0..narrow(graph.len())).collect();
    shuffle(&mut order, draws);
    for node in order {
        let node = node as usize;
        let (own, strength, whole) = (parts[node] as usize, graph.strengths[node], whole[labels[node] as usize]);
        if sizes[own] != 1 || !is_well_connected(outward[own], strength, whole) {
            continue;
        }
        let links = links_to_parts(graph, labels, &parts, node);
        let mut gains: Vec<(u32, f64, f64)> = Vec::new();
        for (part, weight) in links {
            let there = part as usize;
            let gain = weight - resolution * strength * strengths[there] / graph.total;
            if there != own && gain > 0.0 && is_well_connected(outward[there], strengths[there], whole) {
                gains.push((part, gain, weight));
            }
        }
        if let Some((part, weight)) = draw(&gains, draws) {
            let there = part as usize;
            outward[there] += outward[own] - 2.0 * weight;
            strengths[there] += strength;
            sizes[there] += 1;
            (sizes[own], strengths[own], outward[own]) = (0, 0.0, 0.0);
            parts[node] = part;
        }
    }
    parts
}

/// Weight from a node to each part of its community, by part.
fn links_to_parts(graph: &Graph, labels: &[u32], parts: &[u32], node: usize) -> Vec<(u32, f64)> {
    let inside = graph.neighbours(node).iter().filter(|(other, _)| labels[*other as usize] == labels[node]);
    let mut links: Vec<(u32, f64)> = inside.map(|(other, weight)| (parts[*other as usize], *weight)).collect();
    sort::by_key(&mut links, |(part, _)| *part);
    links.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.1 += next.1;
        }
        is_same
    });
    links
}

/// A part with a probability proportional to its gain, and the weight towards it.
fn draw(gains: &[(u32, f64, f64)], draws: &mut Pcg64) -> Option<(u32, f64)> {
    let sum: f64 = gains.iter().map(|(_, gain, _)| gain).sum();
    let mut point = draws.next_f64() * sum;
    let chosen = gains.iter().find(|(_, gain, _)| {
        point -= gain;
        point < 0.0
    });
    chosen.or(gains.last()).map(|(part, _, weight)| (*part, *weight))
}
