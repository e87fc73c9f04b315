//! Measures on graphs whose answers are known, and what they refuse.

use ludograph_engine::graph::{
    BetweennessOptions, Budget, Csr, GraphError, PagerankOptions, WeightedEdge, betweenness, components, pagerank,
    shortest_paths,
};
use proptest::prelude::*;

use crate::random::graph;

fn edge(from: u32, to: u32, weight: f64) -> WeightedEdge {
    WeightedEdge { from, to, weight }
}

fn csr(nodes: u32, edges: &[(u32, u32, f64)]) -> Csr {
    let edges: Vec<WeightedEdge> = edges.iter().map(|(from, to, weight)| edge(*from, *to, *weight)).collect();
    Csr::new(nodes, &edges).unwrap()
}

#[test]
fn a_path_is_found_with_its_nodes() {
    let graph = csr(5, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 5.0), (2, 3, 1.0)]);
    let hops = shortest_paths(&graph, 0, false, Budget::default()).unwrap();
    assert_eq!(hops.path(3), Some(vec![0, 2, 3]));
    let weighted = shortest_paths(&graph, 0, true, Budget::default()).unwrap();
    assert_eq!((weighted.path(3), weighted.lengths[3]), (Some(vec![0, 1, 2, 3]), Some(3.0)));
    assert_eq!((weighted.path(0), weighted.path(4), weighted.path(9)), (Some(vec![0]), None, None));
}

#[test]
fn parallel_edges_count_in_pagerank_and_are_one_in_betweenness() {
    let twice = csr(3, &[(0, 1, 1.0), (0, 1, 1.0), (0, 2, 1.0)]);
    let rank = pagerank(&twice, &PagerankOptions::default(), Budget::default()).unwrap();
    assert!((rank.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    assert!(rank[1] > rank[2]);
    let way = csr(3, &[(0, 1, 2.0), (0, 1, 1.0), (1, 2, 1.0)]);
    let options = BetweennessOptions { weighted: true, directed: true, normalized: false };
    assert_eq!(betweenness(&way, &options, Budget::default()).unwrap(), [0.0, 1.0, 0.0]);
}

#[test]
fn what_cannot_be_measured_says_why() {
    let negative = csr(2, &[(0, 1, -1.0)]);
    let said = |result: Result<(), GraphError>| result.unwrap_err().to_string();
    let paths = |graph: &Csr, from| said(shortest_paths(graph, from, true, Budget::default()).map(drop));
    assert_eq!(paths(&negative, 0), "the edge from node 0 to node 1 has the weight -1, which is not at least 0");
    assert_eq!(paths(&negative, 7), "from: 7 is no node of a graph of 2");
    let weighted = BetweennessOptions { weighted: true, ..BetweennessOptions::default() };
    let error = said(betweenness(&csr(2, &[(0, 1, 0.0)]), &weighted, Budget::default()).map(drop));
    assert_eq!(error, "the edge from node 0 to node 1 has the weight 0, which is not more than 0");
    let options = PagerankOptions { damping: 1.5, ..PagerankOptions::default() };
    let error = said(pagerank(&negative, &options, Budget::default()).map(drop));
    assert_eq!(error, "damping: 1.5 is not between 0 and 1");
    let options = PagerankOptions { iterations_max: 1, tolerance: 1e-12, ..PagerankOptions::default() };
    let error = pagerank(&csr(3, &[(0, 1, 1.0)]), &options, Budget::default()).unwrap_err();
    assert_eq!(error, GraphError::NotConverged { what: "pagerank", iterations: 1 });
    assert!(matches!(Csr::new(1, &[edge(0, 0, f64::NAN)]), Err(GraphError::Weight { .. })));
}

#[test]
fn a_budget_ends_a_measure() {
    let graph = graph(31).csr();
    let little = Budget { work_max: Some(10), stop: None };
    let error = betweenness(&graph, &BetweennessOptions::default(), little).unwrap_err();
    assert!(matches!(error, GraphError::Stopped { what: "betweenness", reason: "its bound of steps", .. }));
    let ring: Vec<_> = (0..50_000).map(|node| edge(node, (node + 1) % 50_000, 1.0)).collect();
    let ring = Csr::new(50_000, &ring).unwrap();
    let now = Budget { work_max: None, stop: Some(&|| true) };
    assert!(matches!(components(&ring, now), Err(GraphError::Stopped { reason: "the deadline", .. })));
    assert!(matches!(shortest_paths(&ring, 0, true, now), Err(GraphError::Stopped { .. })));
}

proptest! {
    #[test]
    fn lengths_obey_every_edge(seed in 3_u64..500) {
        let made = graph(seed);
        let paths = shortest_paths(&made.csr(), 0, true, Budget::default()).unwrap();
        for edge in &made.edges {
            if let Some(length) = paths.lengths[edge.from as usize] {
                prop_assert!(paths.lengths[edge.to as usize].unwrap() <= length + edge.weight);
            }
        }
        for to in 0..made.nodes {
            let Some(path) = paths.path(to) else { continue };
            let step = |pair: &[u32]| made.edges.iter().find(|edge| [edge.from, edge.to] == *pair).unwrap().weight;
            let sum: f64 = path.windows(2).map(step).sum();
            prop_assert_eq!(Some(sum), paths.lengths[to as usize]);
        }
    }

    #[test]
    fn numbering_nodes_anew_changes_no_answer(seed in 3_u64..200) {
        let made = graph(seed);
        let turned = |node: u32| (node + 1) % made.nodes;
        let edges: Vec<_> = made.edges.iter().map(|e| edge(turned(e.from), turned(e.to), e.weight)).collect();
        let other = Csr::new(made.nodes, &edges).unwrap();
        let options = BetweennessOptions { weighted: true, ..BetweennessOptions::default() };
        let here = betweenness(&made.csr(), &options, Budget::default()).unwrap();
        let there = betweenness(&other, &options, Budget::default()).unwrap();
        for node in 0..made.nodes {
            prop_assert!((here[node as usize] - there[turned(node) as usize]).abs() < 1e-9);
        }
    }
}
