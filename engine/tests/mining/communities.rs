//! Communities against trying every partition.

use ludograph_engine::brigade::Pcg64;
use ludograph_engine::mining::{Communities, CommunityOptions, SynergyEdge, communities};

fn edge(first: u32, second: u32, weight: f64) -> SynergyEdge {
    SynergyEdge { first, second, weight, deviation: 0.0 }
}

/// Every partition of the nodes, as labels that grow by one.
fn partitions(nodes: usize) -> Vec<Vec<u32>> {
    let mut all = vec![vec![]];
    for _ in 0..nodes {
        all = all
            .into_iter()
            .flat_map(|labels: Vec<u32>| {
                let next = labels.iter().max().map_or(0, |last| last + 1);
                (0..=next).map(move |label| [labels.as_slice(), &[label]].concat()).collect::<Vec<_>>()
            })
            .collect();
    }
    all
}

/// Modularity by its definition over pairs of nodes.
fn modularity(nodes: usize, edges: &[SynergyEdge], labels: &[u32], resolution: f64) -> f64 {
    let mut weights = vec![vec![0.0; nodes]; nodes];
    for edge in edges.iter().filter(|edge| edge.weight > 0.0 && edge.first != edge.second) {
        weights[edge.first as usize][edge.second as usize] += edge.weight;
        weights[edge.second as usize][edge.first as usize] += edge.weight;
    }
    let strengths: Vec<f64> = weights.iter().map(|row| row.iter().sum()).collect();
    let total: f64 = strengths.iter().sum();
    let mut sum = 0.0;
    for one in 0..nodes {
        for other in 0..nodes {
            if labels[one] == labels[other] {
                sum += weights[one][other] / total - resolution * strengths[one] * strengths[other] / (total * total);
            }
        }
    }
    sum
}

fn labels_of(answer: &Communities, index: usize, nodes: usize) -> Vec<u32> {
    let mut labels = vec![u32::MAX; nodes];
    for (label, community) in (0..).zip(&answer.partitions[index].communities) {
        community.members.iter().for_each(|member| labels[*member as usize] = label);
    }
    labels
}

#[test]
fn the_best_partition_of_small_graphs_is_found() {
    let resolutions = [0.5, 1.0, 1.7];
    for seed in 0..60 {
        let mut draws = Pcg64::new(seed);
        let nodes = 3 + usize::try_from(seed % 5).unwrap();
        let mut edges = Vec::new();
        for one in 0..u32::try_from(nodes).unwrap() {
            // Every node has an edge, so that node and id are the same.
            edges.push(edge(one, (one + 1) % u32::try_from(nodes).unwrap(), 0.1 + draws.next_f64()));
            for other in 0..one {
                if draws.next_below(3) == 0 {
                    edges.push(edge(other, one, 3.0 * draws.next_f64() - 1.0));
                }
            }
        }
        let options = CommunityOptions { resolutions: &resolutions, starts: 20, ..CommunityOptions::default() };
        let answer = communities(&edges, &options).unwrap();
        for (index, resolution) in resolutions.iter().enumerate() {
            let found = modularity(nodes, &edges, &labels_of(&answer, index, nodes), *resolution);
            assert!((found - answer.partitions[index].quality).abs() < 1e-9);
            let best = partitions(nodes)
                .iter()
                .map(|labels| modularity(nodes, &edges, labels, *resolution))
                .fold(f64::MIN, f64::max);
            assert!(found > best - 1e-9, "seed {seed}, {resolution}: {found} instead of {best}");
        }
    }
}

/// Groups of `size` nodes, all tied within, one thin edge from group to group.
fn caves(groups: u32, size: u32, deviation: f64) -> Vec<SynergyEdge> {
    let mut edges = Vec::new();
    for group in 0..groups {
        for one in 0..size {
            for other in 0..one {
                edges.push(SynergyEdge { deviation, ..edge(group * size + one, group * size + other, 1.0) });
            }
        }
        edges.push(edge(group * size, (group + 1) % groups * size + 1, 0.1));
    }
    edges
}

#[test]
fn caves_are_communities_and_stable_ones() {
    let options = CommunityOptions { resolutions: &[1.0], bootstrap: 30, ..CommunityOptions::default() };
    let answer = communities(&caves(20, 6, 0.1), &options).unwrap();
    let partition = &answer.partitions[0];
    assert_eq!((answer.nodes, partition.communities.len(), partition.samples), (120, 20, 30));
    for (group, community) in (0..).zip(&partition.communities) {
        assert_eq!(community.members, (group * 6..group * 6 + 6).collect::<Vec<u32>>());
        assert_eq!(community.weight, 15.0);
        assert!(community.stability.unwrap() > 0.95, "{community:?}");
    }
    // A graph whose weights are all noise has communities too, but never the same.
    let all =
        (0..12).flat_map(|one| (0..one).map(move |other| SynergyEdge { deviation: 1.0, ..edge(one, other, 0.01) }));
    let noise = communities(&all.collect::<Vec<_>>(), &options).unwrap();
    assert!(noise.partitions[0].communities[0].stability.unwrap() < 0.6, "{noise:?}");
}

#[test]
fn every_community_is_connected() {
    for seed in 0..30 {
        let mut draws = Pcg64::new(seed);
        let mut pick = |bound| u32::try_from(draws.next_below(bound)).unwrap();
        let edges: Vec<SynergyEdge> = (0..150).map(|_| edge(pick(80), pick(80), f64::from(1 + pick(5)))).collect();
        let answer = communities(&edges, &CommunityOptions { seed, ..CommunityOptions::default() }).unwrap();
        for community in answer.partitions.iter().flat_map(|partition| &partition.communities) {
            let mut reached = vec![community.members[0]];
            let mut next = 0;
            while next < reached.len() {
                let node = reached[next];
                next += 1;
                for edge in edges.iter().filter(|edge| edge.first == node || edge.second == node) {
                    let other = if edge.first == node { edge.second } else { edge.first };
                    if community.members.contains(&other) && !reached.contains(&other) {
                        reached.push(other);
                    }
                }
            }
            assert_eq!(reached.len(), community.members.len(), "seed {seed}: {community:?}");
        }
    }
}

#[test]
fn a_seed_gives_the_same_answer_and_negative_edges_tie_nobody() {
    let edges = caves(8, 5, 0.5);
    let options = CommunityOptions { bootstrap: 5, seed: 11, ..CommunityOptions::default() };
    assert_eq!(communities(&edges, &options), communities(&edges, &options));
    let apart = communities(&[edge(4, 9, -1.0), edge(9, 9, 5.0)], &CommunityOptions::default()).unwrap();
    let members: Vec<_> = apart.partitions[0].communities.iter().map(|community| community.members.clone()).collect();
    assert_eq!((members, apart.partitions[0].quality), (vec![vec![4], vec![9]], 0.0));
    let none = communities(&[], &CommunityOptions::default()).unwrap();
    assert!(none.nodes == 0 && none.partitions.iter().all(|partition| partition.communities.is_empty()));
}

#[test]
fn a_deadline_is_said() {
    let now = || true;
    let late = communities(&caves(3, 3, 0.0), &CommunityOptions { stop: Some(&now), ..CommunityOptions::default() });
    let late = late.unwrap();
    assert!(late.reached.deadline && late.partitions.is_empty());
}
