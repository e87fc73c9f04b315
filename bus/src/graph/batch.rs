//! The net effect of changes, to be sent as one.

use std::collections::BTreeMap;

use ludograph_engine::graph::{Change, EdgeKey, Name, NodeKey, Properties, Value};

use super::statement::{EdgeShape, Part, Row, Statement};
use super::wire::row_bytes;

/// Gathers changes in their order and forgets what later ones undo.
///
/// What remains is sent in this order: nodes; removals of all that leads from a node; removals of single relationships;
/// relationships. That is the same as sending every change in its own order, since nodes are never removed, and a removal
/// forgets what was merged before it while what is merged after it is sent after it.
#[derive(Debug, Default)]
pub(super) struct Batch {
    nodes: BTreeMap<NodeKey, (Properties, u64)>,
    left: BTreeMap<(NodeKey, Name), u64>,
    removed: BTreeMap<EdgeKey, u64>,
    edges: BTreeMap<EdgeKey, (Properties, u64)>,
    bytes: usize,
}

impl Batch {
    /// Takes a change that follows from the events up to `position`.
    pub(super) fn add(&mut self, change: Change, position: u64) {
        self.bytes += change.memory_bytes();
        match change {
            Change::MergeNode { key, set } => {
                let node = self.nodes.entry(key).or_default();
                node.0.extend(set);
                node.1 = position;
            }
            Change::MergeEdge { key, set } => {
                let edge = self.edges.entry(key).or_default();
                edge.0.extend(set);
                edge.1 = position;
            }
            Change::RemoveEdge { key } => {
                self.edges.remove(&key);
                self.removed.insert(key, position);
            }
            Change::RemoveEdges { from, kind } => {
                let nobody = NodeKey::new("", "", Value::Null);
                let first = EdgeKey { from: from.clone(), kind: kind.clone(), to: nobody, key: None };
                let is_leaving = |key: &&EdgeKey| key.from == from && key.kind == kind;
                let gone: Vec<EdgeKey> =
                    self.edges.range(&first..).map(|(key, _)| key).take_while(is_leaving).cloned().collect();
                gone.iter().for_each(|key| _ = self.edges.remove(key));
                self.left.insert((from, kind), position);
            }
        }
    }

    /// Rows it will be.
    pub(super) fn rows(&self) -> usize {
        self.nodes.len() + self.left.len() + self.removed.len() + self.edges.len()
    }

    /// Bytes it holds, at most.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Its statements in their order, each with at most `rows_max` rows, and with more than one only where their bytes are
    /// at most `bytes_max`.
    pub(super) fn into_parts(self, rows_max: usize, bytes_max: usize) -> Vec<Part> {
        let mut shapes: BTreeMap<Statement, Vec<Row>> = BTreeMap::new();
        for (key, (set, position)) in self.nodes {
            let statement = Statement::MergeNodes { label: key.label.clone(), property: key.property.clone() };
            shapes.entry(statement).or_default().push(Row::node(position, key, set));
        }
        for ((from, kind), position) in self.left {
            let statement = Statement::RemoveAll { label: from.label.clone(), property: from.property.clone(), kind };
            shapes.entry(statement).or_default().push(Row::leaving(position, from));
        }
        for (key, position) in self.removed {
            let statement = Statement::RemoveEdges(EdgeShape::of(&key));
            shapes.entry(statement).or_default().push(Row::edge(position, key, None));
        }
        for (key, (set, position)) in self.edges {
            let statement = Statement::MergeEdges(EdgeShape::of(&key));
            shapes.entry(statement).or_default().push(Row::edge(position, key, Some(set)));
        }
        let mut parts = Vec::new();
        for (statement, rows) in shapes {
            let (mut part, mut bytes) = (Part { statement, rows: Vec::new() }, 0);
            for row in rows {
                let more = row_bytes(&row);
                if !part.rows.is_empty() && (part.rows.len() >= rows_max || bytes + more > bytes_max) {
                    let next = Part { statement: part.statement.clone(), rows: Vec::new() };
                    parts.push(std::mem::replace(&mut part, next));
                    bytes = 0;
                }
                bytes += more;
                part.rows.push(row);
            }
            parts.push(part);
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use ludograph_engine::graph::{Change, EdgeKey, Name, NodeKey, Properties, PropertyGraph, Value};
    use proptest::prelude::*;

    use super::super::statement::{Row, Statement};
    use super::Batch;

    fn node(name: u8) -> NodeKey {
        NodeKey::new("Thing", "name", i64::from(name))
    }

    fn edge((from, to, key): (u8, u8, Option<u8>)) -> EdgeKey {
        let key = key.map(|key| (Name::from("key"), Value::Int(key.into())));
        EdgeKey { from: node(from), kind: "TO".into(), to: node(to), key }
    }

    fn properties() -> impl Strategy<Value = Properties> {
        let value = prop_oneof![Just(Value::Null), (0_i64..4).prop_map(Value::Int)];
        prop::collection::btree_map(prop_oneof![Just(Name::from("a")), Just(Name::from("b"))], value, 0..3)
    }

    fn changes() -> impl Strategy<Value = Vec<Change>> {
        let edges = || (0_u8..3, 0_u8..3, prop::option::of(0_u8..2)).prop_map(edge);
        let one = prop_oneof![
            (0_u8..3, properties()).prop_map(|(name, set)| Change::MergeNode { key: node(name), set }),
            (edges(), properties()).prop_map(|(key, set)| Change::MergeEdge { key, set }),
            edges().prop_map(|key| Change::RemoveEdge { key }),
            (0_u8..3).prop_map(|name| Change::RemoveEdges { from: node(name), kind: "TO".into() }),
        ];
        prop::collection::vec(one, 0..40)
    }

    /// All nodes first, so that no relationship lacks an end.
    fn with_nodes(changes: Vec<Change>) -> Vec<Change> {
        let nodes = (0..3).map(|name| Change::MergeNode { key: node(name), set: Properties::new() });
        nodes.chain(changes).collect()
    }

    /// The changes that a batch's rows are.
    fn sent(batch: Batch) -> Vec<Change> {
        let mut changes = Vec::new();
        for part in batch.into_parts(3, 120) {
            assert!(part.rows.len() <= 3 && !part.rows.is_empty());
            let bytes: usize = part.rows.iter().map(super::row_bytes).sum();
            assert!(bytes <= 120 || part.rows.len() == 1);
            for Row { keys, set, .. } in part.rows {
                let number = |name: &str| match keys.iter().find(|(key, _)| *key == name) {
                    Some((_, Value::Int(number))) => u8::try_from(*number).ok(),
                    _ => None,
                };
                let edge = || edge((number("a").unwrap(), number("b").unwrap(), number("id")));
                changes.push(match part.statement {
                    Statement::MergeNodes { .. } => {
                        Change::MergeNode { key: node(number("id").unwrap()), set: set.unwrap() }
                    }
                    Statement::RemoveAll { .. } => {
                        Change::RemoveEdges { from: node(number("a").unwrap()), kind: "TO".into() }
                    }
                    Statement::RemoveEdges(_) => Change::RemoveEdge { key: edge() },
                    Statement::MergeEdges(_) => Change::MergeEdge { key: edge(), set: set.unwrap() },
                });
            }
        }
        changes
    }

    fn graph(before: &[Change], changes: &[Change]) -> String {
        let mut graph = PropertyGraph::new();
        before.iter().chain(changes).for_each(|change| graph.apply(change).unwrap());
        let mut lines: Vec<String> = graph
            .edges()
            .map(|edge| format!("{:?}", (edge.from(), edge.kind(), edge.to(), edge.properties())))
            .chain(graph.nodes().map(|node| format!("{node:?}")))
            .collect();
        lines.sort();
        lines.join("\n")
    }

    proptest! {
        #[test]
        fn the_net_effect_is_that_of_all_changes_in_their_order(before in changes(), changes in changes()) {
            let before = with_nodes(before);
            let mut batch = Batch::default();
            changes.iter().for_each(|change| batch.add(change.clone(), 1));
            prop_assert!(batch.rows() <= changes.len());
            let net = sent(batch);
            prop_assert_eq!(graph(&before, &net), graph(&before, &changes));
            // Taken twice, it is what it is taken once.
            let twice: Vec<Change> = net.iter().chain(&net).cloned().collect();
            prop_assert_eq!(graph(&before, &twice), graph(&before, &net));
        }
    }
}
