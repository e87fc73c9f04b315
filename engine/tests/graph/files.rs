//! Graphs as bytes and as JSON.

use ludograph_engine::graph::{Change, EdgeKey, GraphError, NodeKey, Properties, PropertyGraph, Value};
use proptest::prelude::*;
use serde_json::json;

fn node(id: u8) -> NodeKey {
    NodeKey::new("Thing", "id", i64::from(id))
}

fn edge(from: u8, to: u8, key: Option<u8>) -> EdgeKey {
    let key = key.map(|key| ("key".into(), Value::Int(key.into())));
    EdgeKey { from: node(from), kind: "TO".into(), to: node(to), key }
}

fn properties(value: Value) -> Properties {
    [("a".into(), value)].into_iter().collect()
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,9}".prop_map(|text| Value::text(&text)),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| prop::collection::vec(inner, 0..4).prop_map(Value::List))
}

/// Changes that all apply: the nodes come first.
fn changes() -> impl Strategy<Value = Vec<Change>> {
    let one = prop_oneof![
        (0..6_u8, value()).prop_map(|(id, value)| Change::MergeNode { key: node(id), set: properties(value) }),
        (0..6_u8, 0..6_u8, prop::option::of(0..3_u8), value())
            .prop_map(|(from, to, key, value)| Change::MergeEdge { key: edge(from, to, key), set: properties(value) }),
        (0..6_u8, 0..6_u8, prop::option::of(0..3_u8))
            .prop_map(|(from, to, key)| Change::RemoveEdge { key: edge(from, to, key) }),
        (0..6_u8).prop_map(|from| Change::RemoveEdges { from: node(from), kind: "TO".into() }),
    ];
    prop::collection::vec(one, 0..40).prop_map(|rest| {
        let nodes = (0..6).map(|id| Change::MergeNode { key: node(id), set: Properties::new() });
        nodes.chain(rest).collect()
    })
}

fn graph(changes: &[Change]) -> PropertyGraph {
    let mut graph = PropertyGraph::new();
    changes.iter().for_each(|change| graph.apply(change).unwrap());
    graph
}

/// The graph whatever the numbers of its relationships.
fn shown(graph: &PropertyGraph) -> Vec<String> {
    let key = |id| graph.node(id).unwrap().key().to_string();
    let nodes = graph.nodes().map(|node| format!("{} {:?}", node.key(), node.properties()));
    let edges = graph
        .edges()
        .map(|edge| format!("{} {} {} {:?}", key(edge.from()), edge.kind(), key(edge.to()), edge.properties()));
    let mut all: Vec<String> = nodes.chain(edges).collect();
    all.sort();
    all
}

proptest! {
    #[test]
    fn changes_taken_again_change_nothing(changes in changes(), from in any::<prop::sample::Index>()) {
        let mut taken = graph(&changes);
        let once = shown(&taken);
        let from = from.index(changes.len());
        changes[from..].iter().for_each(|change| taken.apply(change).unwrap());
        prop_assert_eq!(shown(&taken), once);
    }

    #[test]
    fn what_is_saved_is_read_back(changes in changes(), position in any::<u64>()) {
        let saved = graph(&changes);
        let (mut read, at) = PropertyGraph::from_bytes(&saved.to_bytes(position)).unwrap();
        prop_assert_eq!(at, position);
        prop_assert_eq!(shown(&read), shown(&saved));
        // It is found by the same keys, so it can go on.
        changes.iter().for_each(|change| read.apply(change).unwrap());
        prop_assert_eq!(shown(&read), shown(&saved));
        let numbers: Vec<u32> = read.nodes().map(|node| node.id().0).collect();
        prop_assert_eq!(numbers, (0..6).collect::<Vec<_>>());
    }

    #[test]
    fn a_damaged_byte_is_noticed(changes in changes(), at in any::<prop::sample::Index>(), bit in 0..8_u32) {
        let mut bytes = graph(&changes).to_bytes(7);
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let error = PropertyGraph::from_bytes(&bytes).unwrap_err();
        let fits = match at {
            0..8 => matches!(error, GraphError::NoGraph { .. }),
            8..12 => matches!(error, GraphError::Newer { .. } | GraphError::Corrupt { .. }),
            _ => matches!(error, GraphError::Corrupt { .. }),
        };
        prop_assert!(fits, "{}", error);
    }

    #[test]
    fn damage_under_a_right_checksum_is_an_error_and_no_panic(changes in changes(), damage in any::<Vec<(prop::sample::Index, u8)>>()) {
        let mut bytes = graph(&changes).to_bytes(7);
        let end = bytes.len() - 8;
        for (at, byte) in damage {
            bytes[12 + at.index(end - 12)] = byte;
        }
        let check = bytes[..end].iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
        });
        bytes.splice(end.., check.to_le_bytes());
        if let Err(error) = PropertyGraph::from_bytes(&bytes) {
            let fits = matches!(error, GraphError::Corrupt { .. });
            prop_assert!(fits, "{}", error);
        }
    }
}

#[test]
fn files_of_other_kinds_say_what_they_are() {
    let said = |bytes: &[u8]| PropertyGraph::from_bytes(bytes).unwrap_err().to_string();
    assert_eq!(said(b"{\"nodes\": []}"), "this is no saved graph: it does not begin with LUDOGRPH");
    let newer = b"LUDOGRPH\x02\0\0\0";
    assert_eq!(said(newer), "the saved graph has version 2 of the format, this program reads up to 1");
    assert_eq!(said(b"LUDOGRPH\x01\0\0\0"), "the saved graph is damaged at byte 12: it ends too early");
}

#[test]
fn what_cannot_be_taken_changes_nothing() {
    let mut graph = graph(&[Change::MergeNode { key: node(1), set: Properties::new() }]);
    let before = shown(&graph);
    let error = graph.apply(&Change::MergeEdge { key: edge(1, 2, None), set: Properties::new() }).unwrap_err();
    assert_eq!(error.to_string(), "a TO relationship cannot be merged: there is no node (:Thing {id: 2})");
    let null = NodeKey::new("Thing", "id", Value::Null);
    let error = graph.apply(&Change::MergeNode { key: null, set: Properties::new() }).unwrap_err();
    assert_eq!(error.to_string(), "Thing: the key property id has no value");
    let set = [("id".into(), Value::Int(3))].into_iter().collect();
    let error = graph.apply(&Change::MergeNode { key: node(1), set }).unwrap_err();
    assert_eq!(error.to_string(), "Thing: its key property id cannot be set");
    assert_eq!(shown(&graph), before);
}

#[test]
fn json_has_the_form_that_modules_are_called_with() {
    let set = |value: Value| properties(value);
    let graph = graph(&[
        Change::MergeNode { key: node(1), set: set(Value::text("a\0b")) },
        Change::MergeNode { key: node(2), set: set(Value::Float(f64::INFINITY)) },
        Change::MergeEdge { key: edge(1, 2, Some(4)), set: set(Value::List(vec![Value::Int(1), Value::Null])) },
    ]);
    let written: serde_json::Value = serde_json::from_str(&graph.to_json().unwrap()).unwrap();
    let expected = json!({
        "nodes": [
            {"id": 0, "labels": ["Thing"], "properties": {"a": "a\u{fffd}b", "id": 1}},
            {"id": 1, "labels": ["Thing"], "properties": {"id": 2}},
        ],
        "relationships": [{"id": 0, "type": "TO", "from": 0, "to": 1, "properties": {"a": [1, null], "key": 4}}],
    });
    assert_eq!(written, expected);
}
