//! Graph files, and the graph's changes.

use ludograph_host::{ChangeError, Graph, Node, PropertyGraph, Text, Value};
use proptest::prelude::*;

use crate::fixtures::{PEOPLE, people};

#[test]
fn a_graph_is_read_and_written() {
    let graph = people();
    assert_eq!((graph.node_count(), graph.relationship_count()), (3, 2));
    let written = graph.to_json();
    assert_eq!(PropertyGraph::from_json(&written).unwrap().to_json(), written);
    let listed = r#"[{"id": 1, "labels": ["A"], "properties": {}, "type": "node"},
        {"id": 5, "start": 1, "end": 1, "label": "SELF", "properties": {"w": 0.5}, "type": "relationship"}]"#;
    let graph = PropertyGraph::from_json(listed).unwrap();
    assert_eq!(graph.relationship_id(ludograph_host::Relationship(0)), 5);
}

#[test]
fn a_wrong_file_names_the_entry() {
    let cases = [
        ("[1]", "[0]: expected an object"),
        ("3", "the file: expected an object with nodes and relationships, or a list of both"),
        (r#"{"nodes": [{"id": "x"}]}"#, "nodes[0].id: expected an integer of 64 bits, got \"x\""),
        (r#"{"nodes": [{"id": 1}, {"id": 1}]}"#, "nodes[1]: a node with id 1 is there already"),
        (
            r#"{"nodes": [{"id": 1}], "edges": [{"type": "A", "from": 1, "to": 2}]}"#,
            "edges[0].to: there is no node with id 2",
        ),
        (
            r#"{"nodes": [{"id": 1, "properties": {"a": 18446744073709551615}}]}"#,
            "nodes[0].properties: 18446744073709551615 is no number of 64 bits",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(PropertyGraph::from_json(text).unwrap_err().to_string(), expected);
    }
}

#[test]
fn nodes_are_deleted_alone_or_with_their_relationships() {
    let mut graph = people();
    let ada = graph.find_node(10).unwrap();
    assert_eq!(graph.delete_node(ada, false), Err(ChangeError::Attached));
    assert_eq!(graph.delete_node(ada, true), Ok(()));
    assert_eq!((graph.node_count(), graph.relationship_count()), (2, 0));
    assert_eq!(graph.delete_node(ada, true), Err(ChangeError::Deleted));
    assert_eq!(graph.find_node(10), None);
}

/// A change of a small graph, by numbers.
fn change(graph: &mut PropertyGraph, [kind, a, b]: [u8; 3]) {
    let (a, b) = (Node(u32::from(a % 8)), Node(u32::from(b % 8)));
    let name = graph.intern(&Text::from("x")).unwrap();
    let _refused = match kind % 6 {
        0 => graph.create_node().map(drop),
        1 => graph.create_relationship(a, b, name).map(drop),
        2 => graph.delete_node(a, true),
        3 => graph.delete_relationship(ludograph_host::Relationship(b.0)),
        4 => graph.set_label(a, name, b.0 % 2 == 0),
        _ => graph.set_node_property(a, name, if b.0 == 0 { Value::Null } else { Value::Int(b.0.into()) }),
    };
}

proptest! {
    #[test]
    fn rollback_brings_back_what_was(before in proptest::collection::vec(any::<[u8; 3]>(), 0..20),
                                     after in proptest::collection::vec(any::<[u8; 3]>(), 0..40)) {
        let mut graph = PropertyGraph::from_json(PEOPLE).unwrap();
        before.into_iter().for_each(|numbers| change(&mut graph, numbers));
        let was = graph.to_json();
        graph.begin();
        after.iter().for_each(|numbers| change(&mut graph, *numbers));
        graph.rollback();
        prop_assert_eq!(graph.to_json(), was);
    }
}
