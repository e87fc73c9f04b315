//! Every measure beside networkx's, on random graphs.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use ludograph_engine::graph::{
    BetweennessOptions, Budget, Csr, PagerankOptions, betweenness, components, pagerank, shortest_paths,
};
use ludograph_engine::mining::{CommunityOptions, SynergyEdge, communities};
use serde_json::{Value, json};

use crate::python::Environment;
use crate::random::{Made, graph};

const GRAPHS: u64 = 48;
const DAMPING: f64 = 0.85;

/// What networkx says of the graphs, in their order.
fn said_by_networkx(graphs: &[Made]) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/graph");
    let environment = Environment {
        folder: &Path::new(env!("CARGO_TARGET_TMPDIR")).join("networkx-venv"),
        requirements: &folder.join("requirements.txt"),
        imports: "networkx, numpy, scipy",
        needed: "this test compares with networkx and needs python3 with venv and pip, and a package index pip can reach",
    };
    let mut python = Command::new(environment.python())
        .arg(folder.join("compare.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = python.stdin.take().unwrap();
    let lines: Vec<String> = graphs.iter().map(|made| case(made).to_string() + "\n").collect();
    let writer = std::thread::spawn(move || input.write_all(lines.concat().as_bytes()).unwrap());
    let output = python.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "networkx failed");
    String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn case(made: &Made) -> Value {
    let listed =
        |made: &Made| made.edges.iter().map(|edge| json!([edge.from, edge.to, edge.weight])).collect::<Vec<_>>();
    json!({
        "nodes": made.nodes, "edges": listed(made), "undirected": listed(&made.undirected()),
        "damping": DAMPING, "start": start(made),
    })
}

fn start(made: &Made) -> u32 {
    made.nodes / 2
}

/// That two lists are the same within 1e-9, relative; what cannot be reached is null.
fn assert_same(what: &str, seed: usize, ours: &[Option<f64>], theirs: &Value) {
    let theirs: Vec<Option<f64>> = theirs.as_array().unwrap().iter().map(Value::as_f64).collect();
    assert_eq!(ours.len(), theirs.len(), "{what} of graph {seed}");
    for (node, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => {
                let far = (ours - theirs).abs();
                assert!(far <= 1e-9 * theirs.abs().max(1e-3), "{what} of graph {seed}, node {node}: {ours} {theirs}");
            }
            _ => assert_eq!(ours, theirs, "{what} of graph {seed}, node {node}"),
        }
    }
}

fn some(values: Vec<f64>) -> Vec<Option<f64>> {
    values.into_iter().map(Some).collect()
}

fn between(csr: &Csr, weighted: bool, directed: bool, normalized: bool) -> Vec<Option<f64>> {
    some(betweenness(csr, &BetweennessOptions { weighted, directed, normalized }, Budget::default()).unwrap())
}

#[test]
fn every_measure_says_what_networkx_says() {
    let graphs: Vec<Made> = (0..GRAPHS).map(graph).collect();
    let answers = said_by_networkx(&graphs);
    assert_eq!(answers.len(), graphs.len());
    for (seed, (made, theirs)) in graphs.iter().zip(&answers).enumerate() {
        let (csr, undirected) = (made.csr(), made.undirected().csr());
        for (weighted, name) in [(false, "pagerank"), (true, "pagerank_weighted")] {
            let options = PagerankOptions { damping: DAMPING, tolerance: 1e-12, iterations_max: 1000, weighted };
            assert_same(name, seed, &some(pagerank(&csr, &options, Budget::default()).unwrap()), &theirs[name]);
        }
        let roots = components(&csr, Budget::default()).unwrap().into_iter().map(f64::from).collect();
        assert_same("components", seed, &some(roots), &theirs["components"]);
        for (weighted, name) in [(false, "hops"), (true, "lengths")] {
            if made.nodes > 0 {
                let paths = shortest_paths(&csr, start(made), weighted, Budget::default()).unwrap();
                assert_same(name, seed, &paths.lengths, &theirs[name]);
            }
        }
        assert_same("betweenness", seed, &between(&csr, false, true, true), &theirs["betweenness"]);
        assert_same("betweenness_weighted", seed, &between(&csr, true, true, true), &theirs["betweenness_weighted"]);
        assert_same("betweenness_raw", seed, &between(&csr, false, true, false), &theirs["betweenness_raw"]);
        let name = "betweenness_undirected";
        assert_same(name, seed, &between(&undirected, false, false, true), &theirs[name]);
        let name = "betweenness_undirected_raw_weighted";
        assert_same(name, seed, &between(&undirected, true, false, false), &theirs[name]);
        assert_communities(seed, &made.undirected(), theirs["louvain_modularity"].as_f64());
    }
}

/// That Leiden finds communities as good as Louvain's, less a hundredth, and each of them connected.
fn assert_communities(seed: usize, made: &Made, louvain: Option<f64>) {
    let between_others = made.edges.iter().filter(|edge| edge.from != edge.to);
    let edges: Vec<SynergyEdge> = between_others
        .map(|edge| SynergyEdge { first: edge.from, second: edge.to, weight: edge.weight, deviation: 0.0 })
        .collect();
    let options = CommunityOptions { resolutions: &[1.0], ..CommunityOptions::default() };
    let found = communities(&edges, &options).unwrap();
    let partition = &found.partitions[0];
    if let Some(louvain) = louvain {
        assert!(partition.quality >= louvain - 0.01, "graph {seed}: {} is less than {louvain}", partition.quality);
    }
    for community in &partition.communities {
        let inside = |node: u32| community.members.binary_search(&node).is_ok();
        let within: Vec<_> = made.edges.iter().copied().filter(|edge| inside(edge.from) && inside(edge.to)).collect();
        let roots = components(&Csr::new(made.nodes, &within).unwrap(), Budget::default()).unwrap();
        let first = community.members[0];
        assert!(community.members.iter().all(|member| roots[*member as usize] == first), "graph {seed}: {community:?}");
    }
}
