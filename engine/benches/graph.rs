//! How many events a second become a graph, and how long do its measures take?
//!
//! `cargo bench --profile dev -p ludograph-engine --no-default-features --bench graph [-- NAME]`; with `-- NAME once` a
//! workload runs once and untimed, for counting instructions.

use std::hint::black_box;
use std::time::Instant;

use ludograph_engine::balatro::history::{Seen, StateSeen};
use ludograph_engine::graph::{
    BetweennessOptions, Budget, BuilderOptions, Csr, GraphBuilder, GraphEvent, GraphSeen, PagerankOptions,
    PropertyGraph, WeightedEdge, betweenness, components, pagerank, shortest_paths,
};

type Outcome = Result<usize, Box<dyn std::error::Error>>;

const RUNS: u64 = 1_000;
const STATES_PER_RUN: u64 = 100;
/// Events between two drains, as a sink takes them.
const EVENTS_PER_DRAIN: u64 = 1_000;
const TIMES: usize = 5;

const JOKERS: [&str; 8] =
    ["Joker", "Baron", "Mime", "Blueprint", "Brainstorm", "Four Fingers", "Photograph", "Hanging Chad"];

/// A graph of runs that gain a joker every twelve states.
fn built() -> Result<PropertyGraph, Box<dyn std::error::Error>> {
    let mut builder = GraphBuilder::new(BuilderOptions::default());
    let mut graph = PropertyGraph::new();
    for position in 1..=RUNS * STATES_PER_RUN {
        let (run, state) = ((position - 1) / STATES_PER_RUN, (position - 1) % STATES_PER_RUN);
        let held = usize::try_from(state / 12)?.min(5);
        let from = usize::try_from(run % 3)?;
        let jokers = JOKERS[from..from + held].join(", ");
        let number = |number: u64| Some(f64::from(u32::try_from(number).unwrap_or(0)));
        let seen = StateSeen {
            in_game: Some(true),
            ante: number(1 + state / 24),
            round: number(1 + state / 8),
            hand_number: number(state % 8 / 2),
            hands_remaining: number(4 - state % 8 / 2),
            chips: number(state % 8 * 50),
            phase: Some(if state + 1 == STATES_PER_RUN { "GAME_OVER" } else { "UNKNOWN_STATE_1" }),
            jokers: Some(&jokers),
            ..StateSeen::default()
        };
        let mut game_id = [7; 16];
        game_id[..8].copy_from_slice(&run.to_be_bytes());
        let time_us = i64::try_from(position)? * 1_000_000;
        builder.observe(&GraphEvent { game_id, position, time_us, seen: GraphSeen::Balatro(Seen::State(seen)) });
        if position % EVENTS_PER_DRAIN == 0 {
            for change in builder.drain() {
                graph.apply(&change)?;
            }
        }
    }
    Ok(graph)
}

/// A random graph (splitmix64 for its edges).
fn random(nodes: u32, edges: usize) -> Result<Csr, Box<dyn std::error::Error>> {
    let mut state = 7_u64;
    let mut below = |bound: u32| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((word ^ (word >> 31)) % u64::from(bound)).unwrap_or(0)
    };
    let edges: Vec<WeightedEdge> = (0..edges)
        .map(|_| WeightedEdge { from: below(nodes), to: below(nodes), weight: f64::from(1 + below(20)) })
        .collect();
    Ok(Csr::new(nodes, &edges)?)
}

struct Workload {
    name: &'static str,
    run: fn(&Inputs) -> Outcome,
}

struct Inputs {
    built: PropertyGraph,
    saved: Vec<u8>,
    large: Csr,
    small: Csr,
}

const WORKLOADS: [Workload; 7] = [
    Workload { name: "build: 100,000 states of 1,000 runs", run: |_| Ok(built()?.edge_count()) },
    Workload { name: "save", run: |inputs| Ok(black_box(inputs.built.to_bytes(1)).len()) },
    Workload { name: "load", run: |inputs| Ok(black_box(PropertyGraph::from_bytes(&inputs.saved)?).0.edge_count()) },
    Workload {
        name: "pagerank: 100,000 nodes, 1,000,000 edges",
        run: |inputs| Ok(black_box(pagerank(&inputs.large, &PagerankOptions::default(), Budget::default())?).len()),
    },
    Workload {
        name: "components: 100,000 nodes, 1,000,000 edges",
        run: |inputs| Ok(black_box(components(&inputs.large, Budget::default())?).len()),
    },
    Workload {
        name: "dijkstra: 100,000 nodes, 1,000,000 edges",
        run: |inputs| Ok(black_box(shortest_paths(&inputs.large, 0, true, Budget::default())?).lengths.len()),
    },
    Workload {
        name: "betweenness: 1,000 nodes, 10,000 edges",
        run: |inputs| {
            let options = BetweennessOptions::default();
            Ok(black_box(betweenness(&inputs.small, &options, Budget::default())?).len())
        },
    },
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let wanted = |name: &str| arguments.first().is_none_or(|part| name.contains(part.as_str()));
    let once = arguments.get(1).is_some_and(|word| word == "once");
    let built = built()?;
    let saved = built.to_bytes(1);
    println!("{} nodes, {} relationships, {} bytes saved", built.node_count(), built.edge_count(), saved.len());
    println!("{} bytes in memory", built.memory_bytes());
    let inputs = Inputs { built, saved, large: random(100_000, 1_000_000)?, small: random(1_000, 10_000)? };
    for workload in WORKLOADS.iter().filter(|workload| wanted(workload.name)) {
        if once {
            (workload.run)(&inputs)?;
            continue;
        }
        let mut took: Vec<f64> = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let began = Instant::now();
            (workload.run)(&inputs)?;
            took.push(began.elapsed().as_secs_f64() * 1e3);
        }
        took.sort_by(f64::total_cmp);
        println!("{:<45} {:>10.2} ms (median of {TIMES}; best {:.2})", workload.name, took[TIMES / 2], took[0]);
    }
    Ok(())
}
