//! What may not happen to a server: names that are shown, memory that runs out, graphs that are empty.

use std::process::Command;

use ludograph_host::{CallError, Options, Parameters, PropertyGraph, QueryError, query};

use crate::built::{MODULES, ask, folder, graph_of, host, planted};

/// A call of each procedure that reads or writes, on a graph of runs.
const CALLS: [&str; 12] = [
    "CALL joker_synergy.pairs(1, {interaction_contexts: 2, top: 2})",
    "CALL joker_synergy.clusters(1, {bootstrap: 2})",
    "CALL joker_synergy.suggest(['j_baron'], {min_runs: 1})",
    "CALL joker_synergy.write(1, {interaction_contexts: 0})",
    "CALL pattern_mining.itemsets('Run', 'USED', 'id', 2)",
    "CALL pattern_mining.sequences('Run', 'STEP', 'id', 'index', 2)",
    "CALL pattern_mining.contrast('Run', 'USED', 'id', 'won', 2)",
    "CALL joker_order.best({played: [{rank: 'K', suit: 'H'}], jokers: [{id: 'j_joker'}, {id: 'j_duo'}]})",
    "CALL joker_order.score({played: [{rank: 'K', suit: 'H'}]}, null, {explain: true})",
    "CALL joker_order.play({held: [{rank: 'K', suit: 'H'}, {rank: 'K', suit: 'S'}]})",
    "CALL brigade_graph.cooperation()",
    "CALL brigade_graph.free_riders()",
];

#[test]
fn modules_declare_what_the_documentation_says() {
    let listed = host().declarations();
    let names: Vec<&str> = listed.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "brigade_graph.cooperation",
            "brigade_graph.free_riders",
            "brigade_graph.ruin",
            "brigade_graph.states",
            "joker_order.best",
            "joker_order.play",
            "joker_order.score",
            "joker_synergy.clusters",
            "joker_synergy.pairs",
            "joker_synergy.suggest",
            "joker_synergy.write",
            "pattern_mining.contrast",
            "pattern_mining.itemsets",
            "pattern_mining.sequences",
        ]
    );
    let documentation = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/modules.md");
    let documentation = std::fs::read_to_string(documentation).unwrap();
    for entry in &listed {
        let writes = entry.name == "joker_synergy.write";
        assert_eq!(entry.kind, if writes { "write procedure" } else { "read procedure" });
        assert!(documentation.contains(&format!("`{}(", entry.name)), "{} is not in docs/modules.md", entry.name);
        let fields = entry.signature.rsplit_once(":: (").unwrap().1.trim_end_matches(')');
        for field in fields.split(", ") {
            let name = field.split(" :: ").next().unwrap();
            assert!(documentation.contains(&format!("`{name}`")), "{}: {name} is not in docs/modules.md", entry.name);
        }
    }
}

#[test]
fn only_the_two_entry_names_are_exported() {
    for name in MODULES {
        let path = folder().join(format!("{name}.so"));
        let Ok(output) = Command::new("nm").args(["-D", "--defined-only", "-j"]).arg(path).output() else {
            println!("skipped: there is no nm");
            return;
        };
        let names = String::from_utf8(output.stdout).unwrap();
        assert_eq!(names.lines().collect::<Vec<_>>(), ["mgp_init_module", "mgp_shutdown_module"], "{name}");
    }
}

#[test]
fn an_empty_graph_is_no_mistake_of_the_modules() {
    for call in CALLS {
        match ask(&mut PropertyGraph::new(), call) {
            Ok(_) | Err(QueryError::Call(CallError::Module { .. })) => {}
            Err(other) => panic!("{call}: {other}"),
        }
    }
}

#[test]
fn a_graph_too_large_for_the_limit_is_an_error_and_the_host_goes_on() {
    let host = host();
    let mut graph = graph_of(&planted(2_000));
    let options = Options { memory_bytes_max: Some(64 << 10), ..Options::default() };
    for call in &CALLS[..7] {
        let found = query(&host, &mut graph, call, &Parameters::new(), &options).unwrap_err();
        assert!(found.to_string().contains("not enough memory"), "{call}: {found}");
    }
    assert!(query(&host, &mut graph, CALLS[0], &Parameters::new(), &Options::default()).is_ok());
}

#[test]
fn every_allocation_may_fail() {
    let host = host();
    let runs = planted(12);
    for call in CALLS {
        let mut graph = graph_of(&runs);
        let before = graph.to_json();
        let whole = query(&host, &mut graph, call, &Parameters::new(), &Options::default()).unwrap();
        // A number that grows faster than by one keeps the test short and still meets each kind of allocation.
        let mut number = 1;
        while number <= whole.report.allocations {
            let mut graph = graph_of(&runs);
            let options = Options { fail_allocation: Some(number), ..Options::default() };
            match query(&host, &mut graph, call, &Parameters::new(), &options) {
                Err(QueryError::Call(
                    CallError::Module { .. } | CallError::ArgumentsTooLarge { .. } | CallError::Aborted { .. },
                )) => assert_eq!(graph.to_json(), before, "{call}: {number}"),
                other => panic!("{call}: allocation {number}: {other:?}"),
            }
            number += 1 + number / 16;
        }
    }
}

/// One host is dropped and made anew while others run: what a module keeps is there until the last has let go of it.
#[test]
fn modules_can_be_loaded_again_and_used_by_several_threads() {
    for _ in 0..3 {
        drop(host());
    }
    let host = host();
    let runs = planted(200);
    std::thread::scope(|scope| {
        scope.spawn(|| (0..50).for_each(|_| drop(self::host())));
        for _ in 0..3 {
            scope.spawn(|| {
                let mut graph = graph_of(&runs);
                for call in CALLS {
                    query(&host, &mut graph, call, &Parameters::new(), &Options::default()).unwrap();
                }
            });
        }
    });
}
