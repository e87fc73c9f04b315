//! Groups of items that go together: communities of a weighted graph, by Leiden, and how stable they are.

mod graph;
mod leiden;
mod partition;
mod stability;

use super::bounds::Reached;
use super::error::MiningError;
use super::limits::{NODES_MAX, SAMPLES_MAX};
use super::synergy::PairSynergy;

use graph::Graph;

/// An edge between two items, with the uncertainty of its weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SynergyEdge {
    /// One item.
    pub first: u32,
    /// The other; edges have no direction, and one between an item and itself is passed over.
    pub second: u32,
    /// How much they go together. Only the positive part makes communities. Edges named twice are added.
    pub weight: f64,
    /// Standard error of the weight; 0: it is known.
    pub deviation: f64,
}

impl SynergyEdge {
    /// The pair's tendency to go together: the log odds ratio of having one with the other.
    #[must_use]
    pub fn of_association(pair: &PairSynergy) -> Self {
        let (weight, deviation) = (pair.association.value.ln(), pair.association.log_deviation);
        Self { first: pair.first, second: pair.second, weight, deviation }
    }

    /// The pair's uplift: the log odds of winning that having both adds.
    #[must_use]
    pub fn of_uplift(pair: &PairSynergy) -> Self {
        let (weight, deviation) = (pair.uplift.log_odds, pair.uplift.deviation);
        Self { first: pair.first, second: pair.second, weight, deviation }
    }
}

/// How communities are sought.
#[derive(Clone, Copy)]
pub struct CommunityOptions<'a> {
    /// Each resolution gives a partition of its own; the higher, the smaller its communities. 1 is modularity.
    pub resolutions: &'a [f64],
    /// Seed of everything random here.
    pub seed: u64,
    /// Searches from as many random orders; the best is kept. At least 1.
    pub starts: u32,
    /// Bootstrap samples for the stability; 0: none.
    pub bootstrap: u32,
    /// Asked before each search; `true` ends the work with what is there.
    pub stop: Option<&'a dyn Fn() -> bool>,
}

impl Default for CommunityOptions<'_> {
    fn default() -> Self {
        Self { resolutions: &[0.5, 1.0, 2.0], seed: 0, starts: 8, bootstrap: 0, stop: None }
    }
}

/// Items that go together.
#[derive(Debug, Clone, PartialEq)]
pub struct Community {
    /// Ids, ascending.
    pub members: Vec<u32>,
    /// Sum of the positive weights inside, each edge once.
    pub weight: f64,
    /// Mean over the bootstrap samples of the Jaccard index with the most similar community there (Hennig 2007): above
    /// 0.75 it is a community, below 0.5 it dissolves. `None` without samples.
    pub stability: Option<f64>,
}

/// The communities at one resolution.
#[derive(Debug, Clone, PartialEq)]
pub struct CommunityPartition {
    /// The resolution.
    pub resolution: f64,
    /// Modularity at this resolution, at most 1.
    pub quality: f64,
    /// Largest first, equal ones by their smallest member.
    pub communities: Vec<Community>,
    /// How many bootstrap samples the stability rests on.
    pub samples: u32,
}

/// The answer of [`communities`].
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    /// In the order of the resolutions asked for.
    pub partitions: Vec<CommunityPartition>,
    /// Items with an edge, of whatever sign.
    pub nodes: usize,
    /// Which bounds were reached.
    pub reached: Reached,
}

/// Finds communities on the positive part of a graph: Leiden (Traag, Waltman, van Eck 2019) for the modularity with
/// resolution of Reichardt and Bornholdt (2006). Each community is connected. For the bootstrap, every weight is drawn
/// anew from a normal distribution around it with its standard error.
///
/// About O(edges) for each search; searches: resolutions · (starts + bootstrap).
///
/// # Errors
/// [`MiningError::Parameter`] for a weight or a resolution out of range, [`MiningError::Range`] for ids, starts or samples
/// out of range.
pub fn communities(edges: &[SynergyEdge], options: &CommunityOptions<'_>) -> Result<Communities, MiningError> {
    check(edges, options)?;
    let graph = Graph::new(edges, |edge| edge.weight);
    let mut answer = Communities { partitions: Vec::new(), nodes: graph.ids.len(), reached: Reached::default() };
    let should_stop = || options.stop.is_some_and(|stop| stop());
    for resolution in options.resolutions {
        let Some(best) = search(&graph, *resolution, options, &should_stop) else {
            answer.reached.deadline = true;
            break;
        };
        let quality = graph.quality(&best, *resolution);
        let mut found =
            CommunityPartition { resolution: *resolution, quality, communities: graph.describe(&best), samples: 0 };
        stability::measure(edges, &mut found, options, &should_stop);
        answer.reached.deadline |= found.samples < options.bootstrap;
        answer.partitions.push(found);
    }
    Ok(answer)
}

/// The best partition of several starts; `None` if there was no time for any.
fn search(
    graph: &Graph,
    resolution: f64,
    options: &CommunityOptions<'_>,
    should_stop: &dyn Fn() -> bool,
) -> Option<Vec<u32>> {
    let mut best: Option<(f64, Vec<u32>)> = None;
    for start in 0..options.starts {
        if should_stop() {
            break;
        }
        let partition = leiden::search(graph, resolution, options.seed.wrapping_add(u64::from(start)));
        let quality = graph.quality(&partition, resolution);
        // Sums in another order differ in the last bits: that is no improvement.
        if best.as_ref().is_none_or(|(reached, _)| quality > reached + 1e-12) {
            best = Some((quality, partition));
        }
    }
    best.map(|(_, partition)| partition)
}

fn check(edges: &[SynergyEdge], options: &CommunityOptions<'_>) -> Result<(), MiningError> {
    MiningError::expect_range("starts", options.starts as usize, 1, u64::from(SAMPLES_MAX))?;
    MiningError::expect_range("bootstrap", options.bootstrap as usize, 0, u64::from(SAMPLES_MAX))?;
    MiningError::expect_range("resolutions", options.resolutions.len(), 1, 1_000)?;
    for resolution in options.resolutions {
        MiningError::expect_between("resolution", *resolution, 0.0, 1e6, "between 0 and 1e6")?;
    }
    for edge in edges {
        for id in [edge.first, edge.second] {
            MiningError::expect_range("node", id as usize, 0, u64::from(NODES_MAX) - 1)?;
        }
        MiningError::expect_between("weight", edge.weight, -1e12, 1e12, "between -1e12 and 1e12")?;
        MiningError::expect_between("deviation", edge.deviation, 0.0, 1e12, "between 0 and 1e12")?;
    }
    Ok(())
}
