//! A projected graph: procedures see a part of the nodes and relationships.

use ludograph_host::{ChangeError, Direction, Graph, Name, Node, PropertyGraph, Relationship, Text, Value};

use crate::built::{graph_of, planted, rows, text};

/// A graph without one node and what is attached to it.
struct Without {
    graph: PropertyGraph,
    hidden: Node,
}

impl Graph for Without {
    fn node_bound(&self) -> u32 {
        self.graph.node_bound()
    }
    fn has_node(&self, node: Node) -> bool {
        node != self.hidden && self.graph.has_node(node)
    }
    fn has_relationship(&self, relationship: Relationship) -> bool {
        self.relationship(relationship).is_some()
    }
    fn node_id(&self, node: Node) -> i64 {
        self.graph.node_id(node)
    }
    fn relationship_id(&self, relationship: Relationship) -> i64 {
        self.graph.relationship_id(relationship)
    }
    fn find_node(&self, id: i64) -> Option<Node> {
        self.graph.find_node(id).filter(|node| self.has_node(*node))
    }
    fn name(&self, name: Name) -> Option<&Text> {
        self.graph.name(name)
    }
    fn find_name(&self, text: &str) -> Option<Name> {
        self.graph.find_name(text)
    }
    fn labels(&self, node: Node) -> &[Name] {
        self.graph.labels(node)
    }
    fn node_property(&self, node: Node, name: Name) -> Option<&Value> {
        self.graph.node_property(node, name)
    }
    fn node_properties(&self, node: Node) -> Vec<(Name, Value)> {
        self.graph.node_properties(node)
    }
    fn relationship_property(&self, relationship: Relationship, name: Name) -> Option<&Value> {
        self.graph.relationship_property(relationship, name)
    }
    fn relationship_properties(&self, relationship: Relationship) -> Vec<(Name, Value)> {
        self.graph.relationship_properties(relationship)
    }
    fn relationships(&self, node: Node, direction: Direction, into: &mut Vec<Relationship>) {
        let from = into.len();
        self.graph.relationships(node, direction, into);
        let shown: Vec<Relationship> =
            into.drain(from..).filter(|relationship| self.has_relationship(*relationship)).collect();
        into.extend(shown);
    }
    fn relationship(&self, relationship: Relationship) -> Option<(Name, Node, Node)> {
        self.graph.relationship(relationship).filter(|(_, from, to)| *from != self.hidden && *to != self.hidden)
    }
    fn intern(&mut self, text: &Text) -> Result<Name, ChangeError> {
        self.graph.intern(text)
    }
    fn create_node(&mut self) -> Result<Node, ChangeError> {
        self.graph.create_node()
    }
    fn delete_node(&mut self, node: Node, detach: bool) -> Result<(), ChangeError> {
        self.graph.delete_node(node, detach)
    }
    fn create_relationship(&mut self, from: Node, to: Node, kind: Name) -> Result<Relationship, ChangeError> {
        self.graph.create_relationship(from, to, kind)
    }
    fn delete_relationship(&mut self, relationship: Relationship) -> Result<(), ChangeError> {
        self.graph.delete_relationship(relationship)
    }
    fn set_label(&mut self, node: Node, label: Name, present: bool) -> Result<(), ChangeError> {
        self.graph.set_label(node, label, present)
    }
    fn set_node_property(&mut self, node: Node, name: Name, value: Value) -> Result<(), ChangeError> {
        self.graph.set_node_property(node, name, value)
    }
    fn set_relationship_property(&mut self, edge: Relationship, name: Name, value: Value) -> Result<(), ChangeError> {
        self.graph.set_relationship_property(edge, name, value)
    }
    fn begin(&mut self) {
        self.graph.begin();
    }
    fn commit(&mut self) {
        self.graph.commit();
    }
    fn rollback(&mut self) {
        self.graph.rollback();
    }
}

#[test]
fn a_joker_that_is_not_shown_is_in_no_answer() {
    let runs = planted(500);
    let mut graph = graph_of(&runs);
    let best = rows(&mut graph, "CALL joker_synergy.pairs(10, {top: 1}) YIELD joker_a");
    let hidden_id = text(&best[0][0]).to_owned();
    let place = runs.item_names().names().iter().position(|name| *name == hidden_id).unwrap();
    let hidden = Node(u32::try_from(place).unwrap());
    let mut part = Without { graph, hidden };
    for (call, fields) in [
        ("CALL joker_synergy.pairs(10) YIELD joker_a, joker_b", 2),
        ("CALL joker_synergy.clusters(10, {bootstrap: 0, alpha: 1}) YIELD joker", 1),
    ] {
        let found = rows(&mut part, call);
        assert!(!found.is_empty(), "{call}");
        assert!(found.iter().all(|row| row[..fields].iter().all(|joker| text(joker) != hidden_id)), "{call}");
    }
    let sets = rows(&mut part, "CALL pattern_mining.itemsets('Run', 'USED', 'id', 5, {max_length: 1}) YIELD items");
    assert!(sets.len() > 3);
    assert!(sets.iter().all(|row| crate::built::texts(&row[0]) != [hidden_id.as_str()]));
}
