//! The graph of recorded runs.

use ludograph_engine::mining::{GeneratorPlan, Runs, generate};
use ludograph_host::{Graph, Node, PropertyGraph, Value};

use crate::Outcome;

/// 5,000 recorded runs of 150 jokers; as many of the generator where they are not there.
pub(crate) fn runs() -> Outcome<(Runs, &'static str)> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/golden/balatro/mining/runs.jsonl");
    match std::fs::read_to_string(file) {
        Ok(text) => Ok((Runs::from_json_lines(&text)?, "recorded")),
        Err(_) => {
            let mut plan = GeneratorPlan::demo(5_000, 7);
            plan.items.extend((plan.items.len()..138).map(|index| format!("j_other_{index}")));
            Ok((generate(&plan)?, "generated"))
        }
    }
}

/// `(:Run {run_id, won})-[:USED {position}]->(:Joker {id})` and `(:Run)-[:STEP {index}]->(:Move {id})`.
pub(crate) fn graph(runs: &Runs) -> Outcome<PropertyGraph> {
    let mut graph = PropertyGraph::new();
    let mut names = std::collections::BTreeMap::new();
    for name in ["Run", "Joker", "Move", "USED", "STEP", "id", "run_id", "won", "index", "position"] {
        names.insert(name, graph.intern(&name.into())?);
    }
    let name = |text: &str| names.get(text).copied().ok_or("a name that was not made");
    let nodes = |graph: &mut PropertyGraph, label: &str, ids: &[String]| -> Outcome<Vec<Node>> {
        let mut made = Vec::new();
        for id in ids {
            let node = graph.create_node()?;
            graph.set_label(node, name(label)?, true)?;
            graph.set_node_property(node, name("id")?, Value::string(id))?;
            made.push(node);
        }
        Ok(made)
    };
    let jokers = nodes(&mut graph, "Joker", runs.item_names().names())?;
    let moves = nodes(&mut graph, "Move", runs.event_names().names())?;
    for (number, won) in runs.won().iter().enumerate() {
        let run = graph.create_node()?;
        graph.set_label(run, name("Run")?, true)?;
        graph.set_node_property(run, name("run_id")?, Value::string(&format!("run-{number}")))?;
        graph.set_node_property(run, name("won")?, Value::Bool(*won))?;
        let lists = [
            (runs.items().row(number), &jokers, "USED", "position"),
            (runs.events().row(number), &moves, "STEP", "index"),
        ];
        for (ids, nodes, kind, place) in lists {
            for (rank, id) in (0_i64..).zip(ids) {
                let to = nodes.get(*id as usize).copied().ok_or("an id without a node")?;
                let edge = graph.create_relationship(run, to, name(kind)?)?;
                graph.set_relationship_property(edge, name(place)?, Value::Int(rank))?;
            }
        }
    }
    Ok(graph)
}
