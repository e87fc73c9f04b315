//! Whether communities are there again when the weights are drawn anew.

use super::graph::Graph;
use super::{Community, CommunityOptions, CommunityPartition, SynergyEdge, leiden};
use crate::brigade::Pcg64;
use crate::mining::numbers::float;

/// Uniforms whose sum, less 6, is nearly normal with deviation 1: no logarithm is rounded, so every target draws the same.
const UNIFORMS: u32 = 12;

fn near_normal(draws: &mut Pcg64) -> f64 {
    (0..UNIFORMS).map(|_| draws.next_f64()).sum::<f64>() - 6.0
}

/// Fills in the stability of each community, from as many samples as there is time for.
pub(super) fn measure(
    edges: &[SynergyEdge],
    partition: &mut CommunityPartition,
    options: &CommunityOptions<'_>,
    should_stop: &dyn Fn() -> bool,
) {
    let mut draws = Pcg64::new(options.seed ^ 0x5DEE_CE66_D1CE_4E5B);
    let mut sums = vec![0.0; partition.communities.len()];
    for sample in 0..options.bootstrap {
        if should_stop() {
            break;
        }
        let graph = Graph::new(edges, |edge| edge.weight + edge.deviation * near_normal(&mut draws));
        let seed = options.seed.wrapping_add(u64::from(sample));
        let drawn = graph.describe(&leiden::search(&graph, partition.resolution, seed));
        for (sum, community) in sums.iter_mut().zip(&partition.communities) {
            *sum += best_match(community, &drawn);
        }
        partition.samples += 1;
    }
    if partition.samples > 0 {
        for (community, sum) in partition.communities.iter_mut().zip(sums) {
            community.stability = Some(sum / f64::from(partition.samples));
        }
    }
}

/// The Jaccard index with the most similar of the communities drawn.
fn best_match(community: &Community, drawn: &[Community]) -> f64 {
    drawn.iter().map(|other| jaccard(&community.members, &other.members)).fold(0.0, f64::max)
}

fn jaccard(one: &[u32], other: &[u32]) -> f64 {
    let common = one.iter().filter(|member| other.binary_search(member).is_ok()).count();
    float(common) / float(one.len() + other.len() - common).max(1.0)
}
